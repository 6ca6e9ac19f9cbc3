"""What wheel and touchpad do, everywhere in the roll.

They scroll, with Shift sideways. Ctrl zooms the beats round the pointer, Alt or Ctrl+Shift the rows; over
the keyboard every zoom is one of rows. Two fingers that spread zoom the beats.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from genre_studio.ui.piano_roll.viewport import ZOOM_STEP, Viewport

_NOTCH = 120.0  # Qt's angle delta of one click of a wheel
_NOTCH_PX = 64.0
_PINCHED_ROWS = 8.0  # steps of row height for fingers that spread to twice their distance


def turn_wheel(viewport: Viewport, event: QWheelEvent, *, zooms_rows: bool = False) -> None:
    """Scroll or zoom round the pointer, by notches of a wheel or pixels of a touchpad."""
    delta, modifiers, at = event.angleDelta(), event.modifiers(), event.position()
    notches = (delta.y() or delta.x()) / _NOTCH  # Qt turns the wheel sideways while Alt is held
    has_ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    has_alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if has_alt or (has_ctrl and (has_shift or zooms_rows)):
        viewport.zoom_y(notches, at.y())
    elif has_ctrl:
        viewport.zoom_x(ZOOM_STEP**notches, at.x())
    else:
        x, y = _scrolled_px(event)
        viewport.scroll_by(*((x or y, 0) if has_shift else (x, y)))
    event.accept()


def turn_axis(viewport: Viewport, event: QWheelEvent, x: float) -> None:
    """Over what shares the roll's axis: zoom round `x` pixels of the paper with Ctrl, or scroll sideways."""
    notches = (event.angleDelta().y() or event.angleDelta().x()) / _NOTCH
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        viewport.zoom_x(ZOOM_STEP**notches, x)
    else:
        viewport.scroll_by(-notches * _NOTCH_PX, 0)
    event.accept()


def pinch(viewport: Viewport, event: QEvent, *, zooms_rows: bool = False) -> bool:
    """Zoom by two fingers; returns whether the event was that."""
    if not isinstance(event, QNativeGestureEvent):
        return False
    if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
        return False
    if zooms_rows:
        viewport.zoom_y(_PINCHED_ROWS * event.value(), event.position().y())
    else:
        viewport.zoom_x(max(0.1, 1 + event.value()), event.position().x())
    event.accept()
    return True


def _scrolled_px(event: QWheelEvent) -> tuple[float, float]:
    """How far to scroll: pixel by pixel where the device tells pixels."""
    pixels, delta = event.pixelDelta(), event.angleDelta()
    if not pixels.isNull():
        return -pixels.x(), -pixels.y()
    return -delta.x() / _NOTCH * _NOTCH_PX, -delta.y() / _NOTCH * _NOTCH_PX
