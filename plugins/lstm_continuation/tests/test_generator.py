"""The generator as the studio uses it, with a tiny untrained network."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from genre_studio_lstm import generator as module
from genre_studio_lstm.generator import DEFAULT_MODEL, LstmContinuation
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NoteLstm
from genre_studio_lstm.reading import read_request
from genre_studio_lstm.stepping import StepNetwork

from genre_studio.generation.quote_guard import line_of_notes, longest_quote
from genre_studio.generation.quotes import QuoteIndex
from genre_studio.music.notes import EMPTY_NOTES
from genre_studio.music.scales import parse_scale
from genre_studio.music.song import Song
from genre_studio.plugin_api import (
    Ability,
    Cancelled,
    Constraints,
    GenerationError,
    Region,
    Request,
    Take,
)
from genre_studio.training.weights import read_weights
from tests.helpers.generators import as_bytes, checked_takes
from tests.helpers.listener import Listener
from tests.helpers.requests import BAR, small_request, with_notes_again


@pytest.fixture
def generator(network: NoteLstm, model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> LstmContinuation:
    threads = torch.get_num_threads()
    made = LstmContinuation.__new__(LstmContinuation)
    weights = read_weights(model_folder)
    made._models = {DEFAULT_MODEL: module._Model(weights, network, StepNetwork(network), {}, None)}
    made._drafts = 3
    made._reading = None
    torch.set_num_threads(threads)
    monkeypatch.setattr(module, "TELL_EVERY_S", 0.0)
    return made


def request(song: Song, **changes: Any) -> Request:
    return small_request(**{"song": song, "region": Region(4 * BAR, 6 * BAR), "seed": 3, **changes})


def takes_of(generator: LstmContinuation, asked: Request) -> list[Take]:
    return checked_takes(generator, asked, INFO.id)


def test_the_same_seed_gives_the_same_notes_and_another_does_not(
    generator: LstmContinuation, song: Song
) -> None:
    asked = request(song)
    first = as_bytes(takes_of(generator, asked))
    assert first == as_bytes(takes_of(generator, asked))
    assert first != as_bytes(takes_of(generator, request(song, seed=4)))


def test_take_two_of_three_is_take_two_of_two(generator: LstmContinuation, song: Song) -> None:
    two, three = takes_of(generator, request(song)), takes_of(generator, request(song, takes=3))
    assert as_bytes(two) == as_bytes(three[:2])


def test_takes_differ(generator: LstmContinuation, song: Song) -> None:
    one, two = takes_of(generator, request(song))
    assert as_bytes([one]) != as_bytes([two])


def test_only_the_asked_tracks_are_written(generator: LstmContinuation, song: Song) -> None:
    for take in takes_of(generator, request(song, tracks=(1,))):
        assert set(take.notes) == {1}


def test_scale_range_and_polyphony_are_hard_limits(generator: LstmContinuation, song: Song) -> None:
    scale = frozenset(parse_scale("A minor").pitch_classes)
    limits = Constraints(scale, lowest_pitch=48, highest_pitch=72, polyphony=1)
    for take in takes_of(generator, request(song, constraints=limits, takes=4)):
        assert sum(len(notes) for notes in take.notes.values()) > 0


def test_limits_that_leave_nothing_are_refused(generator: LstmContinuation, song: Song) -> None:
    limits = Constraints(frozenset({1}), lowest_pitch=60, highest_pitch=60)
    with pytest.raises(GenerationError, match="widen the range"):
        takes_of(generator, request(song, tracks=(0, 1), constraints=limits))


def test_locked_notes_stay_and_are_not_repeated(generator: LstmContinuation, song: Song) -> None:
    locked = with_notes_again(song, 0, 4 * BAR, 4, locked=True)
    takes_of(generator, request(locked))


def test_the_other_tracks_of_the_region_are_heard(generator: LstmContinuation, song: Song) -> None:
    accompanied = with_notes_again(song, 1, 4 * BAR)
    alone = takes_of(generator, request(song, tracks=(0,)))
    together = takes_of(generator, request(accompanied, tracks=(0,)))
    assert as_bytes(alone) != as_bytes(together)


@pytest.mark.parametrize("strength", [0.0, 2.5])
def test_genre_strength_changes_the_notes(generator: LstmContinuation, song: Song, strength: float) -> None:
    usual = takes_of(generator, request(song))
    other = takes_of(generator, request(song, parameters={"genre_strength": strength}))
    assert as_bytes(usual) != as_bytes(other)


def test_an_empty_song_is_written_from_nothing(generator: LstmContinuation, song: Song) -> None:
    empty = replace(song, tracks=tuple(track.with_notes(EMPTY_NOTES) for track in song.tracks))
    takes_of(generator, request(empty, region=Region(0, BAR)))


def test_a_gap_before_the_region_is_rested_through(generator: LstmContinuation, song: Song) -> None:
    takes_of(generator, request(song, region=Region(9 * BAR, 10 * BAR)))


def test_progress_is_streamed_and_rises(generator: LstmContinuation, song: Song) -> None:
    listener = Listener()
    takes = list(generator.generate(request(song), listener))
    assert listener.shares == sorted(listener.shares)
    assert listener.shares[-1] == 1.0
    streamed = sum(len(notes) for index, _, notes in listener.told if index == 0)
    # Streamed notes may still be cut short by later ones, never lost: the take holds no more.
    assert streamed >= sum(len(notes) for notes in takes[0].notes.values())


def test_cancel_passes_through(generator: LstmContinuation, song: Song) -> None:
    with pytest.raises(Cancelled):
        list(generator.generate(request(song), Listener(stops=True)))


def test_unknown_genres_models_and_settings_are_named(generator: LstmContinuation, song: Song) -> None:
    with pytest.raises(GenerationError, match="not polka"):
        takes_of(generator, request(song, genre="polka"))
    with pytest.raises(GenerationError, match="no model 'opus'"):
        takes_of(generator, request(song, model="opus"))
    with pytest.raises(GenerationError, match="no setting 'zeal'"):
        takes_of(generator, request(song, parameters={"zeal": 1}))
    with pytest.raises(GenerationError, match="too short"):
        takes_of(generator, request(song, region=Region(4 * BAR, 4 * BAR + 5)))


def test_a_single_voiced_part_stays_single_voiced(generator: LstmContinuation, song: Song) -> None:
    for take in takes_of(generator, request(song, takes=4)):
        for index in (0, 1):
            notes = take.notes[index]
            assert (notes["start"][1:] >= notes["start"][:-1] + notes["duration"][:-1]).all()


def test_a_stray_note_far_away_costs_nothing(generator: LstmContinuation, song: Song) -> None:
    far = 2**28
    stray = song.tracks[0].notes[:1].copy()
    stray["start"] = far
    longer = song.with_track(0, song.tracks[0].with_notes(np.concatenate([song.tracks[0].notes, stray])))
    start = longer.meter_map.bars_end(far + 480)
    takes_of(generator, request(longer, region=Region(start, start + BAR)))


def test_no_bar_is_far_fuller_than_those_before(generator: LstmContinuation, song: Song) -> None:
    fullest = 4 + 2 + 8  # of the song's bars
    for take in takes_of(generator, request(song, takes=6, parameters={"temperature": 1.5})):
        starts = np.concatenate([notes["start"] for notes in take.notes.values()])
        assert np.bincount(starts // BAR).max() <= 4 * fullest + 8
        assert max(np.unique(take.notes[2]["start"], return_counts=True)[1]) <= 2  # one more than the kit's


def test_drafts_that_quote_at_length_are_written_anew(generator: LstmContinuation, song: Song) -> None:
    generator._drafts = 3
    asked = request(song, takes=3, tracks=(0,), parameters={"longest_quote": 6, "density": 1.0})

    def longest(takes: list[Take], index: QuoteIndex) -> list[int]:
        found = [longest_quote(index, song, take.notes) for take in takes]
        return [quote.quote.notes if quote else 0 for quote in found]

    free = takes_of(generator, asked)
    lines = [line_of_notes(part, song.ppq)[0] for take in free for part in take.notes.values()]
    index = QuoteIndex.build([("Itself", lines)])
    assert max(longest(free, index)) > 6
    generator._models = {id: replace(one, quotes=index) for id, one in generator._models.items()}
    kept = takes_of(generator, asked)
    assert max(longest(kept, index)) <= 6
    loose = takes_of(generator, replace(asked, parameters={"longest_quote": 64, "density": 1.0}))
    assert as_bytes(loose) == as_bytes(free)


def gap_of(song: Song) -> Song:
    """The song, two empty bars, then its last two bars again a fifth higher."""
    tracks = []
    for track in song.tracks:
        later = track.notes[track.notes["start"] >= 2 * BAR].copy()
        later["start"] += 4 * BAR
        later["pitch"] += 0 if track.is_drums else 7
        later["id"] += 1000
        tracks.append(track.with_notes(np.concatenate([track.notes, later])))
    return replace(song, tracks=tuple(tracks))


def test_a_fill_listens_to_what_follows(generator: LstmContinuation, song: Song) -> None:
    gap = gap_of(song)
    filled = takes_of(generator, request(gap, ability=Ability.INFILL, takes=4))
    continued = takes_of(generator, request(gap, takes=4))
    assert len(filled) == len(continued) == 4
    assert as_bytes(filled) != as_bytes(continued)
    assert as_bytes(filled) == as_bytes(takes_of(generator, request(gap, ability=Ability.INFILL, takes=4)))


def test_what_follows_is_read_for_a_fill_alone(network: NoteLstm, song: Song) -> None:
    asked = request(gap_of(song), ability=Ability.INFILL)
    with torch.inference_mode():
        reading = read_request(asked, network, 2)
        plain = read_request(request(gap_of(song)), network, 2)
    assert min(row.step for row in reading.following) == 6 * 48
    assert max(row.step for row in reading.following) < 8 * 48
    assert plain.following == ()


def test_locks_hold_in_a_fill(generator: LstmContinuation, song: Song) -> None:
    gap = gap_of(song)
    held = gap.tracks[0].notes[:2].copy()
    held["start"] += 4 * BAR
    held["locked"] = True
    held["id"] += 5000
    locked = gap.with_track(
        0, gap.tracks[0].with_notes(np.sort(np.concatenate([gap.tracks[0].notes, held]), order="start"))
    )
    takes_of(generator, request(locked, ability=Ability.INFILL, tracks=(0, 1)))
