"""Recording by key and button, as the engine would answer."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from genre_studio.music.recording import Played, RecordMode, Stretch
from genre_studio.playback.journal import JournalHeader, JournalWriter
from genre_studio.playback.live_messages import (
    Record,
    Recorded,
    RecordingBegan,
    RecordingEnded,
    SetSync,
    StopRecording,
    SyncSource,
)
from genre_studio.playback.messages import EngineStopped, Playhead
from genre_studio.ui.main_window import MainWindow
from tests.helpers.requests import small_song
from tests.helpers.windows import SilentEngine, make_window

BAR = 1920
Opened = tuple[MainWindow, SilentEngine]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    window, engine = make_window(tmp_path)
    qtbot.addWidget(window, before_close_func=lambda widget: widget.close_now())
    window.document.replace(small_song())
    window.links.show_song()
    window.roll.set_track(0)
    window.show()
    return window, engine


def say(opened: Opened, *events: object) -> None:
    window, engine = opened
    engine.events += events
    window.playing.poll()


def note(tick: float, pitch: int = 60, lap: int = 0) -> tuple[Played, Played]:
    return Played(lap, tick, bytes((0x90, pitch, 90))), Played(lap, tick + 100, bytes((0x80, pitch, 64)))


def orders(engine: SilentEngine) -> list[object]:
    return [command for command in engine.live if isinstance(command, Record | StopRecording)]


def test_r_records_from_the_bar_and_the_notes_are_one_step(qtbot: QtBot, opened: Opened) -> None:
    window, engine = opened
    window.playing.tick = BAR + 700
    before = len(window.document.song.tracks[0].notes)
    qtbot.keyClick(window.roll, Qt.Key.Key_R)
    (order,) = orders(engine)
    assert order.mode is RecordMode.OVERDUB
    assert order.track_name == window.document.song.tracks[0].name
    assert engine.calls[-1] == ("play", BAR)
    assert window.transport.buttons["record"].isChecked()
    say(opened, RecordingBegan(BAR, None), Recorded(note(BAR + 5, 90), Stretch(BAR, BAR + 400.0)))
    assert window.roll._model.view.proposal[0]["pitch"].tolist() == [90]
    qtbot.mouseClick(window.transport.buttons["record"], Qt.MouseButton.LeftButton)
    assert isinstance(orders(engine)[-1], StopRecording)
    say(opened, RecordingEnded(Stretch(BAR, BAR + 500.0), True))
    assert len(window.document.song.tracks[0].notes) == before + 1
    assert window.document.undo_name == "Record 1 note"
    assert window.roll._model.view.proposal is None
    assert not window.transport.buttons["record"].isChecked()
    window.history_desk.undo()
    assert len(window.document.song.tracks[0].notes) == before


def test_while_the_song_plays_r_punches_in(qtbot: QtBot, opened: Opened) -> None:
    window, engine = opened
    say(opened, Playhead(700, True))
    engine.calls.clear()
    window.actions_of["record"].trigger()
    assert not engine.calls
    assert orders(engine)


def pedals(window: MainWindow) -> list[tuple[int, int]]:
    events = window.document.song.tracks[0].events
    return [(int(e["tick"]), int(e["value"])) for e in events[events["number"] == 64] if e["tick"] < BAR]


def test_a_take_brings_its_own_pedal_and_another_takes_it_away(opened: Opened) -> None:
    window, _ = opened
    window.recording.set_mode(RecordMode.TAKES)
    window.actions_of["record"].trigger()
    stretch = Stretch(0, 50.0, (0, BAR), 2)
    pedal = Played(0, 120, b"\xb0\x40\x7f"), Played(0, 400, b"\xb0\x40\x00")
    played = (*note(100, 90), *pedal, *note(200, 91, lap=1))
    say(opened, RecordingBegan(0, (0, BAR)), Recorded(played, stretch), RecordingEnded(stretch, True))
    first, second = window.shelf.takes
    window.take_desk.do("keep_take", first.id)
    assert pedals(window) == [(120, 127), (400, 0)]
    window.take_desk.do("keep_take", second.id)
    assert pedals(window) == [(0, 0)]
    window.history_desk.undo()
    assert pedals(window) == [(120, 127), (400, 0)]


def test_takes_round_a_loop_stand_on_the_shelf_and_the_last_is_kept(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record_takes"].trigger()
    assert window.actions_of["record_takes"].isChecked()
    assert not window.actions_of["record_overdub"].isChecked()
    window.actions_of["record"].trigger()
    stretch = Stretch(0, 50.0, (0, BAR), 2)
    played = (*note(100, 90), *note(200, 91, lap=1))
    say(opened, RecordingBegan(0, (0, BAR)), Recorded(played, stretch), RecordingEnded(stretch, True))
    takes = window.shelf.takes
    assert [(take.number, take.is_kept, take.title) for take in takes] == [
        (1, False, "take 1 (recorded)"),
        (2, True, "take 2 (recorded)"),
    ]
    notes = window.document.song.tracks[0].notes
    assert 91 in notes["pitch"]
    assert 90 not in notes["pitch"]
    window.take_desk.do("keep_take", takes[0].id)
    assert 90 in window.document.song.tracks[0].notes["pitch"]
    window.history_desk.undo()
    window.history_desk.undo()
    assert not window.shelf.takes


def test_overdubbing_round_a_loop_one_hears_what_one_played_before(opened: Opened) -> None:
    window, engine = opened
    window.actions_of["record"].trigger()
    first, second = Stretch(0, 900.0, (0, BAR), 0), Stretch(0, 20.0, (0, BAR), 1)
    say(opened, RecordingBegan(0, (0, BAR)), Recorded(note(100, 90), first), Recorded((), second))
    assert 90 in engine.songs[-1].tracks[0].notes["pitch"]
    assert 90 not in window.document.song.tracks[0].notes["pitch"]
    say(opened, RecordingEnded(second, True))
    assert engine.songs[-1] is window.document.song


def test_inking_changes_the_selected_notes_alone(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record_ink"].trigger()
    notes = window.document.song.tracks[0].notes
    first = notes[0]
    window.roll._editor.select(notes["id"][:1])
    window.actions_of["record"].trigger()
    stretch = Stretch(0, 900.0)
    on = Played(0, float(first["start"]), bytes((0x90, int(first["pitch"]), 17)))
    say(opened, RecordingBegan(0, None), Recorded((on,), stretch), RecordingEnded(stretch, True))
    after = window.document.song.tracks[0].notes
    assert after["velocity"][0] == 17
    assert window.document.undo_name == "Ink 1 note"


def test_recorded_notes_may_be_drawn_to_the_grid(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record_quantize"].trigger()
    window.actions_of["record"].trigger()
    stretch = Stretch(BAR, BAR + 900.0)
    say(
        opened,
        RecordingBegan(BAR, None),
        Recorded(note(BAR + 113, 95), stretch),
        RecordingEnded(stretch, True),
    )
    notes = window.document.song.tracks[0].notes
    assert notes["start"][notes["pitch"] == 95].tolist() == [BAR + 120]


def test_nothing_played_leaves_the_song_alone(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record"].trigger()
    say(opened, RecordingEnded(Stretch(0, 0.0), False))
    assert window.status.message.text() == "Nothing was recorded."
    assert window.document.undo_name is None


def test_following_a_clock_it_waits_for_the_masters_start(opened: Opened) -> None:
    window, engine = opened
    window.sync.choose_source(SyncSource.CLOCK)
    assert engine.live[-1] == SetSync(SyncSource.CLOCK)
    engine.calls.clear()
    window.actions_of["record"].trigger()
    assert not engine.calls
    assert "begins when the clock" in window.status.message.text()


def journal_at(path: Path, began_s: float = 1e9, **others: object) -> None:
    values = {
        "start": 0, "loop": None, "ppq": 480, "mode": RecordMode.OVERDUB, "track_index": 0,
        "track_name": "Lead", "channel": 0, "program": 0, "song_title": "", "early_ticks": 240,
    }  # fmt: skip
    writer = JournalWriter(path, JournalHeader(**{**values, **others}, began_at_epoch_s=began_s), print)
    writer.add(note(100, 99))
    writer.come_to(0, 900.0)
    writer.close()


def test_closing_the_window_while_it_records_keeps_what_was_played(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record"].trigger()
    say(opened, RecordingBegan(0, None), Recorded(note(100, 98), Stretch(0, 300.0)))
    window.recording.finish_now()
    assert 98 in window.document.song.tracks[0].notes["pitch"]
    assert not window.recording.is_recording
    window.recording.finish_now()
    assert window.document.done_names == ("Record 1 note",)


def test_an_engine_that_dies_while_it_records_loses_nothing(opened: Opened) -> None:
    window, engine = opened
    window.actions_of["record"].trigger()
    (order,) = orders(engine)
    say(opened, RecordingBegan(0, None))
    journal_at(order.journal)
    say(opened, EngineStopped("exit code -9"))
    assert 99 in window.document.song.tracks[0].notes["pitch"]
    assert not order.journal.exists()
    assert not window.recording.is_recording


def test_what_a_crash_left_is_offered_at_the_next_start(opened: Opened) -> None:
    window, _ = opened
    folder = window.recording._files._folder
    channel = window.document.song.tracks[0].channel
    journal_at(folder / "999999999-1.recording", channel=channel)
    journal_at(folder / f"{os.getppid()}-1.recording")  # of a window that lives
    window.recording.offer_left_behind(window.banner)
    assert "A recording of 1 note" in window.banner.text.text()
    window.banner.answers[0].click()
    assert 99 in window.document.song.tracks[0].notes["pitch"]
    assert window.document.undo_name == "Record 1 note"
    assert not (folder / "999999999-1.recording").exists()
    (folder / f"{os.getppid()}-1.recording").unlink()


def test_a_recording_for_another_song_is_kept_until_that_is_open(opened: Opened) -> None:
    window, _ = opened
    path = window.recording._files._folder / f"999999999-{time.time_ns()}.recording"
    journal_at(path, ppq=960)
    window.recording.offer_left_behind(window.banner)
    window.banner.answers[0].click()
    assert path.exists()
    assert "kept until then" in window.status.message.text()
    window.recording.offer_left_behind(window.banner)
    window.banner.answers[1].click()
    assert not path.exists()


def test_choices_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = make_window(tmp_path)
    qtbot.addWidget(window)
    window.recording.set_mode(RecordMode.TAKES)
    window.recording.latency_ms = 12.5
    window.sync.choose_inputs(("a", "b"))
    window.sync.choose_clock_outputs(("", "port:x"))
    window.close_now()
    again, _ = make_window(tmp_path)
    qtbot.addWidget(again)
    assert (again.recording.mode, again.recording.latency_ms) == (RecordMode.TAKES, 12.5)
    assert again.sync.choices.input_ids == ("a", "b")
    assert again.sync.choices.clock_output_ids == ("", "port:x")
    again.close_now()


def test_the_latency_is_asked_for_without_waiting(opened: Opened) -> None:
    window, _ = opened
    window.actions_of["record_latency"].trigger()
    sheet = window.findChild(QInputDialog)
    assert sheet is not None
    assert window.recording.latency_ms == 0.0
    sheet.setDoubleValue(12.5)
    sheet.accept()
    assert window.recording.latency_ms == 12.5
    assert "12.5 ms earlier" in window.status.message.text()
