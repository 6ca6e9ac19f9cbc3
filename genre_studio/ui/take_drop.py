"""A take dropped inside the window: on the roll it is kept whole, on a track of the list only that part."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from genre_studio.ui.panels.track_list import TrackList
from genre_studio.ui.panels.track_row import TrackRow
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.take_desk import TakeDesk
from genre_studio.ui.take_drag import dragged_take

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class TakeDrop(QObject):
    """Watches the roll and the list of tracks for takes of this window."""

    def __init__(self, roll: PianoRoll, tracks: TrackList, desk: TakeDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._roll, self._tracks, self._desk = roll, tracks, desk
        for place in (roll, tracks):
            place.setAcceptDrops(True)
            place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        id = dragged_take(event.mimeData())
        if id is None or event.source() is None:  # from another window its id would mean another take
            return False
        track = self._track_at(watched, event)
        if watched is self._tracks and track is None:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() not in _DRAGS:
            self._keep(id, track)
        return True

    def _keep(self, id: int, track: int | None) -> None:
        if track is None:
            self._desk.do("keep_take", id)
        else:
            self._desk.keep_on_track(id, track)

    def _track_at(self, watched: QObject, event: QDropEvent) -> int | None:
        """The track of the row under the pointer; None on the roll and beside the rows."""
        if watched is not self._tracks:
            return None
        place: QWidget | None = self._tracks.childAt(event.position().toPoint())
        while place is not None and not isinstance(place, TrackRow):
            place = place.parentWidget()
        return place.index if isinstance(place, TrackRow) else None
