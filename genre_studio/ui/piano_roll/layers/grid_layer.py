"""The paper: rows of black keys shaded, the scale tinted, lines by bar, beat and grid step."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from genre_studio.music.scales import Scale
from genre_studio.music.timing import MeterMap
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.grid_lines import LineKind, line_stride, lines_within
from genre_studio.ui.piano_roll.pitch_names import is_black_key
from genre_studio.ui.piano_roll.pitch_rows import PitchRows
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import Theme

_CROWDED_PX = 32.0
_TILE_PX = 256


def paint_grid(painter: QPainter, view: RollView, area: QRect) -> None:
    """Fill the area and rule it. The densest lines give way first when zoomed out."""
    coordinates = view.coordinates
    scroll_y = round(coordinates.scroll_y)
    bottom = coordinates.content_height - scroll_y
    if bottom <= area.bottom():
        painter.fillRect(area, view.theme.surface)
    rows = _rows_picture(
        view.theme, coordinates.rows, coordinates.row_px, view.highlighted_scale, view.is_drums
    )
    shown = area.intersected(QRect(area.left(), -scroll_y, area.width(), coordinates.content_height))
    # Copied piece by piece: drawTiledPixmap samples every pixel, which takes ten times as long.
    for x in range(shown.left(), shown.right() + 1, _TILE_PX):
        width = min(_TILE_PX, shown.right() + 1 - x)
        painter.drawPixmap(
            QPoint(x, shown.top()), rows, QRect(0, shown.top() + scroll_y, width, shown.height())
        )
    paint_lines(painter, view, area, bottom)


@lru_cache(maxsize=4)
def _rows_picture(theme: Theme, rows: PitchRows, row_px: int, scale: Scale | None, is_drums: bool) -> QPixmap:
    """All rows in a strip that is laid side by side: drawn once and not at every repaint."""
    picture = QPixmap(_TILE_PX, row_px * len(rows))
    picture.fill(theme.surface)
    painter = QPainter(picture)
    for number, pitch in enumerate(rows.pitches.tolist()):
        row = QRect(0, number * row_px, _TILE_PX, row_px)
        if is_black_key(pitch) and not is_drums:
            painter.fillRect(row, theme.row_black)
        if scale is not None and pitch in scale:
            painter.fillRect(row, theme.row_in_scale)
        if pitch % 12 == 0 or (is_drums and row_px >= 8):
            line = theme.line_sub if is_drums else theme.line_beat
            painter.fillRect(row.left(), row.bottom(), row.width(), 1, line)
    painter.end()
    return picture


def paint_lines(painter: QPainter, view: RollView, area: QRect, bottom: int) -> None:
    """Rule the area down to `bottom`, exclusive."""
    theme, coordinates, meters = view.theme, view.coordinates, view.song.meter_map
    ticks = coordinates.tick_at(area.left() - 1), coordinates.tick_at(area.right() + 1)
    height = min(area.bottom(), bottom - 1) - area.top() + 1
    colours = {LineKind.STEP: theme.line_sub, LineKind.BEAT: theme.line_beat, LineKind.BAR: theme.line_bar}
    if _bars_are_crowded(meters, coordinates):
        colours[LineKind.BAR] = theme.line_beat
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, lines in lines_within(meters, view.ruled_grid, coordinates.px_per_tick, ticks).items():
        painter.setBrush(colours[kind])
        xs = coordinates.xs_at(np.array(lines, np.int64)).tolist()
        painter.drawRects([QRect(x, area.top(), 1, height) for x in xs])  # half the cost of lines


def _bars_are_crowded(meters: MeterMap, coordinates: RollCoordinates) -> bool:
    """Whether bar lines stand so close that in their own colour they would outshine the notes."""
    shortest = min(meter.bar_ticks(meters.ppq) for meter in meters.meters) * coordinates.px_per_tick
    return line_stride(meters, coordinates.px_per_tick) * shortest < _CROWDED_PX
