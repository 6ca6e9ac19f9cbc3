from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.document import Document
from genre_studio.music.song import Marker, Song
from genre_studio.music.timing import Meter, Tempo
from genre_studio.ui.piano_roll.marks.mark import Mark, MarkKind, laid_out, mark_at, marks_of
from genre_studio.ui.piano_roll.marks.mark_entry import (
    EntryError,
    changed,
    entered,
    moved,
    read_meter,
    read_tempo,
    removed,
)

SONG = Song(
    markers=(Marker(0, "Intro"), Marker(1920, "Verse")),
    tempos=(Tempo(0, 500_000), Tempo(1920, 600_000)),
    meters=(Meter(3840, 3, 4),),
)
MARKS = st.lists(
    st.builds(Mark, st.sampled_from(MarkKind), st.integers(0, 400), st.text("abc", max_size=12)), max_size=12
)


def test_the_start_always_shows_a_meter_and_a_tempo() -> None:
    shown = [(mark.kind.value, mark.tick, mark.text) for mark in marks_of(SONG)]
    assert shown == [
        ("marker", 0, "Intro"), ("meter", 0, "4/4"), ("tempo", 0, "120 bpm"),
        ("marker", 1920, "Verse"), ("tempo", 1920, "100 bpm"), ("meter", 3840, "3/4"),
    ]  # fmt: skip
    assert [mark.text for mark in marks_of(Song())] == ["4/4", "120 bpm"]


@given(MARKS, st.floats(0.05, 3), st.floats(0, 300))
def test_no_mark_covers_another(marks, px_per_tick, scroll) -> None:
    marks = sorted(marks, key=lambda mark: mark.tick)
    boxes = laid_out(marks, lambda tick: tick * px_per_tick - scroll, lambda text: 7 * len(text), 600)
    readable = [box for box in boxes if box.has_text]
    for before, after in pairwise(readable):
        assert before.left + before.width <= after.left
    for box in readable:
        found = mark_at(boxes, box.left + box.width / 2)
        assert found is not None and found.mark == box.mark


TYPED = {MarkKind.MARKER: "Bridge", MarkKind.METER: "5/8", MarkKind.TEMPO: "88"}
EDITS = {
    "change": lambda mark: changed(SONG, mark, TYPED[mark.kind]),
    "move": lambda mark: moved(SONG, mark, 5760),
    "remove": lambda mark: removed(SONG, mark),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_of_a_mark_is_undone(edit) -> None:
    document = Document(SONG)
    for mark in marks_of(SONG):
        if mark.is_fixed and edit is not EDITS["change"]:
            continue
        document.apply(*edit(mark))
        after = document.song
        assert (after.markers, after.tempos, after.meters) != (SONG.markers, SONG.tempos, SONG.meters)
        document.undo()
        assert document.song.markers == SONG.markers
        assert (document.song.tempos, document.song.meters) == (SONG.tempos, SONG.meters)


def test_what_holds_at_the_left_edge_is_written_there() -> None:
    boxes = laid_out(marks_of(SONG), lambda tick: tick / 10 - 500, lambda text: 7 * len(text), 600)
    assert [(box.mark.text, box.left, box.is_stuck) for box in boxes] == [("3/4", 0, True)]
    boxes = laid_out(marks_of(SONG), lambda tick: tick / 10 - 20, lambda text: 7 * len(text), 600)
    assert [box.left for box in boxes][:2] == [0, 51]
    assert [box.is_stuck for box in boxes] == [True, True, True, False, False, False]


def test_edits_have_names_that_a_person_reads() -> None:
    verse = next(mark for mark in marks_of(SONG) if mark.text == "Verse")
    tempo = next(mark for mark in marks_of(SONG) if mark.text == "100 bpm")
    assert changed(SONG, verse, "Chorus")[0] == "Rename marker Verse to Chorus"
    assert changed(SONG, verse, "")[0] == "Remove marker Verse"
    assert moved(SONG, tempo, 3840)[0] == "Move the tempo 100 bpm to bar 3"
    assert entered(SONG, MarkKind.METER, 1920, "6/8")[0] == "Set the meter from bar 2 to 6/8"


def test_what_is_typed_is_read_or_refused_in_one_sentence() -> None:
    assert read_tempo(" 92,5 BPM ", 0).bpm == pytest.approx(92.5, abs=0.001)
    assert (read_meter("6 / 8", 0).numerator, read_meter("6/8", 0).clocks_per_click) == (6, 36)
    for text in ("", "fast", "5", "900", "-3"):
        with pytest.raises(EntryError, match=r"like 120\.$"):
            read_tempo(text, 0)
    for text in ("", "3", "3/5", "0/4", "99/4", "waltz"):
        with pytest.raises(EntryError, match=r"like 3/4 or 6/8\.$"):
            read_meter(text, 0)
    with pytest.raises(EntryError, match="begins with a tempo"):
        removed(SONG, marks_of(SONG)[2])
