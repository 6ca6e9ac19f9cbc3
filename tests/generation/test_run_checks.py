from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from genre_studio.generation.run_checks import MOST_NOTES, TakeRefused, checked_take
from genre_studio.music.notes import NOTE_DTYPE, Notes, make_notes
from genre_studio.plugin_api import Constraints, Provenance, Request, Take
from tests.helpers.requests import BAR, small_request

START, END = 2 * BAR, 4 * BAR
MELODY, BASS, DRUMS = 0, 1, 2


def _take(notes: Notes, track: int = MELODY, **changes: Any) -> Take:
    provenance = Provenance("echo", "1", "", "", "jazz", 7, 0, {}, "", "")
    return replace(Take(0, {track: notes}, provenance), **changes)


def _refusal(notes: Notes, track: int = MELODY, request: Request | None = None) -> str:
    with pytest.raises(TakeRefused) as refused:
        checked_take(request or small_request(), _take(notes, track), "echo")
    return str(refused.value)


def test_good_take_comes_back_sorted_read_only_and_unlocked() -> None:
    notes = make_notes([START, START + 480], [480, 480], [60, 62])[::-1].copy()
    notes["locked"] = True
    kept = checked_take(small_request(), _take(notes), "echo").notes[MELODY]
    assert kept["start"].tolist() == [START, START + 480]
    assert not kept["locked"].any()
    assert not kept.flags.writeable


def test_notes_outside_the_region_are_refused() -> None:
    assert "bar 2.4.479, outside the bars" in _refusal(make_notes([START - 1], [1], [60]))
    assert "bar 5.1.000, outside the bars" in _refusal(make_notes([END], [1], [60]))
    assert "bar 4.4.000 that sounds beyond" in _refusal(make_notes([END - 480], [481], [60]))
    huge = make_notes([START], [1], [60]).copy()
    huge["duration"] = np.iinfo(np.int64).max
    assert "sounds beyond" in _refusal(huge)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("pitch", 128, "pitch must lie within 0 to 127"),
        ("velocity", 0, "velocity must lie within 1 to 127"),
        ("duration", 0, "at least one tick"),
        ("start", -5, "before the song"),
    ],
)
def test_impossible_notes_are_refused(field: str, value: int, words: str) -> None:
    notes = make_notes([START], [1], [60]).copy()
    notes[field] = value
    assert words in _refusal(notes)


def test_too_many_and_foreign_and_doubled_notes_are_refused() -> None:
    assert "100,000 are the most" in _refusal(np.zeros(MOST_NOTES + 1, NOTE_DTYPE))
    note = make_notes([START], [1], [60])
    assert "track 3, which it was not asked" in _refusal(note, DRUMS, small_request(tracks=(0,)))
    assert "same note twice at bar 3.1.000" in _refusal(make_notes([START, START], [1, 9], [60, 60]))


def test_locked_notes_are_left_alone() -> None:
    request = small_request()
    track = request.song.tracks[MELODY]
    notes = np.concatenate([track.notes, make_notes([START], [960], [72], first_id=50)])
    notes["locked"] = True
    request = replace(request, song=request.song.with_track(MELODY, track.with_notes(notes)))
    on_top = make_notes([START + 480], [480], [72])
    assert "bar 3.2.000 on top of a locked one" in _refusal(on_top, MELODY, request)
    beside = make_notes([START, START + 960], [960, 480], [71, 72])
    assert len(checked_take(request, _take(beside)).notes[MELODY]) == 2
    crowded = replace(request, constraints=Constraints(polyphony=1))
    assert "more than 1 notes at once" in _refusal(make_notes([START + 480], [1], [60]), MELODY, crowded)
    checked_take(crowded, _take(make_notes([START + 960], [1], [60])))


def test_constraints_bind_all_but_drums() -> None:
    limits = Constraints(pitch_classes=frozenset({0, 4, 7}), lowest_pitch=48, highest_pitch=72)
    request = small_request(constraints=limits)
    assert "outside the pitch range" in _refusal(make_notes([START], [1], [36]), BASS, request)
    assert "outside the scale" in _refusal(make_notes([START], [1], [62]), BASS, request)
    checked_take(request, _take(make_notes([START], [1], [38]), DRUMS))


def test_polyphony_counts_what_sounds_together() -> None:
    request = small_request(constraints=Constraints(polyphony=2))
    chord = make_notes([START] * 3, [480] * 3, [60, 64, 67])
    assert "more than 2 notes at once at bar 3.1.000" in _refusal(chord, MELODY, request)
    legato = make_notes([START, START, START + 480, START + 480], [480] * 4, [60, 64, 65, 69])
    checked_take(request, _take(legato))


def test_origin_must_be_told_truly() -> None:
    notes = make_notes([START], [1], [60])
    provenance = _take(notes).provenance
    wrong = [
        replace(provenance, plugin_id="other"),
        replace(provenance, plugin_id=""),
        replace(provenance, seed=8),
        replace(provenance, take_index=1),
    ]
    for lie in wrong:
        with pytest.raises(TakeRefused):
            checked_take(small_request(), _take(notes, provenance=lie), "echo")
    with pytest.raises(TakeRefused, match="2 were asked for"):
        checked_take(small_request(), _take(notes, index=2), "echo")
