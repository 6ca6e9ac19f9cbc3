from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from genre_studio.music.midi_file import read_song
from genre_studio.music.song import Song, Track
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.take_drag import file_mime_data


def run(window: MainWindow, command: str) -> None:
    window.actions_of[command].trigger()


def first_ids(window: MainWindow, count: int) -> None:
    notes = window.document.song.tracks[0].notes
    window.roll._editor.select(notes["id"][:count])


def test_cut_and_paste_bring_the_music_back(window: MainWindow) -> None:
    before = window.document.song.tracks[0].notes
    first_ids(window, 4)
    run(window, "cut_notes")
    assert len(window.document.song.tracks[0].notes) == len(before) - 4
    window.playing.locate(0)
    run(window, "paste_notes")
    after = window.document.song.tracks[0].notes
    for field in ("start", "pitch", "velocity", "duration"):
        assert after[field].tolist() == before[field].tolist()
    assert window.document.undo_name == "Paste 4 notes"
    assert len(window.roll.selection) == 4
    assert window.playing.tick > 0  # pasting again goes on behind


def test_pasting_without_notes_says_so(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("not notes")
    song = window.document.song
    run(window, "paste_notes")
    assert window.document.song is song


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("chop_notes", "Chop 4 notes"),
        ("humanize_notes", "Humanize 4 notes"),
        ("transpose_up", "Transpose 4 notes"),
    ],
)
def test_each_command_is_one_named_edit(window: MainWindow, command: str, name: str) -> None:
    before = window.document.song
    first_ids(window, 4)
    run(window, command)
    assert window.document.undo_name == name
    window.document.undo()
    assert window.document.song.tracks[0].notes.tolist() == before.tracks[0].notes.tolist()


def test_notes_out_of_the_scale_are_selected_and_moved_in(window: MainWindow) -> None:
    run(window, "select_all")
    run(window, "transpose_up")
    run(window, "select_out_of_scale")
    assert window.roll.selection
    run(window, "snap_to_scale")
    run(window, "select_out_of_scale")
    assert not window.roll.selection


def test_split_at_the_playhead_and_join_again(window: MainWindow) -> None:
    before = window.document.song.tracks[0].notes
    note = before[int(before["duration"].argmax())]
    window.playing.locate(int(note["start"]) + int(note["duration"]) // 2)
    run(window, "select_none")
    window.roll._editor.select([int(note["id"])])
    run(window, "split_notes")
    assert len(window.document.song.tracks[0].notes) == len(before) + 1


def test_a_selection_is_copied_as_a_file_that_can_be_pasted(window: MainWindow) -> None:
    first_ids(window, 4)
    run(window, "copy_notes_as_file")
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    read = read_song(Path(url.toLocalFile())).song
    assert len(read.tracks) == 1 and len(read.tracks[0].notes) == 4
    QGuiApplication.clipboard().setMimeData(file_mime_data(Path(url.toLocalFile())))
    window.playing.locate(100 * 1920)
    run(window, "paste_notes")
    assert window.document.undo_name == "Paste 4 notes"


def test_paste_into_a_song_of_another_resolution(window: MainWindow) -> None:
    first_ids(window, 4)
    run(window, "copy_notes")
    before = window.document.song
    chosen = before.tracks[0].notes[:4]
    window.document.replace(Song(96, (Track("Lead", 0),)))
    window.playing.locate(0)
    run(window, "paste_notes")
    pasted = window.document.song.tracks[0].notes
    assert (pasted["start"] * before.ppq == chosen["start"] * 96).all()
    assert pasted["pitch"].tolist() == chosen["pitch"].tolist()
