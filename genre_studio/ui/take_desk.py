"""What is done with takes: audition, keep, discard, star, and the ways out of the window."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.midi_file import MidiFileError
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.takes import apply_take
from genre_studio.ui.file_choosing import choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.song_files import MIDI_FILES, with_midi_suffix
from genre_studio.ui.take_drag import TakeFiles, drag_file, file_mime_data, take_file_name, write_take
from genre_studio.ui.take_shelf import ShelvedTake, TakeShelf


@dataclass(frozen=True, slots=True)
class _Keeping:
    """An edit that kept the take of `key` in place of the takes `replaced`."""

    name: str
    key: int
    replaced: tuple[int, ...]


class TakeDesk(QObject):
    """Carries out the commands on takes. `scale` gives the key for file names.

    Signals: said(str): what just happened. kept(): a take is in the song now.
    """

    said = Signal(str)
    kept = Signal()

    def __init__(
        self,
        document: Document,
        shelf: TakeShelf,
        roll: PianoRoll,
        playing: Playing,
        files: TakeFiles,
        banner: Banner,
        scale: Callable[[], Scale],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._shelf, self._roll, self._playing = document, shelf, roll, playing
        self._files, self._banner, self._scale, self._window = files, banner, scale, window
        self._keepings: list[_Keeping] = []
        self._undone_keepings: list[_Keeping] = []
        shelf.selected.connect(self._propose)

    def with_take(self, take: ShelvedTake) -> Song:
        """The document's song with a take in its place."""
        region = take.request.region
        return apply_take(self._document.song, region.start, region.end, take.notes)

    @Slot(str, int)
    def do(self, command: str, key: int = 0) -> None:
        """Carry out a command on the take of this key, or on the selected one."""
        take = self._shelf.get(key) or self._shelf.current
        if command == "next_take":
            self._shelf.select_next()
        elif take is not None and (take.is_whole or command in ("discard_take", "star_take")):
            self._commands[command](take)

    def drag(self, source: QWidget, key: int, picture: QPixmap) -> None:
        """Drag a take out of the window as a file, from a press in `source`."""
        take = self._shelf.get(key)
        if take is None or not take.is_whole:
            return
        path = self._written(take)
        if path is not None:
            drag_file(source, path, picture)
            self.said.emit(f"Dragged {path.name}.")

    def undone(self, name: str | None) -> None:
        """An undo took back the gesture of this name: a take that it kept is open again."""
        if self._keepings and self._keepings[-1].name == name:
            keeping = self._keepings.pop()
            self._undone_keepings.append(keeping)
            self._show_kept(keeping, kept=False)

    def redone(self, name: str | None) -> None:
        """A redo brought back the gesture of this name."""
        if self._undone_keepings and self._undone_keepings[-1].name == name:
            keeping = self._undone_keepings.pop()
            self._keepings.append(keeping)
            self._show_kept(keeping)

    @property
    def _commands(self) -> dict[str, Callable[[ShelvedTake], None]]:
        return {
            "audition_take": self._audition,
            "keep_take": self._keep,
            "discard_take": self._discard,
            "star_take": lambda take: self._shelf.toggle_star(take.key),
            "export_take": self._export,
            "copy_take": self._copy,
            "reveal_take": self._reveal,
        }

    def _fits(self, take: ShelvedTake) -> bool:
        """Whether the tracks that a take writes are still in the song; says so if not."""
        if all(index < len(self._document.song.tracks) for index in take.notes):
            return True
        self.said.emit("This take was made for tracks that are not in the song any more.")
        return False

    def _audition(self, take: ShelvedTake) -> None:
        if self._fits(take):
            self._shelf.select(take.key)
            self._playing.audition(take.key, self.with_take(take), take.request.region.start)

    def _keep(self, take: ShelvedTake) -> None:
        if take.is_kept or not self._fits(take):
            return
        self._playing.end_audition()
        revision = self._document.revision
        keeping = _Keeping(f"Keep {take.title}", take.key, self._in_the_way_of(take))
        self._document.apply(keeping.name, self.with_take(take))
        if self._document.revision != revision:
            self._keepings.append(keeping)
            self._undone_keepings.clear()
        self._show_kept(keeping)
        self.said.emit(f"Kept {take.title}. Undo takes it back.")
        self.kept.emit()

    def _in_the_way_of(self, take: ShelvedTake) -> tuple[int, ...]:
        """The kept takes that make way in the song when this one is kept."""
        region = take.request.region
        return tuple(
            other.key
            for other in self._shelf.takes
            if other.is_kept
            and other.request.region.start < region.end
            and region.start < other.request.region.end
            and other.notes.keys() & take.notes.keys()
        )

    def _show_kept(self, keeping: "_Keeping", *, kept: bool = True) -> None:
        self._shelf.mark_kept(keeping.key, kept=kept)
        for key in keeping.replaced:
            self._shelf.mark_kept(key, kept=not kept)

    def _discard(self, take: ShelvedTake) -> None:
        if self._playing.is_playing:
            self._playing.end_audition()
        self._shelf.discard(take.key)
        self.said.emit(f"Discarded {take.title}; seed {take.request.seed} brings it back.")

    def _export(self, take: ShelvedTake) -> None:
        name = take_file_name(take.request.song, take, self._scale())

        def write(path: Path) -> None:
            self.export_to(take, with_midi_suffix(path))

        choose_place(self._window, "Export the take", Path.home() / name, MIDI_FILES, write)

    def export_to(self, take: ShelvedTake, path: Path) -> None:
        try:
            write_take(take.request.song, take, path)
        except (OSError, MidiFileError) as error:
            self._banner.show_message(f"The take could not be exported: {error}", is_error=True)
        else:
            self.said.emit(f"Exported {path.name}.")

    def _copy(self, take: ShelvedTake) -> None:
        path = self._written(take)
        if path is not None:
            QGuiApplication.clipboard().setMimeData(file_mime_data(path))
            self.said.emit(f"Copied {path.name}; paste it into a folder or a DAW.")

    def _reveal(self, take: ShelvedTake) -> None:
        path = self._written(take)
        if path is not None:
            reveal(path)

    def _written(self, take: ShelvedTake) -> Path | None:
        try:
            return self._files.write(take.request.song, take, self._scale())
        except (OSError, MidiFileError) as error:
            self._banner.show_message(f"The take could not be written to a file: {error}", is_error=True)
            return None

    @Slot(object)
    def _propose(self, take: ShelvedTake | None) -> None:
        """Show the selected take on the roll, unless it is in the song already."""
        shown = take is not None and not take.is_kept and bool(take.notes)
        self._roll.set_proposal(take.notes if shown and take is not None else None)


def reveal(path: Path) -> None:
    """Show a file in the system's file manager."""
    if sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])
    elif sys.platform == "win32":
        subprocess.Popen(["explorer", f"/select,{path}"])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
