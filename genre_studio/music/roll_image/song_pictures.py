"""A song as pictures, and pictures as a song: what import and export do, for the window and a shell alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import Notes, frozen, sorted_notes
from genre_studio.music.roll_image.raster import (
    COLUMNS,
    COLUMNS_PER_QUARTER,
    HIGHEST_PITCH,
    LOWEST_PITCH,
    Picture,
    notes_of_picture,
    picture_of,
)
from genre_studio.music.song import Song, Track

PICTURE_PPQ = 480


@dataclass(frozen=True, slots=True, eq=False)
class PictureStrip:
    """One part as pictures of COLUMNS columns, one after the other from the start of the song."""

    name: str
    pictures: tuple[Picture, ...]
    notes: int  # of the part
    drawn: int  # runs of lit pixels: fewer where notes of one pitch touch
    outside: int  # notes above or below the rows, left out


def strips_of(song: Song, *, together: bool = False) -> Iterator[PictureStrip]:
    """Each track with pitched notes as pictures, or all of them `together` in one. Drums are left out."""
    tracks = [track for track in song.tracks if len(track.notes) and not track.is_drums]
    if together and tracks:
        yield _strip("All parts", np.concatenate([track.notes for track in tracks]), song.ppq)
        return
    for track in tracks:
        yield _strip(track.name or "Track", track.notes, song.ppq)


def song_of_pictures(pictures: Iterable[Picture], title: str = "") -> Song:
    """One piano track, the pictures one after the other. Raises ValueError for a wrong number of rows."""
    parts, column = [], 0
    for picture in pictures:
        parts.append(notes_of_picture(picture, PICTURE_PPQ, column))
        column += picture.shape[1]
    notes = np.concatenate(parts) if parts else Track().notes
    numbered = notes.copy()
    numbered["id"] = np.arange(len(numbered))
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, 0)])
    track = Track(title, 0, sorted_notes(frozen(numbered)), program)
    return replace(Song(ppq=PICTURE_PPQ, title=title), tracks=(track,))


def _strip(name: str, notes: Notes, ppq: int) -> PictureStrip:
    last_tick = int((notes["start"] + notes["duration"]).max())
    columns = max(1, -(-COLUMNS_PER_QUARTER * last_tick // ppq))
    firsts = range(0, columns, COLUMNS)
    pictures = tuple(picture_of(notes, ppq, COLUMNS, first) for first in firsts)
    whole = np.concatenate(pictures, axis=1)
    outside = int(((notes["pitch"] < LOWEST_PITCH) | (notes["pitch"] > HIGHEST_PITCH)).sum())
    return PictureStrip(name, pictures, len(notes), len(notes_of_picture(whole, ppq)), outside)
