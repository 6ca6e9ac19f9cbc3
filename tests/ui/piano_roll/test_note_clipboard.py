import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData

from genre_studio.music.notes import make_notes
from genre_studio.ui.piano_roll.note_clipboard import MIME_TYPE, CopiedNotes, copied_notes, mime_data

NOTES = make_notes([0, 240, 480], [240, 120, 960], [60, 64, 67], [90, 1, 127])


def carried(text: str) -> CopiedNotes | None:
    data = QMimeData()
    data.setData(MIME_TYPE, text.encode())
    return copied_notes(data)


def test_notes_survive_the_clipboard() -> None:
    back = copied_notes(mime_data(CopiedNotes(480, 1920, NOTES)))
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
