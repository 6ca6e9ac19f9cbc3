"""Music to pictures and pictures to music: asked where, done at once, told what the pictures cannot hold."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.song_tracks import with_tracks_of
from genre_studio.ui.file_choosing import choose_files, choose_folder
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.song_files import SongFiles

PICTURE_FILES = "Pictures (*.png);;All files (*)"


class PictureDesk(QObject):
    """Signals: said(str): what just happened."""

    said = Signal(str)

    def __init__(self, document: Document, files: SongFiles, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._files, self._banner, self._window = document, files, banner, window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"add_pictures": self.add, "export_pictures": self.export}

    @Slot()
    def add(self) -> None:
        """Ask for pictures and add what they show as a track."""
        title = "Add pictures of 106 rows as a track"
        choose_files(self._window, title, self._files.folder, PICTURE_FILES, self.add_paths)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add pictures, one after the other in the order of their names, as one track and one edit."""
        paths = sorted(paths)
        pictures = _pictures()
        try:
            shown = pictures.read_pictures(paths)
        except pictures.PictureError as error:
            self._banner.show_message(str(error), is_error=True)
            return
        what = paths[0].name if len(paths) == 1 else f"{len(paths)} pictures"
        song = with_tracks_of(self._document.song, shown, paths[0].stem)
        self._document.apply(f"Add a track from {what}", song)
        self._files.note_folder(paths[0])
        self.said.emit(f"Added {shown.note_count:,} notes from {what}. Undo takes them back.")

    @Slot()
    def export(self) -> None:
        """Ask for a folder, and write each pitched track as pictures."""
        choose_folder(self._window, "Export as pictures: choose a folder", self._files.folder, self.export_to)

    def export_to(self, folder: Path) -> None:
        """Write the pictures into `folder`."""
        pictures = _pictures()
        stem = self._files.path.stem if self._files.path else self._document.song.title or "Song"
        try:
            written = pictures.write_pictures(self._document.song, folder, stem)
        except pictures.PictureError as error:
            self._banner.show_message(str(error), is_error=True)
            return
        count = sum(len(paths) for _, paths in written)
        merged = sum(strip.notes - strip.outside - strip.drawn for strip, _ in written)
        outside = sum(strip.outside for strip, _ in written)
        self.said.emit(
            f"Wrote {'1 picture' if count == 1 else f'{count} pictures'} to {folder}."
            + (f" Notes that ran together in them: {merged:,}." if merged else "")
            + (f" Too high or too low for them: {outside:,}." if outside else "")
        )


def _pictures() -> Any:
    """By name: it brings Pillow, which a window that shows no picture need not wait for."""
    return import_module("genre_studio.music.roll_image.files")
