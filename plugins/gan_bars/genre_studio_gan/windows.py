"""Which phrases a region is written in: windows of eight bars, some given, some to be written."""

from dataclasses import dataclass

from genre_studio.generation.grid import STEPS_PER_QUARTER
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError, Region
from genre_studio_gan.band import PHRASE_BARS, STEPS_PER_BAR

HEARD_BARS = 4  # before what is written next, where a region is longer than a phrase


@dataclass(frozen=True, slots=True)
class PhraseWindow:
    """Bars `first` to `first + PHRASE_BARS` of the song, of which [write_from, write_to) are written."""

    first: int
    write_from: int
    write_to: int


def bars_of(song: Song, region: Region) -> tuple[int, int]:
    """The bars [first, end) that a region touches.

    Raises GenerationError where one of them is longer than four quarters; shorter ones are written short.
    """
    meters = song.meter_map
    first, last = meters.bar_index_at(region.start), meters.bar_index_at(region.end - 1)
    for bar in range(first, last + 1):
        length = meters.bar_start(bar + 1) - meters.bar_start(bar)
        if length * STEPS_PER_QUARTER > STEPS_PER_BAR * song.ppq:
            raise GenerationError(
                f"Bar {bar + 1} is longer than four quarters, and this generator writes bars of up to four. "
                "Choose other bars or another generator."
            )
    return first, last + 1


def windows_of(first: int, end: int, *, music_before: bool, music_after: bool) -> tuple[PhraseWindow, ...]:
    """Windows that write the bars [first, end) in order, each from what was written before it."""
    windows = []
    bar = first
    while bar < end:
        left = end - bar
        known = bar if music_before or bar > first else 0
        if left >= PHRASE_BARS:
            before = min(HEARD_BARS, known)
        else:
            room = PHRASE_BARS - left
            before = min(known, room // 2 if music_after and room > 1 else room)
        to = min(end, bar + PHRASE_BARS - before)
        windows.append(PhraseWindow(bar - before, bar, to))
        bar = to
    return tuple(windows)
