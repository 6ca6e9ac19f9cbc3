"""Takes auditioned, kept whole and in part, dropped on tracks: what is heard, what the song becomes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from genre_studio.music.notes import make_notes
from genre_studio.music.take_record import TakeRecord
from genre_studio.playback.messages import Playhead
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.take_drag import take_mime_data
from genre_studio.ui.take_drop import TakeDrop
from tests.helpers.take_window import window_with_takes
from tests.helpers.takes import ASKED, BAR, a_record
from tests.helpers.windows import SilentEngine

Opened = tuple[MainWindow, SilentEngine]
START = ASKED.region[0]


def of_pitch(id: int, pitch: int) -> TakeRecord:
    """A take of one note in each of its two bars."""
    return a_record(id, notes={0: make_notes([START, START + BAR], [480, 480], [pitch, pitch])})


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    return window_with_takes(qtbot, tmp_path, of_pitch(1, 70), of_pitch(2, 71), of_pitch(3, 72))


def heard(engine: SilentEngine) -> set[int]:
    """The pitches that the engine would play in the take's bars."""
    notes = engine.songs[-1].tracks[0].notes
    return set(notes["pitch"][notes["start"] >= START].tolist())


def plays(engine: SilentEngine) -> list[object]:
    return [call for call in engine.calls if call[0] == "play"]


def test_stepping_while_a_take_is_heard_changes_the_notes_and_not_the_time(opened: Opened) -> None:
    window, engine = opened
    window.take_desk.do("audition_take", 1)
    window.playing.poll()
    assert heard(engine) == {70}
    window.take_desk.do("next_take")
    assert heard(engine) == {71}
    window.take_desk.do("previous_take")
    window.take_desk.do("previous_take")
    assert heard(engine) == {72}
    window.take_desk.select(1)
    assert heard(engine) == {70}
    assert plays(engine) == [("play", START)]
    assert window.takes.rows[1]._is_sounding


def test_a_loop_over_the_bars_goes_on_in_tempo(opened: Opened) -> None:
    window, engine = opened
    window.roll.set_loop((START, START + BAR))
    window.playing.toggle()
    window.playing.poll()
    engine.events.append(Playhead(START + 300, True))
    window.playing.poll()
    window.take_desk.do("audition_take", 2)
    assert heard(engine) == {71}
    assert len(plays(engine)) == 1


def test_a_loop_elsewhere_would_never_come_to_the_take(opened: Opened) -> None:
    window, engine = opened
    window.roll.set_loop((0, BAR))
    window.playing.toggle()
    window.playing.poll()
    window.take_desk.do("audition_take", 2)
    assert plays(engine)[-1] == ("play", START)


def test_what_is_drawn_while_a_take_is_heard_is_heard_too(opened: Opened) -> None:
    window, engine = opened
    window.take_desk.do("audition_take", 1)
    window.playing.poll()
    bass = window.document.song.tracks[1]
    window.document.apply("Quieten", window.document.song.with_track(1, bass.with_notes(bass.notes[:1])))
    assert heard(engine) == {70}
    assert len(engine.songs[-1].tracks[1].notes) == 1


def test_discarding_the_take_that_is_heard_gives_the_song_back(opened: Opened) -> None:
    window, engine = opened
    window.take_desk.do("audition_take", 1)
    window.playing.poll()
    window.take_desk.do("discard_take", 1)
    assert engine.songs[-1] is window.document.song
    assert window.playing.auditioned == 0


def test_the_take_on_the_roll_is_the_selected_one_until_it_is_kept(opened: Opened) -> None:
    window, _ = opened
    view = window.roll._model.view
    assert view.proposal is not None
    assert view.proposal_region == ASKED.region
    window.take_desk.do("keep_take", 1)
    assert window.roll._model.view.proposal is None
    window.actions_of["undo"].trigger()
    assert window.roll._model.view.proposal is not None


