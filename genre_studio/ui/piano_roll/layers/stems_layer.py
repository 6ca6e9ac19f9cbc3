"""Velocities as stems: a thin line with a head, where the note starts, as high as it is loud."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.layers.note_colours import note_fill, selected_fill
from genre_studio.ui.piano_roll.layers.note_shapes import VELOCITY_BUCKETS, bucket_velocity, velocity_bucket
from genre_studio.ui.piano_roll.roll_view import RollView, are_in
from genre_studio.ui.theme import UNIT

STEM_REACH_PX = 6
_HEAD_PX = 5


@dataclass(frozen=True, slots=True)
class VelocityScale:
    """Between velocities (1..127) and y in a lane `height` pixels tall."""

    height: int

    @property
    def _span(self) -> int:
        return max(1, self.height - 2 * UNIT)

    def y_at(self, velocity: float) -> int:
        return round(UNIT + self._span * (1 - velocity / 127))

    def velocity_at(self, y: float) -> int:
        """Held within 1..127."""
        return min(max(round((1 - (y - UNIT) / self._span) * 127), 1), 127)


def paint_stems(painter: QPainter, view: RollView, area: QRect, scale: VelocityScale) -> None:
    """One stem a note that starts in the area; where many share a pixel the loudest shows."""
    index, coordinates = view.index, view.coordinates
    reach = STEM_REACH_PX / coordinates.px_per_tick
    found = index.starting_within(
        coordinates.tick_at(area.left()) - reach, coordinates.tick_at(area.right()) + reach
    )
    if not len(found):
        return
    xs, velocities = coordinates.xs_at(index.starts[found]), index.velocities[found]
    selected = are_in(index.ids[found], view.shown_selection)
    order = np.lexsort((velocities, selected, xs))
    # Of notes that share a pixel column and a velocity bucket the last one drawn hides the others.
    buckets = velocity_bucket(velocities)
    keys = xs[order] * VELOCITY_BUCKETS * 2 + buckets[order] * 2 + selected[order]
    shown = order[np.append(keys[1:] != keys[:-1], True)]
    painter.setPen(Qt.PenStyle.NoPen)
    for is_selected in (False, True):
        for bucket in range(VELOCITY_BUCKETS):
            stems = shown[(buckets[shown] == bucket) & (selected[shown] == is_selected)]
            fill = note_fill(view.theme, view.colour, bucket_velocity(bucket))
            painter.setBrush(selected_fill(view.theme, view.colour) if is_selected else fill)
            painter.drawRects(_stems(xs[stems].tolist(), velocities[stems].tolist(), scale))


def _stems(xs: list[int], velocities: list[int], scale: VelocityScale) -> list[QRect]:
    rects = []
    for x, velocity in zip(xs, velocities, strict=True):
        top = scale.y_at(velocity)
        rects.append(QRect(x, top, 2, scale.height - top))
        rects.append(QRect(x - 1, top - _HEAD_PX // 2, _HEAD_PX, _HEAD_PX))
    return rects
