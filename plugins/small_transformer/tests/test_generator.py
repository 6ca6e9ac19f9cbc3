"""The generator as the studio uses it, with a tiny untrained network."""

from dataclasses import replace
from pathlib import Path

import pytest
from genre_studio_transformer import generator as generator_module
from genre_studio_transformer.generator import SmallTransformer
from genre_studio_transformer.info import INFO

from genre_studio.music.notes import EMPTY_NOTES, frozen
from genre_studio.music.song import Song
from genre_studio.plugin_api import (
    Ability,
    Cancelled,
    Constraints,
    GenerationError,
    Region,
    Request,
    Take,
    models,
)
from tests.helpers.generators import as_bytes, checked_takes, require_seeds
from tests.helpers.listener import Listener
from tests.helpers.requests import BAR, small_request, small_song, with_notes_again


@pytest.fixture
def generator(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> SmallTransformer:
    monkeypatch.setattr(models, "own_models_folder", lambda: model_folder.parent)
    monkeypatch.setattr(generator_module, "DEFAULT_MODEL", model_folder.name)
    monkeypatch.setattr(generator_module, "TELL_EVERY_S", 0.0)
    return SmallTransformer()


def takes_of(generator: SmallTransformer, asked: Request) -> list[Take]:
    return checked_takes(generator, asked, INFO.id)


def empty_song() -> Song:
    song = small_song()
    return replace(song, tracks=tuple(track.with_notes(EMPTY_NOTES) for track in song.tracks))


def test_same_seed_same_notes_and_take_two_of_three_is_take_two_of_two(generator: SmallTransformer) -> None:
    require_seeds(generator, small_request(), INFO.id)
    first = as_bytes(takes_of(generator, small_request()))
    assert first != as_bytes(takes_of(generator, small_request(genre="rock")))


def test_what_is_before_the_region_is_heard(generator: SmallTransformer) -> None:
    song = small_song()
    notes = song.tracks[0].notes.copy()
    notes["pitch"] = 61
    other = small_request(song=song.with_track(0, song.tracks[0].with_notes(frozen(notes))))
    assert as_bytes(takes_of(generator, small_request())) != as_bytes(takes_of(generator, other))


def test_parameters_are_heeded(generator: SmallTransformer) -> None:
    usual = as_bytes(takes_of(generator, small_request()))
    safe = small_request(parameters={"temperature": 0.5, "top_p": 0.5})
    assert as_bytes(takes_of(generator, safe)) != usual
    with pytest.raises(GenerationError, match="no setting 'density'"):
        takes_of(generator, small_request(parameters={"density": 1.0}))


@pytest.mark.parametrize("region", [Region(2 * BAR, 4 * BAR), Region(2 * BAR + 1, 2 * BAR + 2)])
def test_limits_hold(generator: SmallTransformer, region: Region) -> None:
    limits = Constraints(frozenset({0, 2, 7}), lowest_pitch=59, highest_pitch=68, polyphony=1)
    for take in takes_of(generator, small_request(constraints=limits, region=region)):
        assert {int(p) for track in (0, 1) for p in take.notes[track]["pitch"]} <= {60, 62, 67}
    nothing = Constraints(frozenset({1}), lowest_pitch=62, highest_pitch=63)
    with pytest.raises(GenerationError, match="widen the range"):
        takes_of(generator, small_request(constraints=nothing, tracks=(0, 1)))


def test_locked_notes_stay_and_are_heard(generator: SmallTransformer) -> None:
    locked = with_notes_again(small_song(), 0, 2 * BAR, locked=True)
    for polyphony in (None, 1, 2):
        takes_of(generator, small_request(song=locked, constraints=Constraints(polyphony=polyphony)))
    heard, alone = (takes_of(generator, small_request(song=song))[0] for song in (locked, small_song()))
    assert heard.notes[1].tobytes() != alone.notes[1].tobytes()


def test_it_joins_in_with_what_plays(generator: SmallTransformer) -> None:
    playing = with_notes_again(small_song(), 0, 2 * BAR)
    asked = small_request(song=playing, ability=Ability.ACCOMPANY, tracks=(1, 2))
    takes = takes_of(generator, asked)
    assert all(set(take.notes) == {1, 2} for take in takes)
    other = replace(asked, song=with_notes_again(small_song(), 0, 2 * BAR, pitch=61))
    assert as_bytes(takes) != as_bytes(takes_of(generator, other))


def test_it_writes_from_nothing(generator: SmallTransformer) -> None:
    for bars in (1, 16):
        region = Region(0, bars * BAR)
        asked = small_request(song=empty_song(), ability=Ability.GENERATE, region=region, takes=3)
        assert all(any(len(notes) for notes in take.notes.values()) for take in takes_of(generator, asked))


def test_it_streams_and_stops(generator: SmallTransformer) -> None:
    listener = Listener()
    takes = list(generator.generate(small_request(), listener))
    assert listener.shares == sorted(listener.shares)
    assert listener.shares[-1] == 1.0
    assert {index for index, _, _ in listener.told} == {0, 1}
    streamed = sum(len(notes) for index, _, notes in listener.told if index == 0)
    assert streamed >= sum(map(len, takes[0].notes.values())) // 2
    with pytest.raises(Cancelled):
        list(generator.generate(small_request(), Listener(stops=True)))


def test_unknown_models_and_genres_are_refused(generator: SmallTransformer) -> None:
    with pytest.raises(GenerationError, match="not polka"):
        takes_of(generator, small_request(genre="polka"))
    with pytest.raises(GenerationError, match="no model 'opus'"):
        takes_of(generator, small_request(model="opus"))
