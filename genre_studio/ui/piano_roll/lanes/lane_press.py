"""A press in a lane, and what the contents of a lane must know and do."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.tools import Tool


@dataclass(frozen=True, slots=True)
class LanePress:
    """Where a lane is pressed, and with what in hand. `height`: the lane's, in pixels."""

    pointer: Pointer
    height: int
    tool: Tool = Tool.PENCIL
    shape: CurveShape = CurveShape.FREE
    is_right: bool = False
    is_double: bool = False

    @property
    def erases(self) -> bool:
        """The erase tool, or the right button of one that draws."""
        return self.tool is Tool.ERASE or (self.is_right and self.tool is not Tool.SELECT)

    @property
    def selects(self) -> bool:
        return self.tool is Tool.SELECT


class LaneContent(Protocol):
    """One kind of lane: how it is drawn, and what the hand does in it."""

    @property
    def teaching(self) -> str:
        """One sentence: what can be done here."""

    @property
    def draws_shapes(self) -> bool:
        """Whether the pencil draws freely, lines and curves here."""

    def paint(self, painter: QPainter, view: RollView, area: QRect, height: int) -> None:
        """Draw what shows in `area`, over ruled paper."""

    def press(self, press: LanePress) -> Gesture | None:
        """The gesture that a press begins, if any."""

    def describe(self, press: LanePress) -> str:
        """The value under the pointer with its unit, in a few words."""

    def cursor(self, press: LanePress) -> Qt.CursorShape:
        """The cursor that says what a press here would do."""
