"""A person writes, cleans up and arranges a song of three minutes and five tracks, by mouse and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.music.difference import song_difference
from genre_studio.music.instruments import Family
from genre_studio.music.midi_file import read_song
from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window
from tests.ui.piano_roll.roll_hand import RollHand

BEAT = 480
BAR = 4 * BEAT
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
BARS = 90  # at 120 bpm three minutes
PHRASES = {
    Family.LEAD: ((0, 72), (480, 74), (960, 76), (1440, 79)),
    Family.KEYS: ((0, 60), (0, 64), (0, 67), (960, 59), (960, 62), (960, 67)),
    Family.BASS: ((0, 36), (960, 43)),
    Family.STRINGS: ((0, 55), (960, 59)),
    Family.DRUMS: ((0, 36), (480, 38), (960, 36), (1440, 38)),
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made, _ = make_window(tmp_path)
    made.begin(None)
    made.resize(1600, 1000)
    made.show()
    qtbot.waitExposed(made)
    made.start_processes()
    qtbot.waitUntil(lambda: made._discovery is None)
    made.actions_of["new_song"].trigger()
    yield made
    if made.isVisible():
        made.close_now()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _do(window: MainWindow, *commands: str) -> None:
    for id in commands:
        window.actions_of[id].trigger()


def _write_phrase(window: MainWindow, family: Family) -> None:
    """A bar by the pencil, a click a note: the lead in a new song's own track, each other in one more."""
    if family is not Family.LEAD:
        window.track_desk.add(family)
    assert window.roll.track == len(window.document.song.tracks) - 1
    _do(window, "tool_pencil")
    hand = RollHand(window.roll)
    for start, pitch in PHRASES[family]:
        window.roll.viewport.show_range((0, 2 * BAR), (pitch - 6, pitch + 6))
        hand.click(hand.place(start + 10, pitch))


def _fill(window: MainWindow) -> None:
    """Copy the bar and paste it until there are BARS of it."""
    hand = RollHand(window.roll)
    bars = 1
    while bars < BARS:
        window.playing.locate(0)
        more = min(bars, BARS - bars)
        window.roll.focused.select_none()
        hand.key(Qt.Key.Key_A, CTRL)
        if more < bars:
            _select_bars(window, more)
        hand.key(Qt.Key.Key_C, CTRL)
        window.playing.locate(bars * BAR)
        hand.key(Qt.Key.Key_V, CTRL)
        bars += more


def _select_bars(window: MainWindow, bars: int) -> None:
    editor = window.roll._editor
    notes = editor.notes
    editor.select(notes["id"][notes["start"] < bars * BAR])


def test_a_song_from_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    for family, phrase in PHRASES.items():
        _write_phrase(window, family)
        notes = window.document.song.tracks[-1].notes
        written = sorted((int(note["start"]), int(note["pitch"])) for note in notes)
        assert written == sorted(phrase), family
        _fill(window)
    song = window.document.song
    assert [len(track.notes) for track in song.tracks] == [len(p) * BARS for p in PHRASES.values()]
    assert song.note_end_tick > (BARS - 1) * BAR

    hand = RollHand(window.roll)
    _do(window, *["previous_track"] * len(PHRASES))
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_R, ALT)  # humanize
    assert set((window.document.song.tracks[0].notes["start"] % 120).tolist()) != {0}
    hand.key(Qt.Key.Key_Q)  # and back to the grid
    assert set((window.document.song.tracks[0].notes["start"] % 120).tolist()) == {0}
    hand.key(Qt.Key.Key_L, CTRL)
    hand.key(Qt.Key.Key_Up, SHIFT)
    assert int(window.document.song.tracks[0].notes["pitch"].min()) == 84
    _do(window, "duplicate_track", "mute_track")
    assert len(window.document.song.tracks) == 6
    assert window.document.song.tracks[1].muted
    _do(window, "remove_track")
    arranged = window.document.song

    steps = len(window.document.done_names)
    assert all(window.document.done_names)
    for _ in range(steps):
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert not window.document.done_names
    assert window.document.song.note_count == 0
    for _ in range(steps):
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert song_difference(window.document.song, arranged).is_empty

    assert window.files.export_to(tmp_path / "song.mid")
    exported = read_song(tmp_path / "song.mid").song
    assert [len(track.notes) for track in exported.tracks] == [len(t.notes) for t in arranged.tracks]
    assert window.sessions.save_to(tmp_path / "song.genrestudio")
    _do(window, "new_song")
    assert window.document.song.note_count == 0
    window.sessions.open(tmp_path / "song.genrestudio")
    assert song_difference(window.document.song, arranged).is_empty
    assert len(window.document.done_names) == steps
