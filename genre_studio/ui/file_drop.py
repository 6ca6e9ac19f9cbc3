"""MIDI files dropped on the window: one opens, several are added to the song as tracks."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from genre_studio.ui.song_files import MIDI_SUFFIXES, SongFiles


class FileDrop(QObject):
    """Watches `window` for drops. With Alt, a single file is added too."""

    def __init__(self, window: QWidget, files: SongFiles) -> None:
        super().__init__(window)
        self._files = files
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Drags enter and are dropped; both events are QDropEvents. Takes on their way out have a source.
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        paths = [path for path in paths if path.suffix.lower() in MIDI_SUFFIXES]
        if event.source() is not None or not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.take(paths, adds=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        return True

    def take(self, paths: list[Path], *, adds: bool) -> None:
        """Open a single file, or add several."""
        if adds or len(paths) > 1:
            self._files.add_paths(paths)
        else:
            self._files.open_path(paths[0])
