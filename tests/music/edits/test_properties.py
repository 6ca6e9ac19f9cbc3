"""What holds for every edit over random notes."""

import importlib
import inspect
import pkgutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.notes import Notes
from genre_studio.music.scales import SCALE_STEPS, Scale
from tests.helpers.songs import (
    assert_same_song,
    assert_valid,
    disjoint_notes,
    notes_arrays,
    overlapping_pairs,
    songs,
)

ids_sets = st.frozensets(st.integers(0, 25))
ticks = st.integers(-2500, 2500)
semitones = st.integers(-140, 140)

ladders = st.sets(st.integers(0, 127), min_size=1).map(sorted)
lines = st.sets(st.integers(0, 3000), min_size=1).map(lambda ticks: np.array(sorted(ticks)))
scales = st.builds(Scale, st.integers(0, 11), st.sampled_from(list(SCALE_STEPS)))

PLACING = {
    "add_notes": st.builds(lambda added: lambda notes: edits.add_notes(notes, added), notes_arrays()),
    "move_notes": st.builds(
        lambda i, t, s: lambda x: edits.move_notes(x, i, t, s), ids_sets, ticks, semitones
    ),
    "resize_notes": st.builds(
        lambda i, a, b, least: lambda notes: edits.resize_notes(notes, i, a, b, shortest=least),
        ids_sets, ticks, ticks, st.integers(1, 60),
    ),
    "transpose": st.builds(lambda i, s: lambda notes: edits.transpose(notes, i, s), ids_sets, semitones),
    "duplicate": st.builds(lambda i, t, s: lambda x: edits.duplicate(x, i, t, s), ids_sets, ticks, semitones),
    "quantize": st.builds(
        lambda i, grid, strength, swing: lambda notes: edits.quantize(notes, i, grid, strength, swing),
        ids_sets, st.integers(1, 600), st.floats(0, 1), st.floats(0, 1),
    ),
    "quantize_to": st.builds(
        lambda i, to, strength, ends: lambda notes: edits.quantize_to(notes, i, to, strength, ends=ends),
        ids_sets, lines, st.floats(0, 1), st.booleans(),
    ),
    "move_along": st.builds(
        lambda i, t, r, ladder, lands: lambda x: edits.move_along(x, i, t, r, ladder, lands=lands),
        ids_sets, ticks, semitones, ladders, st.booleans(),
    ),
    "copy_along": st.builds(
        lambda i, t, r, ladder, lands: lambda x: edits.copy_along(x, i, t, r, ladder, lands=lands),
        ids_sets, ticks, semitones, ladders, st.booleans(),
    ),
    "legato": st.builds(lambda i: lambda notes: edits.legato(notes, i), ids_sets),
    "split_note": st.builds(lambda i, t: lambda notes: edits.split_note(notes, i, t), ids_sets, ticks),
    "join": st.builds(lambda i: lambda notes: edits.join(notes, i), ids_sets),
    "chop": st.builds(lambda i, n: lambda notes: edits.chop(notes, i, n), ids_sets, st.integers(1, 9)),
    "strum": st.builds(lambda i, t: lambda x: edits.strum(x, i, t), ids_sets, st.integers(-300, 300)),
    "humanize": st.builds(
        lambda i, seed, t, v: lambda notes: edits.humanize(notes, i, seed, t, v),
        ids_sets, st.integers(0, 99), st.integers(0, 300), st.integers(0, 127),
    ),
    "snap_to_scale": st.builds(lambda i, s: lambda x: edits.snap_to_scale(x, i, s), ids_sets, scales),
    "transpose_in_scale": st.builds(
        lambda i, d, s: lambda x: edits.transpose_in_scale(x, i, d, s), ids_sets, st.integers(-90, 90), scales
    ),
}  # fmt: skip
MARKING = {
    "remove_notes": st.builds(lambda i: lambda notes: edits.remove_notes(notes, i), ids_sets),
    "set_velocity": st.builds(lambda i, v: lambda notes: edits.set_velocity(notes, i, v), ids_sets, ticks),
    "set_velocities": st.builds(
        lambda given: lambda notes: edits.set_velocities(notes, given),
        st.dictionaries(st.integers(0, 25), ticks),
    ),
    "shift_velocity": st.builds(
        lambda i, v: lambda notes: edits.shift_velocity(notes, i, v), ids_sets, ticks
    ),
    "scale_velocity": st.builds(
        lambda i, f: lambda notes: edits.scale_velocity(notes, i, f), ids_sets, st.floats(0, 300)
    ),
    "compress_velocity": st.builds(
        lambda i, r: lambda notes: edits.compress_velocity(notes, i, r), ids_sets, st.floats(0, 9)
    ),
    "set_locked": st.builds(
        lambda i, on: lambda notes: edits.set_locked(notes, i, on), ids_sets, st.booleans()
    ),
}
ALL = {**PLACING, **MARKING}


