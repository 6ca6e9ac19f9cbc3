"""The ruler's upper row: markers as flags, changes of meter and tempo as quiet text."""

from dataclasses import replace

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from genre_studio.ui.piano_roll.layers.small_font import small_font, small_metrics
from genre_studio.ui.piano_roll.marks.mark import Mark, MarkBox, MarkKind, laid_out, marks_of
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import Theme, with_alpha

MARKS_HEIGHT = 18
_PADDING_PX = 6
_TEXT_PX = MARKS_HEIGHT - 2


def mark_boxes(view: RollView, width: int) -> tuple[MarkBox, ...]:
    """Where the marks stand in a ruler `width` pixels wide, the dragged one where it is now."""
    metrics = small_metrics(view.theme, _TEXT_PX)
    return laid_out(_shown(view), view.coordinates.x_at, metrics.horizontalAdvance, width)


def paint_marks(painter: QPainter, view: RollView, area: QRect) -> None:
    """`area` starts at (0, 0) and is as wide as the ruler."""
    theme = view.theme
    metrics = small_metrics(theme, _TEXT_PX)
    painter.setFont(small_font(theme, _TEXT_PX))
    for box in mark_boxes(view, area.width()):
        is_marker = box.mark.kind is MarkKind.MARKER
        if not box.is_stuck:
            painter.fillRect(box.left, 2, 2 if is_marker else 1, MARKS_HEIGHT - 2, _edge(theme, box.mark))
        if not box.has_text:
            continue
        ground = QRect(box.left, 2, box.width, MARKS_HEIGHT - 4)
        if is_marker:
            painter.fillRect(ground, with_alpha(theme.accent, 0.22))
        painter.setPen(theme.text if is_marker else theme.text_dim)
        inner = ground.adjusted(_PADDING_PX, 0, 0, 0)
        text = metrics.elidedText(box.mark.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
    painter.fillRect(area.left(), MARKS_HEIGHT, area.width(), 1, theme.line_beat)


def _shown(view: RollView) -> tuple[Mark, ...]:
    marks = marks_of(view.song)
    if view.dragged_mark is None:
        return marks
    dragged, tick = view.dragged_mark
    rest = [mark for mark in marks if mark != dragged]
    return tuple(sorted([*rest, replace(dragged, tick=tick)], key=lambda mark: mark.tick))


def _edge(theme: Theme, mark: Mark) -> QColor:
    return theme.accent if mark.kind is MarkKind.MARKER else theme.line_bar
