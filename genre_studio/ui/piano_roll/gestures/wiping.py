"""The places that a fast drag passes between two of its events."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, Qt

from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_view import RollView

_STRIDE_PX = 3


def points_between(view: RollView, last: Pointer, now: Pointer) -> Iterator[Pointer]:
    """Every few pixels from behind `last` up to `now`."""
    strides = int(max(abs(now.x - last.x), abs(now.y - last.y)) // _STRIDE_PX) + 1
    for part in np.linspace(0, 1, strides + 1)[1:]:
        x, y = last.x + (now.x - last.x) * part, last.y + (now.y - last.y) * part
        yield pointer_at(view, QPointF(x, y), Qt.KeyboardModifier.NoModifier)