def edits_there_are() -> set[str]:
    """The names of all functions from notes to notes in the package; `settled` is a step of most of them."""
    found = set()
    for module in pkgutil.iter_modules(edits.__path__, f"{edits.__name__}."):
        for name, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_here = thing.__module__ == module.name and not name.startswith("_") and name != "settled"
            if is_here and inspect.signature(thing).return_annotation is Notes:
                found.add(name)
    return found


def test_every_edit_is_covered_here() -> None:
    assert edits_there_are() == set(ALL)
    assert set(ALL) <= set(edits.__all__)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
def test_an_edit_gives_valid_notes_and_undo_gives_back_the_song(name, data):
    song = data.draw(songs(min_tracks=1))
    place = data.draw(st.integers(0, len(song.tracks) - 1))
    notes = song.tracks[place].notes
    before = notes.copy()
    after = data.draw(ALL[name])(notes)
    assert_valid(after)
    assert np.array_equal(notes, before)

    document = Document(song)
    edited = song.with_track(place, song.tracks[place].with_notes(after))
    document.apply(name, edited)
    document.undo()
    assert_same_song(document.song, song)
    document.redo()
    assert_same_song(document.song, edited)


@given(data=st.data())
def test_a_chain_of_any_edits_is_undone_step_by_step(data):
    song = data.draw(songs(min_tracks=1))
    document, states = Document(song), [song]
    for name in data.draw(st.lists(st.sampled_from(sorted(ALL)), max_size=6)):
        place = data.draw(st.integers(0, len(song.tracks) - 1))
        track = document.song.tracks[place]
        before = document.revision
        document.apply(
            name, document.song.with_track(place, track.with_notes(data.draw(ALL[name])(track.notes)))
        )
        if document.revision != before:
            states.append(document.song)
    for expected in reversed(states[:-1]):
        document.undo()
        assert_same_song(document.song, expected)
    assert document.undo_name is None
    for expected in states[1:]:
        document.redo()
        assert_same_song(document.song, expected)


@pytest.mark.parametrize("name", PLACING)
@given(data=st.data())
def test_placing_never_leaves_two_notes_of_a_pitch_overlapping(name, data):
    notes = data.draw(disjoint_notes())
    assert overlapping_pairs(data.draw(PLACING[name])(notes)) == []


@pytest.mark.parametrize(
    "name", [name for name in PLACING if name != "split_note"]
)  # halves overlap what they did
@given(data=st.data())
def test_a_files_own_overlaps_stay_where_nothing_is_placed(name, data):
    notes = data.draw(notes_arrays())
    after = data.draw(PLACING[name])(notes)
    unmoved = after[np.isin(after, notes)]
    own = set(overlapping_pairs(notes))
    assert set(overlapping_pairs(unmoved)) <= own
    assert all(pair in own for pair in overlapping_pairs(after))


@given(notes_arrays(), ids_sets, ticks, semitones)
def test_a_moved_block_keeps_its_shape(notes, ids, t, s):
    after = edits.move_notes(notes, ids, t, s)
    chosen = after[edits.chosen(after, ids)]
    original = {int(note["id"]): note for note in notes}
    shifts = {
        (int(n["start"] - original[int(n["id"])]["start"]), int(n["pitch"] - original[int(n["id"])]["pitch"]))
        for n in chosen
    }
    assert len(shifts) <= 1


@given(notes_arrays(), ids_sets, st.sampled_from([1.0, 0.5]), st.floats(0, 1))
def test_quantize_never_moves_a_note_further_than_to_the_next_line(notes, ids, strength, swing):
    grid = 120
    after = {int(n["id"]): int(n["start"]) for n in edits.quantize(notes, ids, grid, strength, swing)}
    for note in notes:
        if int(note["id"]) in after:
            assert abs(after[int(note["id"])] - int(note["start"])) <= grid * 2 / 3 * strength + 1
