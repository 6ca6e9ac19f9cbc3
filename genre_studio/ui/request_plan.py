"""What the main button will do, in words, and the Request that does it. Plain values, no widgets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genre_studio.generation.asking import ability_for, refusal
from genre_studio.music.clips import moved_clip
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_band
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.takes import apply_take, continuation_region
from genre_studio.plugin_api import (
    Ability,
    Constraints,
    GenerationError,
    PluginInfo,
    Region,
    Request,
    checked_values,
)
from genre_studio.ui.ability_choice import (
    LOOKS_AHEAD,
    suggested_ability,
    tracks_for,
    whole_song,
)
from genre_studio.ui.clip_choice import Clip
from genre_studio.ui.generation_choices import GenerationChoices
from genre_studio.ui.request_words import genre_text, problem_of, sentence_of

FEWEST_BARS, MOST_BARS = 1, 32
FEWEST_TAKES, MOST_TAKES = 1, 16
_FEWEST_PARTS = 2  # of a band that is worth writing for

Ends = tuple[Clip, Clip]


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """What a press of the main button would do now.

    `sentence` is the button's text; `problem` says why it cannot be pressed, or is empty. `wants_band`:
    new tracks would help. `ends` are those of a path.
    """

    sentence: str
    region: tuple[int, int]
    ability: Ability
    tracks: tuple[int, ...] = ()
    problem: str = ""
    wants_band: bool = False
    ends: Ends | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether it goes for the bars behind the last note where no others are marked."""
        return self.ability in LOOKS_AHEAD


def plan(
    song: Song, choices: GenerationChoices, region: tuple[int, int] | None, ends: Ends | None = None
) -> RequestPlan:
    """What the choices mean for this song; `region` is the one marked on the roll, if any, and `ends` are
    those of a path, if there are two to choose.
    """
    ability = ability_to_ask(song, choices, region)
    if ability is Ability.INTERPOLATE:
        return plan_of_path(song, choices, region, ends)
    bars = region or (None if ability in LOOKS_AHEAD else whole_song(song))
    bars = bars or continuation_region(song, choices.bars)
    tracks = tracks_for(song, bars, choices.written_tracks(song), ability)
    return RequestPlan(
        sentence_of(song, bars, ability, tracks, choices),
        bars,
        ability,
        tracks,
        problem_of(song, bars, ability, tracks, choices),
        wants_band=_wants_band(song, ability, tracks),
    )


def ability_to_ask(song: Song, choices: GenerationChoices, region: tuple[int, int] | None) -> Ability:
    """The one that was chosen, where the generator has it; else what suggests itself."""
    if choices.ability is not None and choices.ability in choices.abilities:
        return choices.ability
    region = region or continuation_region(song, choices.bars)
    return suggested_ability(song, region, choices.written_tracks(song), choices.abilities)


def plan_of_path(
    song: Song, choices: GenerationChoices, region: tuple[int, int] | None, ends: Ends | None
) -> RequestPlan:
    """A path as long as the shorter of its ends, where the near one stands."""
    if ends is None:
        bars = region or continuation_region(song, choices.bars)
        problem = "Two clips are needed: let two takes be written, or mark bars that have notes and one take."
        return RequestPlan("Morph between two clips", bars, Ability.INTERPOLATE, (), problem)
    near, far = ends
    start = near.region[0]
    bars = start, start + min(clip.region[1] - clip.region[0] for clip in ends)
    with_notes = {track for clip in ends for track, notes in clip.notes.items() if len(notes)}
    tracks = tuple(index for index in choices.written_tracks(song) if index in with_notes)
    return RequestPlan(
        f"Morph from {near.title} to {far.title} in {choices.steps} steps{genre_text(choices)}",
        bars,
        Ability.INTERPOLATE,
        tracks,
        problem_of(song, bars, Ability.INTERPOLATE, tracks, choices) or _problem_of_ends(ends, bars, tracks),
        ends=ends,
    )


def request_for(song: Song, choices: GenerationChoices, planned: RequestPlan, scale: Scale) -> Request:
    """The request itself. Raises GenerationError where the choices contradict each other."""
    if planned.problem:
        raise GenerationError(planned.problem)
    far_end: Mapping[int, Notes] = {}
    if planned.ends is not None:
        near, far = planned.ends
        song = near.put_in(song)
        far_end = moved_clip(_parts(far, planned.tracks), far.region[0], planned.region)
    return Request(
        song=song,
        region=Region(*planned.region),
        tracks=planned.tracks,
        ability=planned.ability,
        genre=choices.genre,
        seed=choices.seed,
        takes=choices.steps if planned.ends is not None else choices.takes,
        model=choices.model,
        parameters=dict(choices.parameters),
        constraints=Constraints(
            pitch_classes=scale.pitch_classes if choices.keeps_scale else None,
            lowest_pitch=choices.lowest_pitch,
            highest_pitch=choices.highest_pitch,
        ),
        far_end=far_end,
    )


def request_like(song: Song, take: TakeRecord, info: PluginInfo, seed: int, takes: int) -> Request:
    """A request for takes near one: with its settings and limits, for its bars and tracks.

    A generator that can vary music gets the song with the take in it; any other is asked as it was for
    this take, with another seed. Settings that it does not have any more are left out. Raises
    GenerationError where it cannot be asked.
    """
    asked = take.asked
    ability = _ability_again(song, take, info)
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


def _ability_again(song: Song, take: TakeRecord, info: PluginInfo) -> Ability:
    """As it was asked for this take; what is written ahead or refilled goes by what is in the song now."""
    asked = next((each for each in info.abilities if each.value == take.asked.ability), None)
    if asked in (Ability.ACCOMPANY, Ability.GENERATE):
        return asked
    return ability_for(song, take.asked.region, info.abilities)


def _problem_of_ends(ends: Ends, bars: tuple[int, int], tracks: tuple[int, ...]) -> str:
    if ends[0].key == ends[1].key:
        return "Choose two clips that differ, to lead from the one to the other."
    for clip in ends:
        if not moved_clip(_parts(clip, tracks), clip.region[0], bars):
            return f"In the tracks to write, {clip.title} has no notes."
    return ""


def _parts(clip: Clip, tracks: Iterable[int]) -> dict[int, Notes]:
    return {track: clip.notes[track] for track in tracks if track in clip.notes}


def _wants_band(song: Song, ability: Ability, tracks: tuple[int, ...]) -> bool:
    """Whether there are too few tracks for what is to be done, and parts of a band that they lack."""
    is_bare = ability is Ability.GENERATE and not song.note_count and len(song.tracks) < _FEWEST_PARTS
    has_no_room = ability is Ability.ACCOMPANY and song.note_count > 0 and not tracks
    return (not song.tracks or is_bare or has_no_room) and with_band(song) is not song
