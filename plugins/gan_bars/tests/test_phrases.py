"""Phrases of pieces, as rolls and back."""

import numpy as np
import pytest
import torch
from genre_studio_gan.band import KIT, PHRASE_BARS, PHRASE_NOTE, PITCHES, Player, pitch_of, rows_of
from genre_studio_gan.band_score import BandScore
from genre_studio_gan.cells import CONTEXT_SIZE, END, HALF_BEATS, PLAYERS, context_of, events_of, rolls_of
from genre_studio_gan.keys import home_shift, shifted_rows
from genre_studio_gan.phrases import at_home, band_notes, cut, phrase_of
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.grid import on_grid
from genre_studio.music.timing import Meter
from genre_studio.plugin_api import Ability, Region, Request
from tests.helpers.bands import band


def phrase(*rows: tuple[int, int, int, int, int, int]) -> np.ndarray:
    return np.array(sorted(rows), PHRASE_NOTE)


def test_a_piece_is_cut_into_phrases_at_home() -> None:
    found = cut(on_grid(band(16)))
    assert found.bars == 16 and found.other_meters == 0
    assert len(found.phrases) == 3  # from bars 0, 4 and 8
    for one in found.phrases:
        assert set(one["player"]) == {Player.DRUMS, Player.BASS, Player.KEYS, Player.LEAD}
        lead = one[one["player"] == Player.LEAD]
        assert {pitch_of(int(row)) % 12 for row in lead["row"]} <= {0, 2, 4, 7}  # D major has become C major


def test_bars_of_another_length_are_left_out_and_counted() -> None:
    found = cut(on_grid(band(16, Meter(0, 3, 4))))
    assert not found.phrases
    assert found.other_meters == found.bars == 16


def test_a_repeated_note_is_not_a_long_one() -> None:
    twice = rolls_of(phrase((0, Player.KEYS, 0, 36, 7, 5), (0, Player.KEYS, 12, 36, 7, 5)))
    long = rolls_of(phrase((0, Player.KEYS, 0, 36, 12, 5)))
    assert np.array_equal(twice.sounding, long.sounding)
    assert twice.onsets[0, Player.KEYS, :, 36].astype(bool).sum() == 2
    assert long.onsets[0, Player.KEYS, :, 36].astype(bool).sum() == 1


def test_what_is_held_sounds_in_the_next_bar() -> None:
    held = rolls_of(phrase((0, Player.KEYS, 36, 40, 12, 5)))  # two quarters from the last quarter on
    assert held.sounding[1, Player.KEYS, :12, 40].all() and not held.sounding[1, Player.KEYS, 12:, 40].any()
    assert not held.onsets[1].any()


def test_a_player_hears_the_others_and_not_itself() -> None:
    rolls = rolls_of(phrase((0, Player.BASS, 0, 12, 16, 5), (0, Player.KEYS, 0, 40, 16, 5)))
    nobody = context_of(rolls, np.zeros(PLAYERS, bool))
    assert nobody.shape == (PHRASE_BARS, CONTEXT_SIZE) and not nobody.any()
    bass_only = np.zeros(PLAYERS, bool)
    bass_only[Player.BASS] = True
    heard = context_of(rolls, bass_only)[0, : HALF_BEATS * 24].reshape(2, 8, 12)
    assert set(np.nonzero(heard[0].any(0))[0]) == {0} and heard[1, :, 0].all()


def test_drums_that_no_kit_knows_are_left_out_and_others_find_their_like() -> None:
    rows = rows_of(np.array([36, 35, 27]), np.ones(3, bool))
    assert rows[0] == rows[1] == PITCHES and rows[2] == -1
    assert [pitch_of(PITCHES + place) for place in range(len(KIT))] == list(KIT)


def test_events_are_padded_with_ends() -> None:
    cells = [phrase((0, 0, 0, 84, 2, 5), (0, 0, 24, 85, 2, 5)), phrase()]
    events = events_of(cells)
    assert events.steps.tolist() == [[0, 24, END], [END, END, END]]
    assert events.lengths.tolist() == [2, 0]
    assert events.rows.dtype == torch.int64


@given(st.integers(-6, 5), st.integers(0, 10_000))
def test_moving_keeps_every_note_in_range_and_apart(semitones: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    made = np.zeros(60, PHRASE_NOTE)
    for name, high in (("bar", 8), ("player", 5), ("step", 48), ("duration", 20), ("level", 8)):
        made[name] = rng.integers(0, high, 60)
    made["row"] = np.where(made["player"] == Player.DRUMS, rng.integers(84, 108, 60), rng.integers(0, 84, 60))
    moved = shifted_rows(made, semitones)
    pitched = moved["player"] != Player.DRUMS
    assert ((moved["row"] >= 0) & (moved["row"] < PITCHES))[pitched].all()
    assert (moved["row"] >= PITCHES)[~pitched].all()
    places = moved[["bar", "player", "step", "row"]]
    assert len(np.unique(places)) == len(places)


def test_home_is_found_from_every_key() -> None:
    at_c = at_home(cut(on_grid(band(16))).phrases[0])
    assert home_shift(at_c) == 0
    for semitones in range(-6, 6):
        assert (home_shift(shifted_rows(at_c, semitones)) + semitones) % 12 == 0


@pytest.mark.parametrize("first", [0, 3])
def test_what_a_song_says_comes_back_from_its_phrase(first: int) -> None:
    """A region's own notes, kept as if they had been written, are those notes again, in their key."""
    song = band(12)
    meters = song.meter_map
    region = Region(meters.bar_start(first), meters.bar_start(first + PHRASE_BARS))
    request = Request(song, region, (1, 2, 3), Ability.VARY, "jazz", seed=1, takes=1)
    score = BandScore(request, {})
    for window in score.windows:
        score.keep(window, 0, score.near_end(window))
    for track, notes in score.notes(0, seed=1).items():
        own = request.present_notes()[track]
        for name in ("start", "duration", "pitch"):
            assert np.array_equal(notes[name], own[name])


def test_a_short_bar_holds_what_fits() -> None:
    first = 2
    song = band(12, Meter(0, 3, 4))
    grid = on_grid(song)
    found = phrase_of(band_notes(grid), grid.bar_lines[first : first + PHRASE_BARS + 1])
    assert found["step"].max() < 36 and set(found["bar"]) == set(range(PHRASE_BARS))
