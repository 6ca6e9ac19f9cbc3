"""From what a person typed to a Request."""

from collections.abc import Mapping
from dataclasses import dataclass

from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.settings import parse_families, pitch_classes_of, track_indices, with_locks
from genre_studio.generation.asking import ability_for, refusal
from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.clips import moved_clip, scaled_notes
from genre_studio.music.instruments import DRUM_CHANNEL, Family
from genre_studio.music.notes import Notes, starting_within
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_new_track, with_parts_for
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.models import BrokenModel, models_of
from genre_studio.plugin_api.parameters import ParameterValue, checked_values
from genre_studio.plugin_api.request import Region, Request

_CHANNELS = 16


@dataclass(frozen=True, slots=True)
class FarSong:
    """The song that a path leads to, and its bars as typed; None: from its first bar on."""

    song: Song
    bar_range: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the commands that write ask for, as typed where the song is needed to understand it."""

    genre: str
    bars: int
    takes: int
    seed: int
    model: str | None = None
    settings: Mapping[str, str] | None = None
    tracks: str | None = None
    families: str | None = None
    scale: str | None = None
    pitch_range: tuple[int, int] | None = None
    polyphony: int | None = None
    first_bar: int | None = None  # of a refill, counted from 1; None: after the last note
    locks: tuple[str, ...] = ()  # TRACK or TRACK:RANGE
    ability: Ability | None = None  # None: what the region calls for
    bar_range: str | None = None  # of what needs music there, "5-8" or "5"; None: all of the song
    far: FarSong | None = None  # to lead to


_NEED_MUSIC_THERE = (Ability.ACCOMPANY, Ability.VARY, Ability.INTERPOLATE)


def region_of(song: Song, wishes: Wishes) -> tuple[int, int]:
    """The ticks [start, end) to write. Raises WrongUsage where what must have music lies behind it."""
    if wishes.ability in _NEED_MUSIC_THERE:
        return _region_with_music(song, wishes)
    if wishes.first_bar is None:
        return continuation_region(song, wishes.bars)
    meters = song.meter_map
    start, end = meters.bar_start(wishes.first_bar - 1), meters.bar_start(wishes.first_bar - 1 + wishes.bars)
    if start >= song.note_end_tick:
        bars = meters.bar_index_at(max(0, song.note_end_tick - 1)) + 1 if song.note_count else 0
        raise WrongUsage(
            f"Bar {wishes.first_bar} lies behind the last note (the song has {bars} bars): "
            "use `continue` to write on."
        )
    return start, end


def request_of(song: Song, record: PluginRecord, wishes: Wishes) -> Request:
    """The request; its song has the tracks that were wished for. Raises WrongUsage."""
    assert record.info is not None
    if wishes.genre not in record.info.genres:
        known = ", ".join(record.info.genres)
        raise WrongUsage(f"{record.title} does not write {wishes.genre}; it writes: {known}.")
    region = region_of(song, wishes)
    ability = wishes.ability or ability_for(song, region, record.info.abilities)
    if problem := refusal(record.info, ability):
        raise WrongUsage(problem)
    far_end: Mapping[int, Notes] = {}
    if wishes.far is not None:
        song, far_end = _far_end(song, wishes.far, region)
    song, tracks = _tracks_to_write(song, wishes, region, far_end)
    for words in wishes.locks:
        song = with_locks(song, words)
    low, high = wishes.pitch_range or (0, 127)
    try:
        return Request(
            song=song,
            region=Region(*region),
            tracks=tracks,
            ability=ability,
            genre=wishes.genre,
            seed=wishes.seed,
            takes=wishes.takes,
            model=_model(record.info, wishes.model),
            parameters=_parameters(record.info, wishes.settings or {}),
            constraints=Constraints(
                pitch_classes=pitch_classes_of(wishes.scale, song) if wishes.scale else None,
                lowest_pitch=low,
                highest_pitch=high,
                polyphony=wishes.polyphony,
            ),
            far_end={track: notes for track, notes in far_end.items() if track in tracks},
        )
    except GenerationError as error:
        raise WrongUsage(str(error)) from error


def _parameters(info: PluginInfo, settings: Mapping[str, str]) -> dict[str, ParameterValue]:
    return checked_values(info.parameters, dict(settings))


def _model(info: PluginInfo, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    known = [model.id for model in models_of(info) if not isinstance(model, BrokenModel)]
    if wanted not in known:
        raise WrongUsage(f"{info.title} has no model '{wanted}'; it has: {', '.join(known) or 'none'}.")
    return wanted


def _region_with_music(song: Song, wishes: Wishes) -> tuple[int, int]:
    """The bars that were named, or all; as many as both songs have where one leads to the other."""
    if not song.note_count:
        raise WrongUsage("There is no note in it.")
    start, end = bars_named(wishes.bar_range, song)
    if wishes.far is not None:
        meters, far = song.meter_map, wishes.far.song
        far_start, far_end = bars_named(wishes.far.bar_range, far)
        far_bars = far.meter_map.bar_index_at(far_end - 1) - far.meter_map.bar_index_at(far_start) + 1
        end = min(end, meters.bar_start(meters.bar_index_at(start) + far_bars))
    return start, end


def bars_named(words: str | None, song: Song) -> tuple[int, int]:
    """The ticks [start, end) of bars "5-8" or "5", or of all that hold notes. Raises WrongUsage."""
    meters = song.meter_map
    last = meters.bar_index_at(max(0, song.note_end_tick - 1)) + 1
    first, dash, to = (words or f"1-{last}").partition("-")
    try:
        numbers = int(first), int(to if dash else first)
    except ValueError:
        raise WrongUsage(f"'{words}' names no bars; write --bars 5-8, or --bars 5 for one.") from None
    if not 1 <= numbers[0] <= numbers[1] <= last:
        raise WrongUsage(f"There are no bars {words}: the song has bars 1 to {last}.")
    return meters.bar_start(numbers[0] - 1), meters.bar_start(numbers[1])


def _far_end(song: Song, far: FarSong, region: tuple[int, int]) -> tuple[Song, Mapping[int, Notes]]:
    """The song, with a track for every part of the far one, and what that has for the region."""
    song, places = with_parts_for(song, far.song)
    factor = song.ppq / far.song.ppq
    start = round(bars_named(far.bar_range, far.song)[0] * factor)
    parts = {place: scaled_notes(far.song.tracks[index].notes, factor) for index, place in places.items()}
    return song, moved_clip(parts, start, region)


def _tracks_to_write(
    song: Song, wishes: Wishes, region: tuple[int, int], far_end: Mapping[int, Notes]
) -> tuple[Song, tuple[int, ...]]:
    """The song, with a new track for each family that it lacks, and the tracks to write."""
    chosen = list(track_indices(wishes.tracks, song)) if wishes.tracks else []
    for family in parse_families(wishes.families) if wishes.families else ():
        members = [i for i, track in enumerate(song.tracks) if track.family is family]
        if not members:
            members = [len(song.tracks)]
            song = _with_new_track(song, family)
        chosen.extend(members)
    if not chosen:
        chosen = _tracks_meant(song, wishes.ability, region, far_end)
    if not chosen:
        raise WrongUsage(_NAME_PARTS.get(wishes.ability, _NAME_PARTS[None]))
    return song, tuple(dict.fromkeys(chosen))


_NAME_PARTS = {
    None: "There are no notes to continue; name the parts to write, like --write keys,drums.",
    Ability.ACCOMPANY: "Every track plays in these bars; name the parts to write, like --write bass,drums.",
    Ability.VARY: "There are no notes in these bars to vary.",
    Ability.INTERPOLATE: "There are no notes in these bars to start from.",
}


def _tracks_meant(
    song: Song, ability: Ability | None, region: tuple[int, int], far_end: Mapping[int, Notes]
) -> list[int]:
    """Those to write where none was named: the silent ones to accompany, else those with notes."""
    indices = range(len(song.tracks))
    if ability in _NEED_MUSIC_THERE:
        sounding = {i for i in indices if len(starting_within(song.tracks[i].notes, *region))}
        if ability is Ability.ACCOMPANY:
            return [i for i in indices if i not in sounding]
        return sorted(sounding | far_end.keys())
    return [i for i in indices if len(song.tracks[i].notes)]


def _with_new_track(song: Song, family: Family) -> Song:
    used = {track.channel for track in song.tracks} | {DRUM_CHANNEL}
    if family is not Family.DRUMS and len(used) == _CHANNELS:
        raise WrongUsage(
            f"There is no MIDI channel free for a new {family.title} track: "
            "write one of the song's own tracks with --tracks."
        )
    return with_new_track(song, family)
