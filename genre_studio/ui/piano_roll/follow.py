"""How the view goes with the music while it plays."""

from enum import Enum

from PySide6.QtCore import QObject, Signal

from genre_studio.ui.piano_roll.viewport import Viewport


class Follow(Enum):
    """The value is what a menu calls it."""

    OFF = "off"
    PAGE = "page by page"
    SMOOTH = "smoothly"


class Following(QObject):
    """Brings the playhead into view, in the way that is chosen.

    Signals: changed(): another way is chosen.
    """

    changed = Signal()

    def __init__(self, viewport: Viewport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._way = Follow.PAGE

    @property
    def way(self) -> Follow:
        return self._way

    def choose(self, way: Follow) -> None:
        if way is not self._way:
            self._way = way
            self.changed.emit()

    def look_at(self, tick: int) -> None:
        """Bring `tick` into view: by turning the page, or by keeping it in the middle."""
        if self._way is Follow.PAGE:
            self._viewport.reveal_tick(tick)
        elif self._way is Follow.SMOOTH:
            # By whole pixels: what is painted already can be shifted then.
            away = round(self._viewport.coordinates.x_at(tick) - self._viewport.size.width() / 2)
            self._viewport.scroll_by(away, 0)
