import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.note_text import notes_text, parse_notes
from genre_studio.music.notes import make_notes
from tests.helpers.songs import notes_arrays


@given(notes_arrays(), st.integers(1, 32767))
def test_text_reads_back_to_the_tick(notes, ppq) -> None:
    if not len(notes):
        return
    back = parse_notes(notes_text(notes, ppq), ppq)
    for field in ("start", "duration", "pitch"):
        assert back[field].tolist() == notes[field].tolist()
    assert sorted(back["velocity"].tolist()) == sorted(notes["velocity"].tolist())


def test_a_line_reads_like_music() -> None:
    notes = make_notes([480, 600], [720, 1], [61, 48], [100, 1])
    assert notes_text(notes, 480).splitlines()[1:] == ["1\t1.5\tC#4\t100", "1.25\t0.002083\tC3\t1"]


@pytest.mark.parametrize(
    "text",
    ["", "start length pitch velocity", "hello world", "0 1 C4", "0 0 C4 90", "-1 1 C4 90", "0 1 H4 90",
     "0 1 60 200", "nan 1 60 90", "1e99 1 60 90", "0 1 C4 loud"],
)  # fmt: skip
def test_what_is_no_note_is_refused(text) -> None:
    with pytest.raises(ValueError):
        parse_notes(text, 480)


@given(st.text(max_size=80))
def test_any_text_is_notes_or_refused(text) -> None:
    with contextlib.suppress(ValueError):
        assert len(parse_notes(text, 480))
