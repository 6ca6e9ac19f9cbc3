"""What a press of the left button does with each tool."""

from enum import Enum
from typing import Protocol

from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.tools.erase_tool import EraseTool
from genre_studio.ui.piano_roll.tools.knife_tool import KnifeTool
from genre_studio.ui.piano_roll.tools.lock_tool import LockTool
from genre_studio.ui.piano_roll.tools.pencil_tool import PencilTool
from genre_studio.ui.piano_roll.tools.select_tool import SelectTool
from genre_studio.ui.piano_roll.tools.velocity_tool import VelocityTool


class RollTool(Protocol):
    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        """The gesture that a press here begins, if any."""

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        """What the second press of a double click does, and the gesture it begins, if any."""

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        """The cursor that says what a press here would do."""

    @property
    def erases_by_right_button(self) -> bool:
        """Whether a drag with the right button erases."""


class Tool(Enum):
    """The tools of the roll, in the order of a tool bar."""

    PENCIL = "Pencil"
    SELECT = "Select"
    ERASE = "Erase"
    KNIFE = "Knife"
    VELOCITY = "Velocity"
    LOCK = "Lock"


TOOLS: dict[Tool, RollTool] = {
    Tool.PENCIL: PencilTool(),
    Tool.SELECT: SelectTool(),
    Tool.ERASE: EraseTool(),
    Tool.KNIFE: KnifeTool(),
    Tool.VELOCITY: VelocityTool(),
    Tool.LOCK: LockTool(),
}
