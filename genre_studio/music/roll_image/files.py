"""Strips of pictures to a folder of PNG files, and PNG files to a song."""

import re
from collections.abc import Sequence
from pathlib import Path

from genre_studio.music.roll_image.png_file import PictureError, png_bytes, read_picture
from genre_studio.music.roll_image.song_pictures import PictureStrip, song_of_pictures, strips_of
from genre_studio.music.song import Song

_NOT_IN_NAMES = re.compile(r"[^\w .#+-]+")

__all__ = ["PictureError", "read_pictures", "write_pictures"]


def write_pictures(
    song: Song, folder: Path, stem: str, *, together: bool = False
) -> list[tuple[PictureStrip, list[Path]]]:
    """Write each part as STEM_1-NAME_001.png and so on; what was written, by part.

    All of a part's pictures are there, black ones too, so that they can be read back in order. Raises
    PictureError where the song has nothing to draw or the folder cannot be written.
    """
    written = []
    for number, strip in enumerate(strips_of(song, together=together), 1):
        name = f"{_plain(stem) or 'song'}_{number}-{_plain(strip.name) or 'part'}"
        paths = [folder / f"{name}_{page:03}.png" for page in range(1, len(strip.pictures) + 1)]
        for path, picture in zip(paths, strip.pictures, strict=True):
            _write_whole(path, png_bytes(picture))
        written.append((strip, paths))
    if not written:
        raise PictureError("There is nothing to draw: no track but drums has a note.")
    return written


def read_pictures(paths: Sequence[Path]) -> Song:
    """The pictures in these files, one after the other, as a song of one piano track.

    Raises PictureError with one sentence.
    """
    song = song_of_pictures([read_picture(path) for path in paths], paths[0].stem if paths else "")
    if not song.note_count:
        raise PictureError(f"There is no note in {paths[0].name if paths else 'no picture'}: it is black.")
    return song


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub(" ", name).strip(" .")[:60]


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PictureError(f"The picture cannot be written to {path}: {error.strerror}.") from None
