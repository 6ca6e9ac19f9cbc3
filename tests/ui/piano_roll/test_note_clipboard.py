import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl

from genre_studio.music.midi_file import read_song_bytes, write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll.note_clipboard import (
    MIDI_TYPE,
    MIME_TYPE,
    CopiedNotes,
    copied_notes,
    mime_data,
)

NOTES = make_notes([0, 240, 480], [240, 120, 960], [60, 64, 67], [90, 1, 127])
SONG = Song(480, (Track("Lead", 0, NOTES),), stated_end_tick=1920)


def carried(text: str) -> CopiedNotes | None:
    data = QMimeData()
    data.setData(MIME_TYPE, text.encode())
    return copied_notes(data)


def test_notes_survive_the_clipboard() -> None:
    back = copied_notes(mime_data(CopiedNotes(480, 1920, NOTES), SONG))
    assert back is not None
    assert (back.ppq, back.length) == (480, 1920)
    assert np.array_equal(back.notes, NOTES)


def test_another_resolution_keeps_the_music() -> None:
    placed = CopiedNotes(480, 1920, NOTES).at(960, 96)
    assert placed["start"].tolist() == [960, 1008, 1056]
    assert placed["duration"].tolist() == [48, 24, 192]


GOOD = {"start": [0], "duration": [1], "pitch": [60], "velocity": [90], "release": [64]}


@pytest.mark.parametrize(
    "values",
    [
        [],
        {"ppq": 0, "length": 1, "notes": GOOD},
        {"ppq": 480, "length": 0, "notes": GOOD},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "pitch": [128]}},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "pitch": [60.5]}},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "start": [10**30]}},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "start": [2**62]}},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "start": []}},
        {"ppq": 480, "length": 1, "notes": {name: [] for name in GOOD}},
        {"ppq": 480, "length": 1, "notes": {"start": [0]}},
        {"ppq": 480, "length": 1, "notes": {**GOOD, "duration": None}},
    ],
)
def test_what_cannot_be_trusted_is_nothing(values: object) -> None:
    assert carried(json.dumps(values)) is None


@given(st.text(max_size=200))
def test_any_text_is_nothing_or_notes(text: str) -> None:
    assert carried(text) is None


def columns(notes) -> list[tuple[int, ...]]:
    return [tuple(int(n[f]) for f in ("start", "duration", "pitch", "velocity")) for n in notes]


def test_other_programs_read_text_and_midi() -> None:
    data = mime_data(CopiedNotes(480, 1920, NOTES), SONG)
    assert data.text().splitlines()[:2] == ["start\tlength\tpitch\tvelocity", "0\t0.5\tC4\t90"]
    read = read_song_bytes(bytes(data.data(MIDI_TYPE).data()), "clipboard").song
    assert columns(read.tracks[0].notes) == columns(NOTES)


def test_text_comes_back_as_notes() -> None:
    data = QMimeData()
    data.setText("4.5, 0.5, 60, 90\n5 1 E4 100\n")
    back = copied_notes(data)
    assert back is not None
    assert columns(back.notes) == [(240, 240, 60, 90), (480, 480, 64, 100)]
    assert back.length == 960


def test_a_midi_file_comes_back_as_its_pitched_notes_or_its_drums(tmp_path: Path) -> None:
    drums = Track("Drums", 9, make_notes([960], [120], [38]))
    write_song(Song(960, (*SONG.tracks, drums)), tmp_path / "a.mid")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mid"))])
    pitched, drummed = copied_notes(data), copied_notes(data, drums=True)
    assert pitched is not None and columns(pitched.notes) == columns(NOTES)
    assert drummed is not None and columns(drummed.notes) == [(0, 120, 38, 96)]
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "missing.mid"))])
    assert copied_notes(data) is None
    (tmp_path / "broken.mid").write_bytes(b"no music")
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "broken.mid"))])
    assert copied_notes(data) is None


_COPY_AND_END = """
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from genre_studio.ui.piano_roll.note_clipboard import MIME_TYPE, leave_only_text_on_clipboard
app = QGuiApplication([])
data = QMimeData()
data.setText("1.1 C4")
data.setData(MIME_TYPE, b"notes")
QGuiApplication.clipboard().setMimeData(data)
del data
leave_only_text_on_clipboard()
assert QGuiApplication.clipboard().text() == "1.1 C4"
"""


def test_a_program_ends_in_good_order_with_notes_on_the_clipboard() -> None:
    assert subprocess.run([sys.executable, "-c", _COPY_AND_END], check=False).returncode == 0
