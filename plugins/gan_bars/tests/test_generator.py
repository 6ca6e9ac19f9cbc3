"""What is asked and what comes: every ability, with weights that know nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from genre_studio_gan.generator import GanBars
from genre_studio_gan.info import BARS, INFO, LINES

from genre_studio.generation.run_checks import checked_take
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song
from genre_studio.music.timing import Meter
from genre_studio.plugin_api import Ability, Constraints, GenerationError, Region, Request, Take
from tests.helpers.bands import Listener, band


def ask(
    song: Song, ability: Ability, bars: tuple[int, int], tracks: Sequence[int], **more: object
) -> Request:
    meters = song.meter_map
    region = Region(meters.bar_start(bars[0]), meters.bar_start(bars[1]))
    settings: dict[str, Any] = {"takes": 2, **more}
    return Request(song, region, tuple(tracks), ability, "jazz", seed=3, **settings)


def takes_of(generator: GanBars, request: Request, listener: Listener | None = None) -> list[Take]:
    takes = list(generator.generate(request, listener or Listener()))
    assert [take.index for take in takes] == list(range(request.takes))
    return [checked_take(request, take, INFO.id) for take in takes]


def same(one: Take, other: Take) -> bool:
    return all(np.array_equal(one.notes[track], other.notes[track]) for track in one.notes)


REQUESTS = {
    "from nothing": ask(band(1, empty=True), Ability.GENERATE, (0, 4), range(4)),
    "sixteen bars": ask(band(1, empty=True), Ability.GENERATE, (0, 16), range(4)),
    "after the last bar": ask(band(8), Ability.INFILL, (8, 12), range(4)),
    "under a melody": ask(band(8), Ability.ACCOMPANY, (0, 8), (0, 1)),
    "a gap": ask(band(8), Ability.INFILL, (3, 5), range(4)),
    "the first bar": ask(band(8), Ability.INFILL, (0, 1), range(4)),
    "a long gap": ask(band(24), Ability.INFILL, (4, 20), range(4)),
    "near": ask(band(8), Ability.VARY, (2, 6), (2, 3)),
    "three quarters": ask(band(8, Meter(0, 3, 4)), Ability.INFILL, (2, 5), range(4)),
    "narrow": ask(
        band(8),
        Ability.INFILL,
        (2, 6),
        range(4),
        constraints=Constraints(frozenset({0, 2, 4, 5, 7, 9, 11}), 48, 72, 2),
    ),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
def test_every_take_keeps_to_the_request_and_can_be_made_again(generator: GanBars, request_: Request) -> None:
    takes = takes_of(generator, request_)
    again = takes_of(generator, request_)
    assert all(same(one, other) for one, other in zip(takes, again, strict=True))
    assert all(set(take.notes) == set(request_.tracks) for take in takes)
    assert any(len(notes) for take in takes for notes in take.notes.values())
    assert not same(*takes)


def test_a_take_does_not_depend_on_how_many_there_are(generator: GanBars) -> None:
    request = REQUESTS["a gap"]
    few, many = takes_of(generator, request), takes_of(generator, replace(request, takes=5))
    assert all(same(one, other) for one, other in zip(few, many, strict=False))


def test_notes_are_told_as_they_stand(generator: GanBars, listener: Listener) -> None:
    request = REQUESTS["from nothing"]
    takes = takes_of(generator, request, listener)
    for take in takes:
        for track, notes in take.notes.items():
            told = [n for index, where, n in listener.told if (index, where) == (take.index, track)]
            starts = np.concatenate([n["start"] for n in told]) if told else np.zeros(0)
            assert set(notes["start"]) <= set(starts.tolist())
    assert listener.shares[0] == 0 and listener.shares[-1] == 1


def test_locked_notes_are_heard_and_left_alone(generator: GanBars) -> None:
    song = band(8)
    notes = song.tracks[2].notes.copy()
    notes["locked"] = notes["start"] >= 4 * 1920
    song = song.with_track(2, song.tracks[2].with_notes(notes))
    takes_of(
        generator, ask(song, Ability.INFILL, (3, 6), range(4))
    )  # the checks refuse a note on a locked one


def path_request(takes: int = 5) -> Request:
    song = band(4)
    far = {3: make_notes([0, 960, 1920], [480] * 3, [74, 76, 78])}
    return ask(song, Ability.INTERPOLATE, (0, 4), range(4), takes=takes, far_end=far)


def test_a_path_leads_step_by_step(generator: GanBars) -> None:
    takes = takes_of(generator, path_request())
    assert len(takes) == 5
    fresh = takes_of(generator, replace(path_request(), seed=4))
    assert len(fresh) == 5


@pytest.mark.parametrize("differ", [BARS, LINES])
def test_what_takes_have_in_common_is_a_matter_of_the_seed(generator: GanBars, differ: str) -> None:
    request = replace(REQUESTS["from nothing"], parameters={"takes_differ": differ})
    takes = takes_of(generator, request)
    assert not same(*takes)


def test_bars_of_five_quarters_are_refused_in_a_sentence(generator: GanBars) -> None:
    request = ask(band(4, Meter(0, 5, 4)), Ability.INFILL, (1, 3), range(4))
    with pytest.raises(GenerationError, match="Bar 2 is longer than four quarters"):
        takes_of(generator, request)


def test_a_genre_that_it_never_learned_is_refused(generator: GanBars) -> None:
    with pytest.raises(GenerationError, match="not polka"):
        takes_of(generator, replace(REQUESTS["a gap"], genre="polka"))


def test_two_violins_share_what_their_player_plays(generator: GanBars) -> None:
    song = band(8)
    song = replace(song, tracks=(*song.tracks, replace(song.tracks[3], name="Second")))
    takes = takes_of(generator, ask(song, Ability.INFILL, (2, 6), (3, 4)))
    assert all(set(take.notes) == {3, 4} for take in takes)


def test_a_model_that_was_changed_is_refused(models: Path) -> None:
    config = models / "five-players" / "config.json"
    config.write_text(config.read_text().replace('"hidden": 16', '"hidden": 1000000'))
    with pytest.raises(GenerationError, match="hidden must be a whole number up to 4096"):
        GanBars(models)
