"""Songs dropped on the window: one opens, several MIDI files are added to the song as tracks."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from genre_studio.session.schema import SUFFIX
from genre_studio.ui.song_files import MIDI_SUFFIXES, SongFiles


class FileDrop(QObject):
    """Watches `window` for drops. On the list of tracks, and with Alt, a single file is added too."""

    def __init__(self, window: QWidget, files: SongFiles, tracks: QWidget) -> None:
        super().__init__(window)
        self._files, self._window, self._tracks = files, window, tracks
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Drags enter and are dropped; both events are QDropEvents. Takes on their way out have a source.
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        songs = [path for path in paths if path.suffix.lower() in MIDI_SUFFIXES]
        # A session brings its history and takes: it opens alone, and cannot be added to another one.
        sessions = [path for path in paths if path.suffix.lower() == SUFFIX]
        paths = songs or sessions[:1]
        if event.source() is not None or not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.take(paths, adds=is_alt or self._is_on_tracks(event.position().toPoint()))
        return True

    def _is_on_tracks(self, at: QPoint) -> bool:
        inside = self._tracks.mapFrom(self._window, at)
        return self._tracks.isVisible() and self._tracks.rect().contains(inside)

    def take(self, paths: list[Path], *, adds: bool) -> None:
        """Open a single file, or add several."""
        if (adds or len(paths) > 1) and paths[0].suffix.lower() != SUFFIX:
            self._files.add_paths(paths)
        else:
            self._files.open_path(paths[0])
