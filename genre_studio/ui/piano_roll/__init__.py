"""The piano roll: geometry and snapping as pure values, gestures, drawing layers, and the widget of them."""

from genre_studio.ui.piano_roll.follow import Follow
from genre_studio.ui.piano_roll.hand_rules import HandRules
from genre_studio.ui.piano_roll.marks.mark import MarkKind
from genre_studio.ui.piano_roll.note_look import ColourBy, Labels, NoteLook
from genre_studio.ui.piano_roll.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.pitch_rows import Fold
from genre_studio.ui.piano_roll.snapping import GRIDS, Grid, GridKind
from genre_studio.ui.piano_roll.tools import Tool

__all__ = [
    "GRIDS",
    "ColourBy",
    "Fold",
    "Follow",
    "Grid",
    "GridKind",
    "HandRules",
    "Labels",
    "MarkKind",
    "NoteLook",
    "PianoRoll",
    "Tool",
]
