"""The paper: rows of black keys shaded, the scale tinted, lines by bar, beat and grid step."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLine, QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.grid_lines import LineKind, lines_within
from genre_studio.ui.piano_roll.pitch_names import is_black_key
from genre_studio.ui.piano_roll.roll_view import RollView

_CROWDED_PX = 32.0


def paint_grid(painter: QPainter, view: RollView, area: QRect) -> None:
    """Fill the area and rule it. The densest lines give way first when zoomed out."""
    painter.fillRect(area, view.theme.surface)
    _paint_rows(painter, view, area)
    bottom = round(view.coordinates.content_height - view.coordinates.scroll_y)
    paint_lines(painter, view, area, bottom)


def _paint_rows(painter: QPainter, view: RollView, area: QRect) -> None:
    theme, height = view.theme, view.coordinates.row_px
    scale = view.highlighted_scale
    black, tinted, octaves = [], [], []
    for pitch, top in _rows_within(view, area):
        row = QRect(area.left(), top, area.width(), height)
        if is_black_key(pitch) and not view.is_drums:
            black.append(row)
        if scale is not None and pitch in scale:
            tinted.append(row)
        if pitch % 12 == 0 or (view.is_drums and height >= 8):
            octaves.append(QLine(area.left(), top + height - 1, area.right(), top + height - 1))
    painter.setPen(Qt.PenStyle.NoPen)
    for rows, colour in ((black, theme.row_black), (tinted, theme.row_in_scale)):
        painter.setBrush(colour)
        painter.drawRects(rows)
    painter.setPen(theme.line_sub if view.is_drums else theme.line_beat)
    painter.drawLines(octaves)


def _rows_within(view: RollView, area: QRect) -> Iterator[tuple[int, int]]:
    """Pitches and the tops of their rows, those that touch the area."""
    coordinates = view.coordinates
    first = max(0, int((area.top() + coordinates.scroll_y) // coordinates.row_px))
    last = int((area.bottom() + coordinates.scroll_y) // coordinates.row_px)
    for row in range(first, min(last, len(coordinates.rows) - 1) + 1):
        yield int(coordinates.rows.pitches[row]), row * coordinates.row_px - round(coordinates.scroll_y)


def paint_lines(painter: QPainter, view: RollView, area: QRect, bottom: int) -> None:
    """Rule the area down to `bottom`, exclusive."""
    theme, coordinates = view.theme, view.coordinates
    ticks = coordinates.tick_at(area.left() - 1), coordinates.tick_at(area.right() + 1)
    lowest = min(area.bottom(), bottom - 1)
    colours = {LineKind.STEP: theme.line_sub, LineKind.BEAT: theme.line_beat, LineKind.BAR: theme.line_bar}
    for kind, lines in lines_within(
        view.song.meter_map, view.ruled_grid, coordinates.px_per_tick, ticks
    ).items():
        recedes = kind is LineKind.BAR and _are_crowded(lines, coordinates)
        colour = theme.line_beat if recedes else colours[kind]
        for x in coordinates.xs_at(np.array(lines, np.int64)).tolist():
            painter.fillRect(x, area.top(), 1, lowest - area.top() + 1, colour)  # half the cost of a line


def _are_crowded(lines: list[int], coordinates: RollCoordinates) -> bool:
    """Whether these lines stand so close that in their own colour they would outshine the notes."""
    return len(lines) > 1 and (lines[1] - lines[0]) * coordinates.px_per_tick < _CROWDED_PX
