"""What the ruler draws: bar numbers, ticks, the loop, the region's brace, the playhead's head."""

from PySide6.QtCore import QLine, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPolygon

from genre_studio.ui.piano_roll.grid_lines import LineKind, bar_stride, lines_within
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import UNIT, with_alpha

RULER_HEIGHT = 5 * UNIT
UPPER_HEIGHT = 3 * UNIT  # the numbers; below them the region's brace
_NUMBERS_APART_PX = 48.0


def paint_ruler(painter: QPainter, view: RollView, area: QRect) -> None:
    """Paint the whole ruler; `area` starts at (0, 0)."""
    painter.fillRect(area, view.theme.window)
    _paint_region(painter, view)
    _paint_lines(painter, view, area)
    _paint_numbers(painter, view, area)
    _paint_loop(painter, view)
    _paint_playhead(painter, view)


def _paint_region(painter: QPainter, view: RollView) -> None:
    """A bar in the accent with firm ends: the part of the song that a generator may write."""
    if view.region is None:
        return
    left, right = (round(view.coordinates.x_at(tick)) for tick in view.region)
    brace = QRect(left, UPPER_HEIGHT + 2, right - left, RULER_HEIGHT - UPPER_HEIGHT - 5)
    painter.fillRect(brace, with_alpha(view.theme.accent, 0.45))
    for x in (left, right - 2):
        painter.fillRect(x, brace.top(), 3, brace.height(), view.theme.accent)


def _paint_loop(painter: QPainter, view: RollView) -> None:
    """A strip along the upper edge with a foot at either end: what is played over and over."""
    if view.loop is None:
        return
    left, right = (round(view.coordinates.x_at(tick)) for tick in view.loop)
    painter.fillRect(QRect(left, 0, right - left, UPPER_HEIGHT), with_alpha(view.theme.text, 0.08))
    painter.fillRect(QRect(left, 0, right - left, 3), view.theme.text_dim)
    for x in (left, right - 2):
        painter.fillRect(x, 0, 2, UPPER_HEIGHT, view.theme.text_dim)


def _paint_lines(painter: QPainter, view: RollView, area: QRect) -> None:
    coordinates, theme = view.coordinates, view.theme
    ticks = coordinates.tick_at(-1), coordinates.tick_at(area.width() + 1)
    lengths = {LineKind.BEAT: 4, LineKind.BAR: UPPER_HEIGHT - 8}
    for kind, lines in lines_within(
        view.song.meter_map, view.ruled_grid, coordinates.px_per_tick, ticks
    ).items():
        if kind in lengths:
            painter.setPen(theme.line_bar)
            xs = [round(coordinates.x_at(tick)) for tick in lines]
            painter.drawLines([QLine(x, UPPER_HEIGHT - lengths[kind], x, UPPER_HEIGHT - 1) for x in xs])
    painter.fillRect(0, area.bottom(), area.width(), 1, theme.line)


def _paint_numbers(painter: QPainter, view: RollView, area: QRect) -> None:
    """Bar numbers, and beats behind a dot where there is room."""
    coordinates, meters, theme = view.coordinates, view.song.meter_map, view.theme
    font = painter.font()
    font.setPointSizeF(theme.small_pt)
    painter.setFont(font)
    first_tick = max(0, int(coordinates.tick_at(-_NUMBERS_APART_PX)))
    stride = bar_stride(meters, coordinates.px_per_tick, first_tick, _NUMBERS_APART_PX)
    first = meters.bar_index_at(first_tick)
    last = meters.bar_index_at(max(0, int(coordinates.tick_at(area.width()))))
    for bar in range(first - first % stride, last + 1, stride):
        start = meters.bar_start(bar)
        _write(painter, view, start, f"{bar + 1}", is_bar=True)
        beat = meters.meter_at(start).beat_ticks(meters.ppq)
        if beat * coordinates.px_per_tick >= _NUMBERS_APART_PX:
            for number, tick in enumerate(range(start + beat, meters.bar_end_at(start), beat), 2):
                _write(painter, view, tick, f"{bar + 1}.{number}", is_bar=False)


def _write(painter: QPainter, view: RollView, tick: int, text: str, *, is_bar: bool) -> None:
    painter.setPen(view.theme.text if is_bar else view.theme.text_dim)
    x = round(view.coordinates.x_at(tick)) + 4
    painter.drawText(QRect(x, 0, 64, UPPER_HEIGHT - 4), Qt.AlignmentFlag.AlignVCenter, text)


def _paint_playhead(painter: QPainter, view: RollView) -> None:
    if view.playhead is None:
        return
    x = round(view.coordinates.x_at(view.playhead))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.theme.text)
    top = UPPER_HEIGHT - 8
    painter.drawPolygon(QPolygon([QPoint(x - 5, top), QPoint(x + 6, top), QPoint(x, top + 7)]))
    painter.fillRect(x, top, 1, RULER_HEIGHT - top, view.theme.text)
