"""A take's notes before it is kept: translucent, outlined, other tracks' fainter, quotes framed."""

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
_QUOTE_FRAME_PX = 2
_FAINT_QUOTE = 0.5
_DIMMING = 0.72  # of a note that the proposal would take the place of


def paint_proposal(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.proposal is None:
        return
    shown = [track for track in view.proposal if _shows(view, track)]
    shown.sort(key=lambda track: track == view.track)  # the edited one last, above the others
    if view.proposal_region is not None:
        for track in shown:
            _dim_what_makes_way(painter, view, track, view.proposal_region, area)
    for track in shown:
        _paint_track(painter, view, area, track, _OPACITY if track == view.track else _FAINT_OPACITY)
        _light_quote(painter, view, area, track)


def _shows(view: RollView, track: int) -> bool:
    return track == view.track or (view.look.shows_ghosts and _is_drums(view, track) == view.is_drums)


def _dim_what_makes_way(
    painter: QPainter, view: RollView, track: int, region: TickRange, area: QRect
) -> None:
    """A track's unlocked notes that start in the region sink into the paper."""
    if not 0 <= track < len(view.song.tracks):
        return
    index = view.index if track == view.track else index_of(view.song.tracks[track].notes)
    if is_dense(view.coordinates, index, painter):
        return  # a cloud of notes is painted as one: nothing in it could be told apart
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


def _light_quote(painter: QPainter, view: RollView, area: QRect, track: int) -> None:
    """A firm frame around the notes that a piece of the training music has in a row."""
    quoted = (view.proposal_quote or {}).get(track)
    if quoted is None:
        return
    shapes = shapes_within(view.coordinates, index_of(quoted), area)
    pen = QPen(view.theme.text if track == view.track else with_alpha(view.theme.text, _FAINT_QUOTE))
    pen.setCosmetic(True)
    pen.setWidth(_QUOTE_FRAME_PX)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects([rect.adjusted(0, 0, -1, -1) for rect in shapes.rects()])


def _is_drums(view: RollView, track: int) -> bool:
    return 0 <= track < len(view.song.tracks) and view.song.tracks[track].is_drums
