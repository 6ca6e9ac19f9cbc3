"""From what a person typed to a Request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.settings import parse_families, pitch_classes_of, track_indices, with_locks
from genre_studio.generation.asking import ability_for, refusal
from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DEFAULT_PROGRAM, DRUM_CHANNEL, Family
from genre_studio.music.song import Song, Track
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.models import BrokenModel, models_of
from genre_studio.plugin_api.parameters import ParameterValue, checked_values
from genre_studio.plugin_api.request import Region, Request


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of `continue` and `refill`, as typed where the song is needed to understand them."""

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


def region_of(song: Song, wishes: Wishes) -> tuple[int, int]:
    """The ticks [start, end) to write. Raises WrongUsage where a refill lies behind the last note."""
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
    ability = ability_for(song, region, record.info.abilities)
    if problem := refusal(record.info, ability):
        raise WrongUsage(problem)
    song, tracks = _tracks_to_write(song, wishes)
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


def _tracks_to_write(song: Song, wishes: Wishes) -> tuple[Song, tuple[int, ...]]:
    """The song, with a new track for each family that it lacks, and the tracks to write."""
    chosen = list(track_indices(wishes.tracks, song)) if wishes.tracks else []
    for family in parse_families(wishes.families) if wishes.families else ():
        members = [i for i, track in enumerate(song.tracks) if track.family is family]
        if not members:
            members = [len(song.tracks)]
            song = replace(song, tracks=(*song.tracks, _new_track(song, family)))
        chosen.extend(members)
    if not chosen:
        chosen = [i for i, track in enumerate(song.tracks) if len(track.notes)]
    if not chosen:
        raise WrongUsage("There are no notes to continue; name the parts to write, like --write keys,drums.")
    return song, tuple(dict.fromkeys(chosen))


def _new_track(song: Song, family: Family) -> Track:
    if family is Family.DRUMS:
        return Track(family.title, DRUM_CHANNEL)
    used = {track.channel for track in song.tracks} | {DRUM_CHANNEL}
    channel = next((channel for channel in range(16) if channel not in used), None)
    if channel is None:
        raise WrongUsage(
            f"There is no MIDI channel free for a new {family.title} track: "
            "write one of the song's own tracks with --tracks."
        )
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, DEFAULT_PROGRAM[family])])
    return Track(family.title, channel, events=program)