def test_keeping_another_take_takes_the_mark_from_the_first(opened: Opened) -> None:
    window, _ = opened
    window.take_desk.do("keep_take", 1)
    window.take_desk.do("keep_take", 2)
    assert [take.is_kept for take in window.shelf.takes] == [False, True, False]
    window.actions_of["undo"].trigger()
    assert [take.is_kept for take in window.shelf.takes] == [True, False, False]


def test_only_the_marked_bars_are_kept(opened: Opened) -> None:
    window, _ = opened
    window.roll.set_region((START + BAR, START + 2 * BAR))
    window.take_desk.do("keep_take_bars", 1)
    notes = window.document.song.tracks[0].notes
    assert notes["start"][notes["pitch"] == 70].tolist() == [START + BAR]
    assert window.document.undo_name == "Keep bar 4 of take 1 (Jazz, Echo)"
    assert not window.shelf.get(1).is_kept  # type: ignore[union-attr]


def test_without_marked_bars_it_says_how_to_mark_them(opened: Opened) -> None:
    window, _ = opened
    window.roll.set_region(ASKED.region)
    window.take_desk.do("keep_take_bars", 1)
    assert "Mark some of the take's bars" in window.status.message.text()
    assert window.document.undo_name is None


def test_only_the_shown_track_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = window_with_takes(qtbot, tmp_path)
    drums = window.document.song.tracks[2]
    window.take_desk.do("keep_take_track", 1)
    assert len(window.document.song.tracks[0].notes) == 10
    assert window.document.song.tracks[2] is drums
    assert window.document.undo_name == "Keep Melody of take 1 (Jazz, Echo)"
    window.roll.set_track(1)
    window.take_desk.do("keep_take_track", 1)
    assert window.status.message.text() == "This take wrote nothing for the track that the roll shows."


def drop(window: MainWindow, on: QWidget, at: QPoint, data: QMimeData) -> QDropEvent:
    """As the window system delivers a drag of our own window."""

    class FromHere(QDropEvent):
        def source(self) -> QWidget:
            return window.takes

    keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    event = FromHere(at, Qt.DropAction.CopyAction, data, left, keys)
    event.ignore()
    TakeDrop.eventFilter(window.take_drop, on, event)
    return event


def test_dropped_on_the_roll_a_take_is_kept_and_on_a_track_only_its_part(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, _ = window_with_takes(qtbot, tmp_path)
    data = take_mime_data(tmp_path / "a.mid", 1)
    row = window.tracks.rows[2]
    at = row.mapTo(window.tracks, QPoint(20, 20))
    assert drop(window, window.tracks, at, data).isAccepted()
    assert window.document.undo_name == "Keep Drums of take 1 (Jazz, Echo)"
    assert len(window.document.song.tracks[0].notes) == 8
    assert drop(window, window.roll, QPoint(300, 200), data).isAccepted()
    assert window.document.undo_name == "Keep take 1 (Jazz, Echo)"
    assert not drop(window, window.tracks, QPoint(20, window.tracks.height() - 4), data).isAccepted()
    assert window.document.undo_name == "Keep take 1 (Jazz, Echo)"


def test_a_take_of_one_part_can_be_kept_on_another_track(opened: Opened) -> None:
    window, _ = opened
    window.take_desk.keep_on_track(1, 1)
    assert (window.document.song.tracks[1].notes["pitch"] == 70).sum() == 2
    assert (window.document.song.tracks[0].notes["pitch"] == 70).sum() == 0
    assert window.document.undo_name == "Keep take 1 (Jazz, Echo) on Bass"


def test_a_take_follows_the_tracks_that_it_was_made_for(opened: Opened) -> None:
    window, _ = opened
    tracks = window.document.song.tracks
    window.document.apply("Move", replace(window.document.song, tracks=(tracks[1], tracks[0], tracks[2])))
    window.take_desk.do("keep_take", 1)
    assert np.count_nonzero(window.document.song.tracks[1].notes["pitch"] == 70) == 2
