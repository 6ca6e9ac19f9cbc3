"""A take's notes before it is kept: translucent with a firm outline; those for other tracks fainter."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from genre_studio.ui.piano_roll.layers.density import is_dense, paint_density
from genre_studio.ui.piano_roll.layers.note_shapes import shapes_within
from genre_studio.ui.piano_roll.note_index import index_of
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange
from genre_studio.ui.theme import with_alpha

_OPACITY = (0.45, 0.95)  # of fill and outline
_FAINT_OPACITY = (0.14, 0.35)
_OUTLINED_FROM_PX = 5
_DIMMING = 0.72  # of a note that the proposal would take the place of


def paint_proposal(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.proposal is None:
        return
    if view.proposal_region is not None and view.track in view.proposal:
        _dim_what_makes_way(painter, view, view.proposal_region, area)
    for track in sorted(view.proposal, key=lambda number: number == view.track):
        if track == view.track:
            _paint_track(painter, view, area, track, _OPACITY)
        elif view.look.shows_ghosts and _is_drums(view, track) == view.is_drums:
            _paint_track(painter, view, area, track, _FAINT_OPACITY)


def _dim_what_makes_way(painter: QPainter, view: RollView, region: TickRange, area: QRect) -> None:
    """The edited track's unlocked notes that start in the region sink into the paper."""
    index = view.index
    shapes = shapes_within(view.coordinates, index, area)
    starts = index.starts[shapes.positions]
    yields = (starts >= region[0]) & (starts < region[1]) & ~index.locked[shapes.positions]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(view.theme.surface, _DIMMING))
    painter.drawRects(shapes.chosen(yields).rects())


def _paint_track(
    painter: QPainter, view: RollView, area: QRect, track: int, opacity: tuple[float, float]
) -> None:
    assert view.proposal is not None
    index = index_of(view.proposal[track])
    shapes, hue = shapes_within(view.coordinates, index, area), view.theme.track_colour(view.colour_of(track))
    if is_dense(view.coordinates, index, painter):
        paint_density(painter, [(shapes, hue)], area)
        return
    rects = shapes.rects()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(hue, opacity[0]))
    painter.drawRects(rects)
    if shapes.height >= _OUTLINED_FROM_PX:
        pen = QPen(with_alpha(hue, opacity[1]))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([rect.adjusted(0, 0, -1, -1) for rect in rects])


def _is_drums(view: RollView, track: int) -> bool:
    return 0 <= track < len(view.song.tracks) and view.song.tracks[track].is_drums
