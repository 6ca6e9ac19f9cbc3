"""What the note area draws, one file a concern. A layer paints one RollView within one rectangle."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.layers.ghosts_layer import paint_ghosts
from genre_studio.ui.piano_roll.layers.grid_layer import paint_grid
from genre_studio.ui.piano_roll.layers.marquee_layer import paint_marquee
from genre_studio.ui.piano_roll.layers.notes_layer import paint_notes
from genre_studio.ui.piano_roll.layers.playhead_layer import paint_playhead
from genre_studio.ui.piano_roll.layers.proposal_layer import paint_proposal
from genre_studio.ui.piano_roll.layers.region_layer import paint_region
from genre_studio.ui.piano_roll.layers.step_layer import paint_step
from genre_studio.ui.piano_roll.roll_view import RollView

Layer = Callable[[QPainter, RollView, QRect], None]

LAYERS: tuple[Layer, ...] = (
    paint_grid,
    paint_region,
    paint_ghosts,
    paint_notes,
    paint_proposal,
    paint_step,
    paint_marquee,
    paint_playhead,
)
"""From the paper up."""


def paint_layers(painter: QPainter, view: RollView, area: QRect) -> None:
    """Paint every layer within `area` (device-independent pixels of the note area)."""
    painter.setClipRect(area)
    for layer in LAYERS:
        layer(painter, view, area)
