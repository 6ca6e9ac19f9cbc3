"""The window end to end, with plugins of the test folder in a real worker process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.generation.discovery import PluginState
from genre_studio.generation.outcomes import Cancelled
from genre_studio.music.midi_file import read_song, write_song
from genre_studio.music.provenance import Provenance
from genre_studio.plugin_api.take import Take
from genre_studio.ui.generating import outcome_sentence
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.take_drag import file_mime_data
from genre_studio.ui.theme import DARK, LIGHT
from tests.helpers.installed_plugins import installed
from tests.helpers.windows import SilentEngine, make_window

Opener = Callable[..., tuple[MainWindow, SilentEngine]]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a window on the demo song with plugins installed; closes it and checks nothing is left."""
    windows: list[MainWindow] = []

    def open_window(
        folder: str = "", *plugins: str, hang_limit_s: float = 30.0
    ) -> tuple[MainWindow, SilentEngine]:
        site = tmp_path / "site"
        site.mkdir()
        records = installed(monkeypatch, site, folder, *plugins) if folder else []
        window, engine = make_window(tmp_path, records, hang_limit_s=hang_limit_s)
        windows.append(window)
        window.files.load_demo()
        window.show()
        qtbot.waitExposed(window)
        window.start_processes()
        qtbot.waitUntil(lambda: window._discovery is None)
        window.playing.poll()
        return window, engine

    yield open_window
    for window in windows:
        if window.isVisible():
            window.close_now()
        assert not window.generating.is_running
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press_and_wait(qtbot: QtBot, window: MainWindow, timeout_ms: int = 15_000) -> None:
    with qtbot.waitSignal(window.generating.ended, timeout=timeout_ms):
        window.panel.button.click()


def test_the_first_launch_waits_on_the_main_button(opened: Opener) -> None:
    window, _ = opened("echo_generator", "echo")
    song = window.document.song
    assert song.title == "Evening Walk"
    assert window.roll.region == (song.note_end_tick, song.meter_map.bar_start(16))
    assert window.panel.button.text() == "Continue 8 bars in Classical"
    assert window.panel.button.isEnabled()
    assert not window.isWindowModified()
    assert not window.banner.isVisible()


def test_generate_listen_keep_and_undo(qtbot: QtBot, opened: Opener) -> None:
    window, engine = opened("echo_generator", "echo")
    before = window.document.song
    window.panel.takes.setValue(2)
    press_and_wait(qtbot, window)
    takes = window.shelf.takes
    assert [take.number for take in takes] == [1, 2]
    assert all(take.is_whole and take.note_count for take in takes)
    assert window.document.song is before
    assert window.status.message.text().startswith("2 takes ready")

    window.take_desk.do("audition_take", takes[1].id)
    window.playing.poll()
    assert ("play", takes[1].asked.region[0]) in engine.calls
    assert engine.songs[-1].note_count == before.note_count + takes[1].note_count
    window.playing.stop()
    window.playing.poll()
    assert engine.songs[-1] is before

    window.takes.rows[takes[1].id].buttons["keep_take"].click()
    assert window.document.song.note_count == before.note_count + takes[1].note_count
    assert window.document.undo_name == "Keep take 2 (Classical, Echo)"
    assert window.sessions.is_safe and not window.isWindowModified()
    assert window.shelf.get(takes[1].id).is_kept  # type: ignore[union-attr]
    assert window.roll.region is not None
    assert window.roll.region[0] == window.document.song.note_end_tick
    window.actions_of["undo"].trigger()
    assert window.document.song.note_count == before.note_count
    assert not window.shelf.get(takes[1].id).is_kept  # type: ignore[union-attr]
    assert window.status.message.text() == "Undid: Keep take 2 (Classical, Echo)."


def test_the_seed_shown_is_the_seed_used_and_a_locked_one_stays(qtbot: QtBot, opened: Opener) -> None:
    window, _ = opened("echo_generator", "echo")
    window.panel.takes.setValue(1)
    first = window.panel.seed.value
    press_and_wait(qtbot, window)
    assert window.shelf.takes[0].asked.seed == first
    assert window.panel.seed.value != first
    window.panel.seed.field.setValue(42)
    window.panel.seed.lock_button.setChecked(True)
    press_and_wait(qtbot, window)
    press_and_wait(qtbot, window)
    assert window.panel.seed.value == 42
    newest, before = window.shelf.takes[:2]
    assert [list(n) for n in newest.notes.values()] == [list(n) for n in before.notes.values()]


