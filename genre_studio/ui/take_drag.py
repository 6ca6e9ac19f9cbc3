"""Taking a take out of the studio: as a dragged file, a copied one, or shown in its folder.

A real file is written first, unique for each drag, in the studio's own data folder: hosts keep the
path (Logic) or may not read a temporary folder (sandboxes). Files are pruned after 30 days.
"""

import contextlib
import re
import time
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget

from genre_studio.music.midi_file import write_song
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.take_song import take_song

TAKE_FORMAT = "application/x-genre-studio-take"
"""The id of a take in decimal digits: only this window can do something with it."""

KEPT_FOR_S = 30 * 24 * 3600
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class TakeFiles:
    """Writes takes into `folder` (the user's data folder by default), each into a folder of its own."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_data_path("genre-studio", appauthor=False) / "dragged takes"

    def write(self, song: Song, take: TakeRecord, scale: Scale) -> Path:
        """A new file of the take alone. Raises OSError or MidiFileError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        folder = self._new_folder()
        path = folder / take_file_name(song, take, scale)
        write_take(song, take, path)
        return path

    def write_song(self, song: Song, name: str) -> Path:
        """A new file of a song. Raises OSError or MidiFileError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._new_folder() / f"{_FORBIDDEN.sub(' ', name).strip() or 'Notes'}.mid"
        write_song(song, path, tracks_end_together=True)
        return path

    def prune(self, now_s: float | None = None) -> int:
        """Remove what was dragged out more than 30 days before `now_s` (epoch); returns how many files."""
        now_s = time.time() if now_s is None else now_s
        pruned = 0
        for path in self.folder.glob("*/*.mid"):
            with contextlib.suppress(OSError):  # still open in a host, or already gone
                if now_s - path.stat().st_mtime > KEPT_FOR_S:
                    path.unlink()
                    path.parent.rmdir()
                    pruned += 1
        return pruned

    def _new_folder(self) -> Path:
        """A folder that no earlier drag has: the file's name stays free for what a person reads."""
        number = 1 + max((int(p.name) for p in self.folder.iterdir() if p.name.isdigit()), default=0)
        while True:
            folder = self.folder / f"{number:06d}"
            try:
                folder.mkdir()
            except FileExistsError:
                number += 1
            else:
                return folder


def write_take(song: Song, take: TakeRecord, path: Path) -> None:
    """The take alone: it starts on its bar, one channel and one track a part, and ends on the full bar."""
    alone = take_song(song, *take.asked.region, take.notes, take.events)
    write_song(alone, path, tracks_end_together=True)


def take_file_name(song: Song, take: TakeRecord, scale: Scale) -> str:
    """Part, take, genre, tempo and key, for hosts that ignore tempo and key in the file.

    The part is the track where the take writes only one, else the song: "Demo take 2 jazz 120bpm Cm.mid".
    """
    before = [t for t in song.tempos if t.tick <= take.asked.region[0]]
    bpm = max(before, key=lambda t: t.tick).bpm if before else 120.0
    key = scale.root_title.replace("♭", "b").replace("♯", "#") + ("m" if scale.is_minor else "")
    words = (_part_name(song, take), f"take {take.number}", take.asked.genre, f"{bpm:.0f}bpm", key)
    return _FORBIDDEN.sub(" ", " ".join(word for word in words if word)).strip() + ".mid"


def _part_name(song: Song, take: TakeRecord) -> str:
    parts = [index for index, notes in take.notes.items() if len(notes)]
    name = song.tracks[parts[0]].name.strip() if len(parts) == 1 and len(take.asked.tracks) == 1 else ""
    return name or song.title.strip() or "Song"


def file_mime_data(path: Path) -> QMimeData:
    """A file as drags and the clipboard carry it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def take_mime_data(path: Path, id: int) -> QMimeData:
    """A take's file, and for our own window which take it is."""
    data = file_mime_data(path)
    data.setData(TAKE_FORMAT, QByteArray(str(id).encode()))
    return data


def dragged_take(data: QMimeData) -> int | None:
    """The id of the take that a drag carries; None for a drag of anything else."""
    text = bytes(data.data(TAKE_FORMAT).data()).decode("ascii", "replace")  # empty where there is none
    return int(text) if text.isdecimal() else None


def drag_take(source: QWidget, path: Path, id: int, picture: QPixmap) -> Qt.DropAction:
    """Drag a take's file out of the window, or onto a track of it; returns when it has been dropped.

    Only copying is offered: a target that moves would delete the file.
    """
    drag = QDrag(source)
    drag.setMimeData(take_mime_data(path, id))
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(16, picture.deviceIndependentSize().toSize().height() // 2))
    return drag.exec(Qt.DropAction.CopyAction)
