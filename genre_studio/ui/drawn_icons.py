"""Icons that the font lacks, as strokes in a square of 24 by 24, in its style: round ends, one width."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

Stroke = Sequence[tuple[float, float]]

_PLAY = ((10.0, 6.0), (20.0, 12.0), (10.0, 18.0), (10.0, 6.0))
_STROKES: dict[str, tuple[Stroke, ...]] = {
    "metronome": (
        ((9.0, 3.5), (15.0, 3.5), (19.0, 20.5), (5.0, 20.5), (9.0, 3.5)),
        ((6.2, 15.5), (17.8, 15.5)),
        ((11.5, 15.5), (19.5, 5.5)),
    ),
    "count-in-1": (((6.0, 6.0), (6.0, 18.0)), _PLAY),
    "count-in-2": (((2.5, 6.0), (2.5, 18.0)), ((6.5, 6.0), (6.5, 18.0)), _PLAY),
}
SIZE = 24.0


def drawn_icon_path(name: str) -> QPainterPath | None:
    """The outline of an icon; None where the font has it."""
    if name not in _STROKES:
        return None
    path = QPainterPath()
    for stroke in _STROKES[name]:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))
    return path