def test_keys_work_in_the_takes(qtbot: QtBot, opened: Opener) -> None:
    window, engine = opened("echo_generator", "echo")
    window.panel.takes.setValue(3)
    press_and_wait(qtbot, window)
    window.takes.setFocus()
    first, second, _ = window.shelf.takes
    qtbot.keyClick(window.takes, Qt.Key.Key_Tab)
    assert window.shelf.current is second
    qtbot.keyClick(window.takes, Qt.Key.Key_Asterisk)
    assert window.shelf.get(second.id).is_starred  # type: ignore[union-attr]
    qtbot.keyClick(window.takes, Qt.Key.Key_Backspace)
    assert window.shelf.get(second.id) is None
    assert len(window.shelf.takes) == 2
    window.shelf.select(first.id)
    qtbot.keyClick(window.takes, Qt.Key.Key_Return)
    assert window.document.undo_name == "Keep take 1 (Classical, Echo)"
    qtbot.keyClick(window.roll, Qt.Key.Key_Space)
    assert engine.calls[-1][0] == "play"


def test_a_refill_says_which_bars_and_how_many_notes_stay(opened: Opener) -> None:
    window, _ = opened("echo_generator", "echo")
    window.roll.focused.select_all()
    window.roll.commands.toggle_locked()
    bar = window.document.song.meter_map.bar_start
    window.roll.set_region((bar(4), bar(8)))
    locked = sum(
        int(((t.notes["start"] >= bar(4)) & t.notes["locked"]).sum()) for t in window.document.song.tracks
    )
    assert window.requests.plan is not None
    assert window.requests.plan.sentence == f"Refill bars 5 to 8 in Classical, keep {locked} locked notes"
    assert window.panel.bars.value() == 4


@pytest.mark.parametrize("plugin", ["raises", "aborts", "hangs", "too_late"])
def test_a_failing_generator_leaves_the_song_and_says_so(qtbot: QtBot, opened: Opener, plugin: str) -> None:
    window, _ = opened("misbehaving", plugin, hang_limit_s=1.0)
    before = window.document.song
    press_and_wait(qtbot, window)
    assert window.document.song is before
    assert not window.shelf.takes
    assert "The generator stopped; your song is safe." in window.banner.text.text()
    assert window.banner.isVisible()
    assert window.generating.records[0].state is PluginState.RUN_FAILED
    window.banner.answers[0].click()
    assert window.plugins.isVisible()
    assert window.plugins.cards[0].record.error
    assert window.panel.button.text().startswith("Continue")


def test_a_refusal_is_told_in_the_status_line(qtbot: QtBot, opened: Opener) -> None:
    window, _ = opened("misbehaving", "refuses")
    press_and_wait(qtbot, window)
    assert window.status.message.text() == "This needs 4 bars before the region."
    assert not window.banner.isVisible()


def test_a_run_can_be_stopped(qtbot: QtBot, opened: Opener) -> None:
    window, _ = opened("misbehaving", "hangs")
    before = window.document.song
    with qtbot.waitSignal(window.generating.progressed, timeout=15_000):
        window.panel.button.click()
    assert window.panel.button.text() == "Stop"
    assert window.status.stop.isVisible()
    with qtbot.waitSignal(window.generating.ended, timeout=15_000):
        window.panel.button.click()
    assert window.document.song is before
    assert window.status.message.text() == "Stopped. Your song is as it was."
    assert not window.status.stop.isVisible()


def test_closing_during_a_run_ends_it(qtbot: QtBot, opened: Opener) -> None:
    window, engine = opened("misbehaving", "hangs")
    with qtbot.waitSignal(window.generating.progressed, timeout=15_000):
        window.panel.button.click()
    window.close()
    assert not window.isVisible()
    assert not engine.is_started


def test_without_plugins_the_button_says_why(opened: Opener) -> None:
    window, _ = opened()
    assert not window.panel.button.isEnabled()
    assert window.panel.hint.text() == "No generator is ready. Open Plugins to see why."


