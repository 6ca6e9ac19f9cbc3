"""What the main button will do, in words, and the Request that does it. Plain values, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from genre_studio.generation.asking import ability_for, refusal
from genre_studio.music.notes import starting_within
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.takes import apply_take, continuation_region
from genre_studio.plugin_api import (
    Ability,
    Constraints,
    GenerationError,
    ParameterValue,
    PluginInfo,
    Region,
    Request,
    checked_values,
)

FEWEST_BARS, MOST_BARS = 1, 32
FEWEST_TAKES, MOST_TAKES = 1, 16


@dataclass(frozen=True, slots=True)
class GenerationChoices:
    """Everything that the generator panel lets a person choose."""

    info: PluginInfo | None = None
    genre: str = ""
    bars: int = 8
    takes: int = 4
    seed: int = 1
    keeps_scale: bool = False
    lowest_pitch: int = 0
    highest_pitch: int = 127
    skipped_tracks: frozenset[int] = frozenset()  # indices that stay as they are
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)

    def written_tracks(self, song: Song) -> tuple[int, ...]:
        return tuple(i for i in range(len(song.tracks)) if i not in self.skipped_tracks)


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """What a press of the main button would do now.

    `sentence` is the button's text; `problem` says why it cannot be pressed, or is empty.
    """

    sentence: str
    region: tuple[int, int]
    ability: Ability
    problem: str = ""


def plan(song: Song, choices: GenerationChoices, region: tuple[int, int] | None) -> RequestPlan:
    """What the choices mean for this song; `region` is the one marked on the roll, if any."""
    start, end = region or continuation_region(song, choices.bars)
    abilities = choices.info.abilities if choices.info else frozenset({Ability.CONTINUE})
    ability = ability_for(song, (start, end), abilities)
    return RequestPlan(
        _sentence(song, (start, end), ability, choices),
        (start, end),
        ability,
        _problem(song, ability, choices),
    )


def request_for(song: Song, choices: GenerationChoices, planned: RequestPlan, scale: Scale) -> Request:
    """The request itself. Raises GenerationError where the choices contradict each other."""
    if planned.problem:
        raise GenerationError(planned.problem)
    return Request(
        song=song,
        region=Region(*planned.region),
        tracks=choices.written_tracks(song),
        ability=planned.ability,
        genre=choices.genre,
        seed=choices.seed,
        takes=choices.takes,
        parameters=dict(choices.parameters),
        constraints=Constraints(
            pitch_classes=scale.pitch_classes if choices.keeps_scale else None,
            lowest_pitch=choices.lowest_pitch,
            highest_pitch=choices.highest_pitch,
        ),
    )


def request_like(song: Song, take: TakeRecord, info: PluginInfo, seed: int, takes: int) -> Request:
    """A request for takes near one: with its settings and limits, for its bars and tracks.

    A generator that can vary music gets the song with the take in it; any other is asked as it was for
    this take, with another seed. Settings that it does not have any more are left out. Raises
    GenerationError where it cannot be asked.
    """
    asked = take.asked
    ability = ability_for(song, asked.region, info.abilities)
    if Ability.VARY in info.abilities:
        ability, song = Ability.VARY, apply_take(song, *asked.region, take.notes)
    if problem := refusal(info, ability):
        raise GenerationError(problem)
    known = {parameter.id for parameter in info.parameters}
    given = {id: value for id, value in asked.parameters.items() if id in known}
    return Request(
        song=song,
        region=Region(*asked.region),
        tracks=tuple(track for track in asked.tracks if track < len(song.tracks)),
        ability=ability,
        genre=asked.genre if asked.genre in info.genres else info.genres[0],
        seed=seed,
        takes=takes,
        model=asked.model,
        parameters=checked_values(info.parameters, given),
        constraints=Constraints(
            pitch_classes=asked.pitch_classes,
            lowest_pitch=asked.lowest_pitch,
            highest_pitch=asked.highest_pitch,
            polyphony=asked.polyphony,
        ),
    )


def bars_text(count: int) -> str:
    return "1 bar" if count == 1 else f"{count} bars"


def genre_title(genre: str) -> str:
    """A genre id as a person reads it: "bossa_nova" -> "Bossa nova"."""
    return genre.replace("_", " ").capitalize()


def _sentence(song: Song, region: tuple[int, int], ability: Ability, choices: GenerationChoices) -> str:
    meters = song.meter_map
    first, last = meters.bar_index_at(region[0]) + 1, meters.bar_index_at(region[1] - 1) + 1
    genre = f" in {genre_title(choices.genre)}" if choices.genre else ""
    count = bars_text(last - first + 1)
    if song.note_end_tick > region[0]:
        where = f"bar {first}" if first == last else f"bars {first} to {last}"
        return f"Refill {where}{genre}{_locked_text(song, region, choices)}"
    return f"Write {count}{genre}" if ability is Ability.GENERATE else f"Continue {count}{genre}"


def _locked_text(song: Song, region: tuple[int, int], choices: GenerationChoices) -> str:
    locked = sum(
        int(np.count_nonzero(starting_within(song.tracks[i].notes, *region)["locked"]))
        for i in choices.written_tracks(song)
    )
    return "" if not locked else f", keep {locked} locked {'note' if locked == 1 else 'notes'}"


def _problem(song: Song, ability: Ability, choices: GenerationChoices) -> str:
    info = choices.info
    if info is None:
        return "No generator is ready. Open Plugins to see why."
    needs_music = ability is Ability.CONTINUE and not song.note_count
    checks = (
        (not song.tracks, "Add a track for the generator to write to."),
        (not choices.written_tracks(song), "Choose at least one track to write."),
        (needs_music, "Draw a melody, or drop a .mid here, for the generator to continue."),
        (ability not in info.abilities, refusal(info, ability)),
    )
    return next((sentence for applies, sentence in checks if applies), "")
