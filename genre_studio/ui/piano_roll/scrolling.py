"""Scroll bars that follow the view and move it."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QScrollBar, QWidget

from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.viewport import Viewport

_SHAPING = frozenset({"coordinates", "song", "region", "draft"})
_STEP_PX = 48


class ScrollBars(QObject):
    """A pair of scroll bars and a viewport kept the same, without echoes."""

    def __init__(self, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._is_following = False
        self.across = QScrollBar(Qt.Orientation.Horizontal, parent)
        self.down = QScrollBar(Qt.Orientation.Vertical, parent)
        self.across.setAccessibleName("Scroll through the song")
        self.down.setAccessibleName("Scroll through the pitches")
        for bar in (self.across, self.down):
            bar.valueChanged.connect(self._scroll)
        model.changed.connect(self._follow_changed)
        viewport.resized.connect(self._follow)

    @Slot(object)
    def _follow_changed(self, changed: frozenset[str]) -> None:
        if changed & _SHAPING:
            self._follow()

    @Slot()
    def _follow(self) -> None:
        if self._is_following:
            return
        self._is_following = True
        coordinates, size = self._viewport.coordinates, self._viewport.size
        _fit(self.across, self._viewport.content_width, size.width(), coordinates.scroll_x)
        _fit(self.down, coordinates.content_height, size.height(), coordinates.scroll_y)
        self._is_following = False

    @Slot(int)
    def _scroll(self, _value: int) -> None:
        if not self._is_following:
            self._is_following = True
            self._viewport.scroll_to(self.across.value(), self.down.value())
            self._is_following = False


def _fit(bar: QScrollBar, content_px: int, view_px: int, value_px: float) -> None:
    bar.setRange(0, max(0, content_px - view_px))
    bar.setPageStep(max(1, view_px))
    bar.setSingleStep(_STEP_PX)
    bar.setValue(round(value_px))