def test_the_theme_changes_and_is_remembered(opened: Opener, tmp_path: Path) -> None:
    window, _ = opened()
    assert window.theme is DARK
    window.actions_of["toggle_theme"].trigger()
    assert window.theme is LIGHT
    assert window.roll.display.theme is LIGHT
    window.close()
    again, _ = make_window(tmp_path)
    assert again.theme is LIGHT
    again.close()
    again.deleteLater()


def test_closing_asks_nothing_and_the_next_start_goes_on(opened: Opener, tmp_path: Path) -> None:
    window, engine = opened()
    window.tracks.families.actions()[3].trigger()
    assert window.document.undo_name == "Add Guitar track"
    assert window.panel.track_checks.empty.text() == "Still empty, open to the generator: Guitar"
    window.close()
    assert not window.isVisible()
    assert not engine.is_started
    again, _ = make_window(tmp_path)
    again.begin()
    assert again.document.undo_name == "Add Guitar track"
    assert again.roll.track == len(again.document.song.tracks) - 1
    again.close()
    again.deleteLater()


def test_tempo_meter_and_key_are_edits(opened: Opener) -> None:
    window, _ = opened()
    window.transport.tempo.setValue(140)
    assert window.document.song.tempos[0].bpm == pytest.approx(140, abs=0.01)
    window.transport.meter_chosen.emit(3, 4)
    assert window.document.song.meter_map.meter_at(0).numerator == 3
    window.transport.key.setCurrentText("D major")
    window.transport.key_chosen.emit(window.transport.key.currentData())
    assert window.document.song.keys[0].sharps == 2
    assert window.panel.keeps_scale.text() == "Stay in D major"
    for _ in range(3):
        window.actions_of["undo"].trigger()
    assert not window.document.is_changed


def test_export_and_open_by_drop(opened: Opener, tmp_path: Path) -> None:
    window, _ = opened()
    before = window.document.song
    assert window.files.export_to(tmp_path / "mine.mid")
    assert read_song(tmp_path / "mine.mid").song.note_count == before.note_count
    data = file_mime_data(tmp_path / "mine.mid")
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_keys = Qt.KeyboardModifier.NoModifier
    # Qt hands a drop to the widget that took the drag when it entered.
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(10, 10), actions, data, button, no_keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(10, 10), actions, data, button, no_keys))
    assert window.windowTitle() == "mine.mid[*] - Genre Studio"
    assert window.settings.recent == (str(tmp_path / "mine.mid"),)


def test_a_file_that_is_none_is_told_and_changes_nothing(opened: Opener, tmp_path: Path) -> None:
    window, _ = opened()
    before = window.document.song
    path = tmp_path / "letter.mid"
    path.write_bytes(b"Dear Sir or Madam")
    window.files.open_path(path)
    assert window.banner.isVisible()
    assert "letter.mid" in window.banner.text.text()
    assert window.document.song is before


