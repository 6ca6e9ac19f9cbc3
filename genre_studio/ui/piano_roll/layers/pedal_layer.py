"""A pedal as bars: where it is down, and how deep. Half-pedalling is a lower bar."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.pedal import PedalSpan
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import UNIT, with_alpha

_TALLEST_PX = 5 * UNIT


def span_rectangle(view: RollView, span: PedalSpan, height: int) -> QRect:
    """Where a span is drawn; one without an end runs past the right edge."""
    left = round(view.coordinates.x_at(span.start))
    right = round(view.coordinates.x_at(span.end)) if span.end is not None else 1 << 15
    tall = round(min(height - 2 * UNIT, _TALLEST_PX) * span.depth / 127)
    bottom = (height + min(height - 2 * UNIT, _TALLEST_PX)) // 2
    return QRect(left, bottom - tall, max(right - left, 2), tall)


def paint_pedal(
    painter: QPainter, view: RollView, area: QRect, spans: tuple[PedalSpan, ...], height: int
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    colour = view.theme.track_colour(view.colour)
    shown = [span_rectangle(view, span, height) for span in spans]
    shown = [r for r in shown if r.right() >= area.left() and r.left() <= area.right()]
    painter.setBrush(with_alpha(colour, 0.5))
    painter.drawRects([r.intersected(area.adjusted(-4, 0, 4, 0)) for r in shown])
    painter.setBrush(colour)
    painter.drawRects([QRect(x, r.top(), 2, r.height()) for r in shown for x in (r.left(), r.right() - 1)])
    font = painter.font()
    font.setPointSizeF(view.theme.small_pt)
    painter.setFont(font)
    painter.setPen(view.theme.text)
    for r in shown:
        if r.width() > 8 * UNIT:
            inner = r.adjusted(UNIT, 0, 0, 0)
            inner.setLeft(max(inner.left(), UNIT))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, "down")
