"""The ways of a take out of the window: dragged, exported, copied, shown in its folder."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.midi_file import MidiFileError
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import TakeRecord
from genre_studio.ui.file_choosing import choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.song_files import MIDI_FILES, with_midi_suffix
from genre_studio.ui.take_drag import TakeFiles, drag_take, file_mime_data, take_file_name, write_take


class TakeExits(QObject):
    """Writes takes to files. `scale` gives the key for their names. Signals: said(str): what happened."""

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        files: TakeFiles,
        banner: Banner,
        scale: Callable[[], Scale],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._files, self._banner = document, files, banner
        self._scale, self._window = scale, window

    def drag(self, source: QWidget, take: TakeRecord, picture: QPixmap) -> None:
        """Drag a take as a file, from a press in `source`; returns when it has been dropped."""
        path = self._written(take)
        if path is not None:
            drag_take(source, path, take.id, picture)
            self.said.emit(f"Dragged {path.name}.")

    def export(self, take: TakeRecord) -> None:
        """Ask where, and write the take."""
        name = take_file_name(self._document.song, take, self._scale())

        def write(path: Path) -> None:
            self.export_to(take, with_midi_suffix(path))

        choose_place(self._window, "Export the take", Path.home() / name, MIDI_FILES, write)

    def export_to(self, take: TakeRecord, path: Path) -> None:
        try:
            write_take(self._document.song, take, path)
        except (OSError, MidiFileError) as error:
            self._banner.show_message(f"The take could not be exported: {error}", is_error=True)
        else:
            self.said.emit(f"Exported {path.name}.")

    def copy(self, take: TakeRecord) -> None:
        """Put the take's file on the clipboard."""
        path = self._written(take)
        if path is not None:
            QGuiApplication.clipboard().setMimeData(file_mime_data(path))
            self.said.emit(f"Copied {path.name}; paste it into a folder or a DAW.")

    def reveal(self, take: TakeRecord) -> None:
        """Write the take and show its file in the system's file manager."""
        path = self._written(take)
        if path is not None:
            _reveal(path)

    def _written(self, take: TakeRecord) -> Path | None:
        try:
            return self._files.write(self._document.song, take, self._scale())
        except (OSError, MidiFileError) as error:
            self._banner.show_message(f"The take could not be written to a file: {error}", is_error=True)
            return None


def _reveal(path: Path) -> None:
    if sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])
    elif sys.platform == "win32":
        subprocess.Popen(["explorer", f"/select,{path}"])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
