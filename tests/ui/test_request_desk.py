"""The region by gesture and command, what the main button says of it, and more takes like one."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.music.take_record import TakeRecord
from genre_studio.plugin_api import API_VERSION, Ability, GenerationError, Number, PluginInfo, Request
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll.layers.ruler_layer import RULER_HEIGHT
from genre_studio.ui.request_plan import request_like
from tests.helpers.requests import BAR, small_song
from tests.helpers.take_window import drag, window_with_takes
from tests.helpers.takes import ASKED, a_record

ECHO = PluginInfo(
    id="echo",
    title="Echo",
    version="1",
    api_version=API_VERSION,
    summary="",
    abilities=frozenset({Ability.CONTINUE, Ability.INFILL}),
    genres=("jazz", "rock"),
    parameters=(Number("heat", "Heat", 1.0, 0.0, 2.0),),
    generator="a:B",
)
CONTINUER = replace(ECHO, abilities=frozenset({Ability.CONTINUE}))
REGION_Y = RULER_HEIGHT - 6


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made, _ = window_with_takes(qtbot, tmp_path)
    made.panel.set_plugins([ECHO], genre="jazz")
    made.panel.bars.setValue(2)
    made.roll.viewport.show_ticks((0, 8 * BAR))
    return made


def place(window: MainWindow, tick: int) -> QPoint:
    return QPoint(round(window.roll._model.view.coordinates.x_at(tick)), REGION_Y)


def test_a_region_is_dragged_out_moved_and_stretched_on_the_ruler(window: MainWindow) -> None:
    ruler, button = window.roll._ruler, window.panel.button
    assert button.text() == "Continue 2 bars in Jazz"
    drag(ruler, place(window, 5 * BAR + 300), place(window, 5 * BAR + 900), place(window, 6 * BAR + 300))
    assert window.roll.region == (5 * BAR, 7 * BAR)
    drag(ruler, place(window, 6 * BAR), place(window, 4 * BAR), place(window, BAR))
    assert window.roll.region == (0, 2 * BAR)
    assert button.text() == "Refill bars 1 to 2 in Jazz"
    drag(ruler, place(window, 2 * BAR), place(window, BAR + 500), place(window, BAR + 100))
    assert window.roll.region == (0, BAR)
    assert button.text() == "Refill bar 1 in Jazz"
    assert window.panel.bars.value() == 1


def test_a_double_click_clears_the_region_and_it_follows_the_last_note_again(window: MainWindow) -> None:
    window.roll.set_region((0, BAR))
    at = place(window, 480)
    QTest.mouseClick(window.roll._ruler, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(window.roll._ruler, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(window.roll._ruler, Qt.MouseButton.LeftButton, pos=at)
    assert window.roll.region is not None
    assert window.roll.region[0] == 2 * BAR
    assert window.panel.button.text().startswith("Continue")


def test_the_region_goes_to_the_selection_or_the_loop_or_says_what_is_missing(window: MainWindow) -> None:
    act, said = window.actions_of, window.status.message
    act["region_to_selection"].trigger()
    assert said.text() == "Select notes first; the region goes around their bars."
    act["region_to_loop"].trigger()
    assert said.text() == "There is no loop; L makes one around the selection."
    window.roll._editor.select(window.document.song.tracks[0].notes["id"][4:6])
    act["region_to_selection"].trigger()
    assert window.roll.region == (BAR, 2 * BAR)
    assert said.text() == "The main button: Refill bar 2 in Jazz."
    window.roll.set_loop((0, BAR))
    act["region_to_loop"].trigger()
    assert window.roll.region == (0, BAR)
    act["continue_region"].trigger()
    assert window.roll.region == (2 * BAR, 3 * BAR)


def test_locked_notes_are_counted_in_the_words(window: MainWindow) -> None:
    window.roll.focused.select_all()
    window.roll.commands.toggle_locked()
    window.roll.set_region((BAR, 2 * BAR))
    assert window.panel.button.text() == "Refill bar 2 in Jazz,\nkeep 4 locked notes"


def test_a_generator_that_cannot_refill_says_so_where_the_button_is(window: MainWindow) -> None:
    window.panel.set_plugins([CONTINUER], genre="jazz")
    window.roll.set_region((0, BAR))
    assert not window.panel.button.isEnabled()
    assert window.panel.hint.isVisible()
    assert window.panel.hint.text().startswith("Echo cannot refill bars that have music after them.")


def test_after_a_refill_the_region_stays_and_after_a_continuation_it_moves_on(window: MainWindow) -> None:
    refilled = replace(ASKED, region=(0, BAR), ability="infill")
    window.document.add_takes([a_record(9, asked=refilled, notes={})])
    window.roll.set_region((0, BAR))
    window.take_desk.do("keep_take", 9)
    assert window.roll.region == (0, BAR)
    window.take_desk.do("keep_take", 1)
    assert window.roll.region is not None
    assert window.roll.region[0] == window.document.song.meter_map.bars_end(
        window.document.song.note_end_tick
    )


def test_more_like_a_take_asks_alike_with_a_fresh_seed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[PluginInfo, Request, int | None]] = []
    monkeypatch.setattr(window.generating, "ask", lambda *each: asked.append(each))
    window.take_desk.do("more_like_take", 2)
    window.take_desk.do("more_like_take", 2)
    (info, one, parent), (_, other, _) = asked
    assert (info, parent) == (ECHO, 2)
    assert one.region.start == ASKED.region[0]
    assert one.takes == window.panel.takes.value()
    assert len({one.seed, other.seed, ASKED.seed}) == 3
    window.panel.set_plugins([])
    window.take_desk.do("more_like_take", 2)
    assert window.status.message.text() == "Echo is not ready, so it cannot write more like this."


def a_take_with(**changes: object) -> TakeRecord:
    return a_record(1, asked=replace(ASKED, **changes))  # type: ignore[arg-type]


def test_a_request_like_a_take_keeps_its_settings_and_limits() -> None:
    take = a_take_with(parameters={"heat": 1.5, "gone": 3}, lowest_pitch=40, pitch_classes=frozenset({0, 7}))
    request = request_like(small_song(), take, ECHO, seed=5, takes=3)
    assert request.parameters == {"heat": 1.5}
    assert (request.constraints.lowest_pitch, request.constraints.pitch_classes) == (40, {0, 7})
    assert (request.seed, request.takes, request.ability) == (5, 3, Ability.CONTINUE)


def test_a_generator_that_varies_gets_the_take_in_its_song() -> None:
    varying = replace(ECHO, abilities=ECHO.abilities | {Ability.VARY})
    request = request_like(small_song(), a_record(1), varying, seed=5, takes=3)
    assert request.ability is Ability.VARY
    melody = request.song.tracks[0].notes
    assert melody["pitch"][melody["start"] >= ASKED.region[0]].tolist() == [60, 64]


def test_a_take_that_is_in_the_song_by_now_is_refilled_or_refused() -> None:
    song = small_song()
    take = a_take_with(region=(0, BAR), ability="continue")
    assert request_like(song, take, ECHO, seed=5, takes=1).ability is Ability.INFILL
    with pytest.raises(GenerationError, match="cannot refill"):
        request_like(song, take, CONTINUER, seed=5, takes=1)
