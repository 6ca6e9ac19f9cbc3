"""All six abilities in the window: chosen by button, key and take, asked of a generator that has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.music.song import Song
from genre_studio.plugin_api import API_VERSION, Ability, PluginInfo
from genre_studio.ui.main_window import MainWindow
from tests.helpers.installed_plugins import installed
from tests.helpers.requests import BAR, small_song
from tests.helpers.windows import make_window

LEFT = Qt.MouseButton.LeftButton
REFILLER = PluginInfo(
    "r", "Refiller", "1", API_VERSION, "", frozenset({Ability.CONTINUE, Ability.INFILL}), ("jazz",), (), "a:B"
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The small song, and the generator that has every ability."""
    records = installed(monkeypatch, tmp_path / "site", "six_abilities", "weaver")
    made, _ = make_window(tmp_path, records)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close_now())
    made.document.replace(small_song())
    made.resize(1280, 860)
    made.show()
    qtbot.waitExposed(made)
    made.start_processes()
    qtbot.waitUntil(lambda: made.panel.info is not None)
    made.panel.takes.setValue(2)
    yield made


def press(window: MainWindow, ability: Ability) -> None:
    QTest.mouseClick(window.panel.what.abilities.buttons[ability], LEFT)


def write(qtbot: QtBot, window: MainWindow) -> None:
    """Press the main button and wait for the run to end."""
    with qtbot.waitSignal(window.generating.ended, timeout=20_000):
        QTest.mouseClick(window.panel.button, LEFT)


def test_buttons_are_the_chosen_generators_own(window: MainWindow) -> None:
    what = window.panel.what
    assert list(what.abilities.buttons) == [
        Ability.CONTINUE,
        Ability.GENERATE,
        Ability.ACCOMPANY,
        Ability.INFILL,
        Ability.VARY,
        Ability.INTERPOLATE,
    ]
    assert what.abilities.buttons[Ability.CONTINUE].isChecked()
    press(window, Ability.VARY)
    info = window.panel.info
    assert info is not None
    window.panel.set_plugins([REFILLER, info], "r")
    assert list(what.abilities.buttons) == [Ability.CONTINUE, Ability.INFILL]
    assert what.abilities.buttons[Ability.CONTINUE].isChecked()
    window.panel.plugin.setCurrentIndex(1)
    assert what.abilities.buttons[Ability.VARY].isChecked()  # as the person had chosen


def test_a_melody_gets_a_band_under_it_in_one_step_each(qtbot: QtBot, window: MainWindow) -> None:
    window.document.replace(Song(tracks=small_song().tracks[:1]))
    press(window, Ability.ACCOMPANY)
    assert not window.panel.button.isEnabled()
    assert window.panel.hint.text().startswith("Every ticked track plays in these bars.")
    steps = len(window.document.done_steps)
    QTest.mouseClick(window.panel.band, LEFT)
    assert len(window.document.done_steps) == steps + 1
    assert [track.name for track in window.document.song.tracks[1:]] == ["Drums", "Bass", "Guitar", "Strings"]
    assert not window.panel.band.isVisible()
    said = window.panel.button.text().replace("\n", " ")
    assert said == "Accompany bars 1 to 2 with 4 tracks in Classical"
    write(qtbot, window)
    take = window.shelf.takes[0]
    assert (take.asked.ability, take.asked.tracks) == ("accompany", (1, 2, 3, 4))
    window.take_desk.do("keep_take", take.id)
    assert all(len(track.notes) for track in window.document.song.tracks)
    assert window.panel.button.text().startswith("Continue")  # what was chosen is done
    window.actions_of["undo"].trigger()
    window.actions_of["undo"].trigger()
    assert len(window.document.song.tracks) == 1


def test_an_empty_song_is_written_from_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.document.replace(Song())
    assert window.panel.what.abilities.buttons[Ability.GENERATE].isChecked()
    assert window.panel.hint.text() == "Add a track for the generator to write to."
    window.actions_of["new_band"].trigger()
    window.panel.bars.setValue(2)
    assert window.panel.button.text() == "Write 2 bars in Classical"
    write(qtbot, window)
    assert all(take.notes.keys() == {0, 1, 2, 3, 4} for take in window.shelf.takes)
    window.actions_of["new_band"].trigger()
    assert "already" in window.status.message.text()


