"""Which ability a region calls for, and which tracks it then writes. Plain values, no widgets."""

from collections.abc import Collection, Iterable

from genre_studio.generation.asking import ability_for, first_able
from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.notes import sounding_within, starting_within
from genre_studio.music.song import Song
from genre_studio.music.takes import continuation_region, making_way
from genre_studio.plugin_api import Ability

Bars = tuple[int, int]
"""The ticks [start, end)."""

ORDER = (
    Ability.CONTINUE,
    Ability.GENERATE,
    Ability.ACCOMPANY,
    Ability.INFILL,
    Ability.VARY,
    Ability.INTERPOLATE,
)
"""As the window offers them."""

LOOKS_AHEAD = (Ability.CONTINUE, Ability.GENERATE, Ability.INFILL)
"""What is written after the last note where no region is marked; anything else goes for the whole song."""


def suggested_ability(
    song: Song, region: Bars, ticked: Collection[int], abilities: frozenset[Ability]
) -> Ability:
    """What a person most likely wants of a generator with these abilities for this region.

    It may be one that the generator lacks, where nothing that it can do fits.
    """
    if not song.note_count and Ability.GENERATE in abilities:
        return Ability.GENERATE
    silent = set(ticked) - _sounding(song, region)
    # What is only held into the bars from before is no music to accompany.
    if (
        Ability.ACCOMPANY in abilities
        and silent
        and _starting(song, region) & set(heard_beside(song, region, silent))
    ):
        return Ability.ACCOMPANY
    natural = ability_for(song, region, abilities)
    if natural in abilities:
        return natural
    if Ability.VARY in abilities and tracks_for(song, region, ticked, Ability.VARY):
        return Ability.VARY
    return Ability.GENERATE if Ability.GENERATE in abilities else natural


def tracks_for(song: Song, region: Bars, ticked: Collection[int], ability: Ability) -> tuple[int, ...]:
    """Those of the ticked tracks that a generator is asked to write.

    To accompany: all of them, if others play; else those that are silent here, to what the rest plays.
    To vary: those that have notes here which are not locked.
    """
    if ability is Ability.ACCOMPANY and not heard_beside(song, region, ticked):
        return tuple(sorted(set(ticked) - _sounding(song, region)))
    if ability is Ability.VARY:
        free = making_way(song, *region, ticked)
        return tuple(i for i in ticked if len(free[i]))
    return tuple(ticked)


def heard_beside(song: Song, region: Bars, written: Collection[int]) -> tuple[int, ...]:
    """The tracks that play in the region, are not muted and not written."""
    heard = _sounding(song, region) - set(written)
    return tuple(sorted(index for index in heard if not song.tracks[index].muted))


def whole_song(song: Song) -> Bars | None:
    """From the bar of the first note to the end of that of the last; None where there is no note."""
    if not song.note_count:
        return None
    meters = song.meter_map
    first = min(int(track.notes["start"][0]) for track in song.tracks if len(track.notes))
    return meters.bar_start_at(first), meters.bars_end(song.note_end_tick)


def first_choice(records: Iterable[PluginRecord], song: Song) -> str:
    """The id of the first generator that can write on from this song; empty where there is none."""
    record = first_able(records, song, continuation_region(song, 1))
    return record.info.id if record is not None and record.info is not None else ""


def _starting(song: Song, region: Bars) -> set[int]:
    return {i for i, track in enumerate(song.tracks) if len(starting_within(track.notes, *region))}


def _sounding(song: Song, region: Bars) -> set[int]:
    return {i for i, track in enumerate(song.tracks) if len(sounding_within(track.notes, *region))}
