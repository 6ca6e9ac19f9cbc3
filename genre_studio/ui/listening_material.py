"""What a listening test can be made of in a window: the song's takes, and its own bars before them."""

from collections.abc import Iterable

from genre_studio.evaluation.listening import REAL, Material
from genre_studio.music.excerpt import excerpt
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.take_song import take_song


def takes_material(song: Song, takes: Iterable[TakeRecord]) -> list[tuple[Material, Song]]:
    """Each whole take with a note, by its generator; and of each region, as many of the song's own bars
    before it, with all of its tracks, as a person's.
    """
    found: list[tuple[Material, Song]] = []
    regions: dict[tuple[tuple[int, int], str], None] = {}
    for take in takes:
        if not take.is_whole or not any(len(notes) for notes in take.notes.values()):
            continue
        start, end = take.asked.region
        material = Material(take.asked.generator, take.asked.genre, _place(song, start, end))
        found.append((material, take_song(song, start, end, take.notes)))
        regions.setdefault((take.asked.region, take.asked.genre))
    for (start, end), genre in regions:
        first = song.meter_map.bar_start_at(max(0, start - (end - start)))
        own = excerpt(song, first, start)
        if own.note_count:
            found.append((Material(REAL, genre, _place(song, first, start)), own))
    return found


def _place(song: Song, start: int, end: int) -> str:
    bars = song.meter_map
    return f"bars {bars.bar_index_at(start) + 1} to {bars.bar_index_at(end - 1) + 1}"