def test_repairs_are_told_calmly(opened: Opener, tmp_path: Path) -> None:
    window, _ = opened()
    window.files.export_to(tmp_path / "whole.mid")
    whole = (tmp_path / "whole.mid").read_bytes()
    (tmp_path / "cut.mid").write_bytes(whole[: len(whole) * 3 // 4])
    window.files.open_path(tmp_path / "cut.mid")
    assert window.windowTitle().startswith("cut.mid")
    assert "has been repaired here" in window.banner.text.text()


def test_clicked_notes_sound_on_their_track(opened: Opener) -> None:
    window, engine = opened()
    window.tracks.rows[2].pressed.emit(2)
    window.roll.note_previewed.emit(40, 90)
    track = window.document.song.tracks[2]
    assert engine.calls[-1] == ("preview", track.channel, track.program, 40, 90)


def test_mute_solo_and_rename_are_edits(opened: Opener) -> None:
    window, engine = opened()
    window.tracks.rows[1].mute.click()
    assert window.document.song.tracks[1].muted
    assert engine.songs[-1].tracks[1].muted
    window.tracks.rows[0].renamed.emit(0, "Melody")
    assert window.document.undo_name == "Rename track to Melody"
    assert window.panel.track_checks._boxes[0].text() == "Melody"


def test_several_files_are_added_as_one_edit(opened: Opener, tmp_path: Path) -> None:
    window, _ = opened()
    before = window.document.song
    paths = [tmp_path / "one.mid", tmp_path / "two.mid"]
    for path in paths:
        write_song(before, path)
    broken = tmp_path / "letter.mid"
    broken.write_bytes(b"Dear Sir or Madam")
    window.drop.take([*paths, broken], adds=False)
    assert len(window.document.song.tracks) == 3 * len(before.tracks)
    assert window.document.undo_name == "Add 8 tracks from 2 files"
    assert "letter.mid" in window.banner.text.text()
    window.actions_of["undo"].trigger()
    assert window.document.song.note_count == before.note_count
    window.drop.take(paths[:1], adds=True)
    assert window.document.undo_name == "Add 4 tracks from one.mid"


def test_return_and_escape_in_fields_and_space_in_numbers(qtbot: QtBot, opened: Opener) -> None:
    window, engine = opened()
    tempo, row = window.transport.tempo, window.tracks.rows[0]
    window.activateWindow()
    for typed, key, bpm in (("140", Qt.Key.Key_Return, 140), ("90", Qt.Key.Key_Escape, 140)):
        tempo.setFocus()
        tempo.selectAll()
        qtbot.keyClicks(tempo, typed)
        qtbot.keyClick(tempo, key)
        assert window.document.song.tempos[0].bpm == pytest.approx(bpm, abs=0.01)
        assert not tempo.hasFocus()
    for key, name in ((Qt.Key.Key_Return, "Solo"), (Qt.Key.Key_Escape, "Solo")):
        row.begin_renaming()
        qtbot.keyClicks(row.name, "Solo" if key == Qt.Key.Key_Return else "Nonsense")
        qtbot.keyClick(row.name, key)
        assert window.document.song.tracks[0].name == name
        assert row.name.isReadOnly()
    window.panel.bars.setFocus()
    qtbot.keyClick(window.panel.bars, Qt.Key.Key_Space)
    assert engine.calls[-1][0] == "play"
    window.panel.keeps_scale.setFocus()
    qtbot.keyClick(window.panel.keeps_scale, Qt.Key.Key_Return)
    assert window.panel.keeps_scale.isChecked()


def test_a_kept_take_makes_way_for_the_next_and_undo_brings_it_back(qtbot: QtBot, opened: Opener) -> None:
    window, _ = opened("echo_generator", "echo")
    window.panel.takes.setValue(2)
    press_and_wait(qtbot, window)
    first, second = (take.id for take in window.shelf.takes)

    def kept() -> list[bool]:
        return [take.is_kept for take in window.shelf.takes]

    window.take_desk.do("keep_take", first)
    assert not window.takes.rows[first].buttons["keep_take"].isEnabled()
    window.take_desk.do("keep_take", second)
    assert kept() == [False, True]
    window.actions_of["undo"].trigger()
    assert kept() == [True, False]
    window.actions_of["redo"].trigger()
    assert kept() == [False, True]


def test_stopping_keeps_whole_takes_and_says_so(qtbot: QtBot, opened: Opener) -> None:
    window, _ = opened("misbehaving", "hangs")
    with qtbot.waitSignal(window.generating.progressed, timeout=15_000):
        window.panel.button.click()
    request = window.generating._running.job.request  # type: ignore[union-attr]
    made = Provenance("hangs", "1", "", "", request.genre, request.seed, 0, {}, "", "")
    window.shelf.finish(Take(0, {}, made))
    with qtbot.waitSignal(window.generating.ended, timeout=15_000):
        window.panel.button.click()
    assert [take.number for take in window.shelf.takes] == [1]
    assert outcome_sentence(request, Cancelled((Take(0, {}, made),))) == (
        "Stopped. 1 take was finished and stays; the unfinished 3 are gone. Your song is as it was."
    )


def test_a_drawer_takes_the_generators_place_in_a_narrow_window(opened: Opener) -> None:
    window, _ = opened()
    window.toggle_plugins()
    assert window.panel.isVisible()
    window.resize(1024, 700)
    assert window.plugins.isVisible()
    assert not window.panel.isVisible()
    window.drawer.close_page()
    assert window.panel.isVisible()
    assert window.roll.viewport.size.width() > 300
