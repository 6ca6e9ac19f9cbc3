"""Looking at painted pixels."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage


def colour_at(hand, tick: int, pitch: int, *, down: int = 0) -> QColor:
    """What the roll's paper shows at a tick, `down` pixels below the middle of a pitch's row."""
    image = QImage(hand.area.size(), QImage.Format.Format_RGB32)
    hand.area.render(image)
    return QColor(image.pixel(hand.place(tick, pitch) + QPoint(0, down)))


def is_near(a: QColor, b: QColor, tolerance: int = 12) -> bool:
    """Whether no channel differs by more than `tolerance` of 255."""
    channels = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)
    return all(abs(one - other) <= tolerance for one, other in channels)
