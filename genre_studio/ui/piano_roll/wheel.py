"""What the wheel does, everywhere in the roll: scroll, Shift sideways, Ctrl zoom, Ctrl+Shift taller rows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from genre_studio.ui.piano_roll.viewport import ZOOM_STEP, Viewport

_NOTCH = 120.0  # Qt's angle delta of one click of a wheel
_NOTCH_PX = 64.0


def turn_wheel(viewport: Viewport, event: QWheelEvent) -> None:
    """Scroll or zoom round the pointer, by notches of a wheel or pixels of a trackpad."""
    delta, pixels = event.angleDelta(), event.pixelDelta()
    notches = (delta.y() or delta.x()) / _NOTCH
    modifiers, at = event.modifiers(), event.position()
    zooms = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    is_sideways = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if zooms and is_sideways:
        viewport.zoom_y(1 if notches > 0 else -1, at.y())
    elif zooms:
        viewport.zoom_x(ZOOM_STEP**notches, at.x())
    elif is_sideways:
        viewport.scroll_by(-notches * _NOTCH_PX, 0)
    elif not pixels.isNull():
        viewport.scroll_by(-pixels.x(), -pixels.y())
    else:
        viewport.scroll_by(-delta.x() / _NOTCH * _NOTCH_PX, -delta.y() / _NOTCH * _NOTCH_PX)
    event.accept()
