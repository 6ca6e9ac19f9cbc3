"""What the ruler draws, from above: marks, the loop, bar numbers with the playhead's head, the region."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QLine, QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygon

from genre_studio.ui.piano_roll.grid_lines import LineKind, lines_within
from genre_studio.ui.piano_roll.layers.marks_layer import MARKS_HEIGHT, paint_marks
from genre_studio.ui.piano_roll.layers.small_font import small_font, small_metrics
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.ruler_numbers import numbers_within
from genre_studio.ui.theme import UNIT, Theme, with_alpha

RULER_HEIGHT = 7 * UNIT
LOOP_TOP = MARKS_HEIGHT + 1
LOOP_HEIGHT = UNIT
NUMBERS_TOP = LOOP_TOP + LOOP_HEIGHT
REGION_TOP = RULER_HEIGHT - 2 * UNIT
_NUMBER_PX = 16


def paint_ruler(painter: QPainter, view: RollView, area: QRect) -> None:
    """Paint the whole ruler; `area` starts at (0, 0)."""
    painter.fillRect(area, view.theme.window)
    paint_marks(painter, view, area)
    _paint_region(painter, view)
    _paint_lines(painter, view, area)
    _paint_numbers(painter, view, area)
    _paint_loop(painter, view)
    _paint_playhead(painter, view)


def _paint_region(painter: QPainter, view: RollView) -> None:
    """A hatched bar in the accent with firm ends: the part of the song that a generator may write."""
    if view.region is None:
        return
    left, right = (view.coordinates.px_at(tick) for tick in view.region)
    brace = QRect(left, REGION_TOP + 2, right - left, RULER_HEIGHT - REGION_TOP - 5)
    painter.fillRect(brace, with_alpha(view.theme.accent, 0.22))
    painter.setBrushOrigin(-round(view.coordinates.scroll_x), 0)
    painter.fillRect(brace, QBrush(with_alpha(view.theme.accent, 0.6), Qt.BrushStyle.BDiagPattern))
    for x in (left, right - 2):
        painter.fillRect(x, brace.top(), 3, brace.height(), view.theme.accent)


def _paint_loop(painter: QPainter, view: RollView) -> None:
    """A strip above the numbers with a foot at either end: what is played over and over."""
    if view.loop is None:
        return
    left, right = (view.coordinates.px_at(tick) for tick in view.loop)
    painter.fillRect(
        QRect(left, LOOP_TOP, right - left, REGION_TOP - LOOP_TOP), with_alpha(view.theme.text, 0.08)
    )
    painter.fillRect(QRect(left, LOOP_TOP + 2, right - left, LOOP_HEIGHT - 4), view.theme.text_dim)
    for x in (left, right - 2):
        painter.fillRect(x, LOOP_TOP, 2, LOOP_HEIGHT, view.theme.text_dim)


def _paint_lines(painter: QPainter, view: RollView, area: QRect) -> None:
    coordinates, theme = view.coordinates, view.theme
    ticks = coordinates.tick_at(-1), coordinates.tick_at(area.width() + 1)
    lengths = {LineKind.BEAT: 4, LineKind.BAR: REGION_TOP - NUMBERS_TOP}
    for kind, lines in lines_within(
        view.song.meter_map, view.ruled_grid, coordinates.px_per_tick, ticks
    ).items():
        if kind in lengths:
            painter.setPen(theme.line_bar)
            xs = [coordinates.px_at(tick) for tick in lines]
            painter.drawLines([QLine(x, REGION_TOP - lengths[kind], x, REGION_TOP - 1) for x in xs])
    painter.fillRect(0, area.bottom(), area.width(), 1, theme.line)


def _paint_numbers(painter: QPainter, view: RollView, area: QRect) -> None:
    """Bar numbers, and beats behind a dot where there is room."""
    coordinates, theme = view.coordinates, view.theme
    painter.setFont(small_font(theme, _NUMBER_PX))
    ticks = coordinates.tick_at(-2 * REGION_TOP), coordinates.tick_at(area.width())
    for number in numbers_within(view.song.meter_map, coordinates.px_per_tick, ticks, _width_of(theme)):
        painter.setPen(theme.text if number.is_bar else theme.text_dim)
        where = QRect(coordinates.px_at(number.tick) + 4, NUMBERS_TOP, 96, REGION_TOP - NUMBERS_TOP - 3)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, number.text)


@lru_cache(maxsize=4)
def _width_of(theme: Theme) -> Callable[[str], int]:
    """How wide a number is in the theme's small font; each is measured once."""
    metrics = small_metrics(theme, _NUMBER_PX)

    # A function of ours: wrapping Qt's own makes PySide read all its signatures, 75 ms of the start.
    @lru_cache(maxsize=4096)
    def width(text: str) -> int:
        return metrics.horizontalAdvance(text)

    return width


def _paint_playhead(painter: QPainter, view: RollView) -> None:
    if view.playhead is None:
        return
    x = view.coordinates.px_at(view.playhead)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.theme.text)
    top = REGION_TOP - 8
    painter.drawPolygon(QPolygon([QPoint(x - 5, top), QPoint(x + 6, top), QPoint(x, top + 7)]))
    painter.fillRect(x, top, 1, RULER_HEIGHT - top, view.theme.text)
