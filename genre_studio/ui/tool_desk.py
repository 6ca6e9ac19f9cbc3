"""Which tool the roll is edited with, and the button that says so."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from genre_studio.ui.panels.transport_bar import TransportBar
from genre_studio.ui.piano_roll import PianoRoll, Tool

_TOOLS = {
    "tool_pencil": Tool.PENCIL,
    "tool_select": Tool.SELECT,
    "tool_erase": Tool.ERASE,
    "tool_knife": Tool.KNIFE,
    "tool_velocity": Tool.VELOCITY,
    "tool_lock": Tool.LOCK,
}


class ToolDesk(QObject):
    """Begins with the pencil."""

    def __init__(self, roll: PianoRoll, transport: TransportBar, parent: QObject) -> None:
        super().__init__(parent)
        self._roll, self._transport = roll, transport
        self.choose("tool_pencil")

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {id: partial(self.choose, id) for id in _TOOLS}

    def choose(self, id: str) -> None:
        """Take up a tool, by the id of its command."""
        self._roll.set_tool(_TOOLS[id])
        self._transport.show_tool(id)
