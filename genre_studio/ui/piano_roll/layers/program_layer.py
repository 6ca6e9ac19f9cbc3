"""Changes of instrument as flags with the instrument's name."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.general_midi import INSTRUMENT_NAMES
from genre_studio.ui.piano_roll.lanes.lane_points import points_of
from genre_studio.ui.piano_roll.roll_view import RollView, are_in
from genre_studio.ui.theme import UNIT, with_alpha

FLAG_HEIGHT = 3 * UNIT


def paint_programs(painter: QPainter, view: RollView, area: QRect, height: int) -> None:
    points, theme = points_of(view), view.theme
    xs = view.coordinates.xs_at(points.ticks).tolist()
    font = painter.font()
    font.setPointSizeF(theme.small_pt)
    painter.setFont(font)
    selected = are_in(points.ticks, view.points)
    top = (height - FLAG_HEIGHT) // 2
    for x, end, program, is_selected in zip(
        xs, [*xs[1:], 1 << 15], points.values.tolist(), selected.tolist(), strict=True
    ):
        name = f"{program + 1}  {INSTRUMENT_NAMES[program]}"
        width = min(painter.fontMetrics().horizontalAdvance(name) + 2 * UNIT, end - x - 2)
        if x > area.right() or x + max(width, 2) < area.left():
            continue
        colour = theme.text if is_selected else theme.track_colour(view.colour)
        painter.fillRect(x, UNIT, 2, height - 2 * UNIT, colour)
        if width > 2 * UNIT:
            flag = QRect(x, top, width, FLAG_HEIGHT)
            painter.fillRect(flag, with_alpha(colour, 0.22))
            painter.setPen(theme.text)
            painter.drawText(flag.adjusted(UNIT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
