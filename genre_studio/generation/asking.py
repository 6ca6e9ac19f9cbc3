"""Which of its abilities a generator is asked for: the one place for the window and the command line.

A region with music behind it is a refill, and only a generator that reads both sides may write it. At
the end of a song a generator that refills is asked to as well, so that it sees what stands there; one
that only continues may write those bars anew from what comes before them.
"""

from collections.abc import Iterable, Mapping

from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.song import Song
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.info import PluginInfo

DOES: Mapping[Ability, str] = {
    Ability.CONTINUE: "continues music",
    Ability.INFILL: "refills bars",
    Ability.GENERATE: "writes from nothing",
    Ability.ACCOMPANY: "accompanies other tracks",
    Ability.VARY: "varies music",
    Ability.INTERPOLATE: "leads from one clip to another",
}
"""What a generator does that has an ability, in words."""

_CANNOT: Mapping[Ability, str] = {
    Ability.CONTINUE: "continue music",
    Ability.INFILL: "refill bars",
    Ability.GENERATE: "write from nothing",
    Ability.ACCOMPANY: "accompany other tracks",
    Ability.VARY: "vary music",
    Ability.INTERPOLATE: "lead from one clip to another",
}


def ability_for(song: Song, region: tuple[int, int], abilities: frozenset[Ability]) -> Ability:
    """What to ask of a generator with these abilities for the ticks [start, end).

    It may be one that the generator lacks: then `refusal` says why it cannot be asked.
    """
    start, end = region
    if has_music_from(song, end):
        return Ability.INFILL
    if song.note_end_tick > start and Ability.INFILL in abilities:
        return Ability.INFILL
    has_music_before = any(len(t.notes) and int(t.notes["start"][0]) < start for t in song.tracks)
    if not has_music_before and Ability.GENERATE in abilities:
        return Ability.GENERATE
    return Ability.CONTINUE


def refusal(info: PluginInfo, ability: Ability) -> str:
    """Why a generator cannot be asked for this, in one sentence; empty where it can."""
    if ability in info.abilities:
        return ""
    if ability is Ability.INFILL:
        return (
            f"{info.title} cannot refill bars that have music after them. "
            "Mark the last bars of the song, or choose another generator."
        )
    return f"{info.title} cannot {_CANNOT[ability]}. Choose another generator."


def has_music_from(song: Song, tick: int) -> bool:
    """Whether any note starts at `tick` or later."""
    return any(len(track.notes) and int(track.notes["start"][-1]) >= tick for track in song.tracks)


def first_able(records: Iterable[PluginRecord], song: Song, region: tuple[int, int]) -> PluginRecord | None:
    """The first usable plugin that can write this region; None where there is none."""
    for info, record in _usable(records, readers_first=song.note_count > 0):
        if not refusal(info, ability_for(song, region, info.abilities)):
            return record
    return None


def first_with(records: Iterable[PluginRecord], ability: Ability) -> PluginRecord | None:
    """The first usable plugin that has the ability; None where there is none."""
    able = _usable(records, readers_first=ability is Ability.INFILL)
    return next((record for info, record in able if ability in info.abilities), None)


def _usable(records: Iterable[PluginRecord], *, readers_first: bool) -> list[tuple[PluginInfo, PluginRecord]]:
    """In their order, or first those that continue: they read all that stands before the bars."""
    found = [(record.info, record) for record in records if record.usable and record.info is not None]
    return sorted(found, key=lambda pair: readers_first and Ability.CONTINUE not in pair[0].abilities)
