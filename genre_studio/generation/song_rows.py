"""What a request's song says to a model of rows: the music before the region, and what stands in it."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong, on_grid, step_at
from genre_studio.generation.note_codec import Row, decode, encode
from genre_studio.music.notes import Notes, starting_within
from genre_studio.music.song import Song
from genre_studio.plugin_api import Region, Request

LONGEST_QUARTERS = 2048  # of music and silence: 512 bars of 4/4


def notes_before(song: Song, parts: tuple[int, ...], region: Region, most: int) -> GridSong:
    """The last `most` notes before the region, from a bar line on; bar lines to its end."""
    heard = np.concatenate([_starts_before(track.notes, region.start, most) for track in song.tracks])
    newest = np.sort(heard)[-most:]
    farthest = max(0, region.start - LONGEST_QUARTERS * song.ppq)
    first = max(farthest, int(newest[0])) if len(newest) else region.start
    nearby = replace(
        song,
        tracks=tuple(t.with_notes(starting_within(t.notes, 0, region.start)) for t in song.tracks),
    )
    grid = on_grid(nearby, parts, first_tick=min(first, region.start), end_tick=region.end)
    start = step_at(region.start, song.ppq)
    return GridSong(grid.notes[grid.notes["step"] < start], grid.bar_lines)


def _starts_before(notes: Notes, tick: int, most: int) -> NDArray[np.int64]:
    starts: NDArray[np.int64] = starting_within(notes, 0, tick)["start"]
    return starts[-most:]


def fixed_rows(request: Request, parts: tuple[int, ...]) -> tuple[Row, ...]:
    """Notes in the region that are not to be written: other tracks', and locked ones."""
    song = request.song
    for index in request.tracks:
        song = song.with_track(index, song.tracks[index].with_notes(request.locked_notes(index)))
    region = request.region
    inside = (t.with_notes(starting_within(t.notes, region.start, region.end)) for t in song.tracks)
    song = replace(song, tracks=tuple(inside))
    grid = on_grid(song, parts, first_tick=request.region.start, end_tick=request.region.end)
    start, end = step_at(request.region.start, song.ppq), step_at(request.region.end, song.ppq)
    notes = grid.notes[(grid.notes["step"] >= start) & (grid.notes["step"] < end)]
    return tuple(decode(encode(GridSong(notes, np.array([start, end], np.int32))), start))