def test_vary_stays_with_the_bars_and_shows_its_own_setting(qtbot: QtBot, window: MainWindow) -> None:
    controls = {control.parameter.id: control for control in window.panel._controls}
    assert not controls["distance"].isVisible()
    window.actions_of["ask_vary"].trigger()
    assert controls["distance"].isVisible()
    assert window.status.message.text() == "The main button: Vary bars 1 to 2 in Classical."
    assert not window.panel.bars.isEnabled()
    window.roll.set_region((BAR, 2 * BAR))
    assert window.panel.bars.isEnabled()
    assert window.panel.button.text() == "Vary bar 2 in Classical"
    write(qtbot, window)
    window.take_desk.do("keep_take", window.shelf.takes[0].id)
    assert window.panel.button.text() == "Vary bar 2 in Classical"
    assert window.requests.marked_region == (BAR, 2 * BAR)
    window.actions_of["continue_region"].trigger()
    assert window.panel.button.text().startswith("Continue")


def test_more_like_a_take_varies_it(qtbot: QtBot, window: MainWindow) -> None:
    write(qtbot, window)
    first = window.shelf.takes[0]
    with qtbot.waitSignal(window.generating.ended, timeout=20_000):
        window.take_desk.do("more_like_take", first.id)
    child = next(take for take in window.shelf.takes if take.parent == first.id)
    assert child.asked.ability == "vary"
    same = child.notes[0]["pitch"] == first.notes[0]["pitch"]
    assert same.any()
    assert not same.all()


def test_a_path_from_the_song_to_a_take_by_key(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Ability.INTERPOLATE)
    assert window.panel.hint.text().startswith("Two clips are needed")
    press(window, Ability.CONTINUE)
    write(qtbot, window)
    take = window.shelf.takes[1]
    window.shelf.select(take.id)
    window.takes.setFocus()
    QTest.keyClick(window.takes, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    what = window.panel.what
    assert what.abilities.buttons[Ability.INTERPOLATE].isChecked()
    assert what.ends.isVisible()
    assert what.steps.isVisible()
    assert not what.takes.isVisible()
    assert what.ends.near_menu.currentText() == "The song, bars 1 to 2"
    assert window.panel.button.text().replace("\n", " ").startswith("Morph from bars 1 to 2 to take 2 in 5")
    what.steps.setValue(3)
    write(qtbot, window)
    steps = [each for each in window.shelf.takes if each.asked.ability == "interpolate"]
    assert [step.number for step in steps] == [1, 2, 3]
    assert steps[0].notes[0]["pitch"].tolist() == small_song().tracks[0].notes["pitch"].tolist()
    assert steps[-1].notes[0]["pitch"].tolist() == take.notes[0]["pitch"][: len(steps[-1].notes[0])].tolist()


def test_choosing_one_clip_for_both_ends_turns_the_path_around(qtbot: QtBot, window: MainWindow) -> None:
    write(qtbot, window)
    press(window, Ability.INTERPOLATE)
    ends = window.panel.what.ends
    near, far = ends.near_menu.currentData(), ends.far_menu.currentData()
    ends.near_menu.setFocus()
    place = ends.near_menu.findData(far)
    ends.near_menu.setCurrentIndex(place)
    ends.near_menu.activated.emit(place)
    assert (ends.near_menu.currentData(), ends.far_menu.currentData()) == (far, near)
    take = next(take for take in window.shelf.takes if f"take:{take.id}" == far)
    start = take.asked.region[0]  # the path stands where it begins, and is as long as its shorter end
    assert window.roll.region == (start, start + 2 * BAR)
    assert window.requests.marked_region is None


def test_the_take_card_offers_it(qtbot: QtBot, window: MainWindow) -> None:
    write(qtbot, window)
    window.take_desk.do("about_take", window.shelf.takes[0].id)
    QTest.mouseClick(window.takes.card.buttons["morph_to_take"], LEFT, pos=QPoint(4, 4))
    assert window.panel.what.wish is Ability.INTERPOLATE


def test_a_generator_without_it_says_so(window: MainWindow) -> None:
    window.panel.set_plugins([REFILLER])
    window.actions_of["ask_interpolate"].trigger()
    assert window.status.message.text() == (
        "Refiller cannot lead from one clip to another. Choose another generator."
    )
    assert window.panel.what.wish is None
