"""One row of the table of commands."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QKeySequence


class Scope(Enum):
    """Where a shortcut works."""

    WINDOW = "everywhere"
    ROLL = "in the piano roll"
    TAKES = "in the takes"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for. `id` is also the name under which its handler is found.

    `shortcut` is the key of our own preset, as QKeySequence reads it; empty: none.
    """

    id: str
    title: str
    shortcut: str = ""
    menu: str = ""  # the menu that shows it; empty: no menu
    scope: Scope = Scope.WINDOW
    starts_group: bool = False  # a separator before it

    @property
    def hint(self) -> str:
        """Title and shortcut, as a tooltip says them."""
        return f"{self.title} ({self.key_text})" if self.shortcut else self.title

    @property
    def key_text(self) -> str:
        return QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
