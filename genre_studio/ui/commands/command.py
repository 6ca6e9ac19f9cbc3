"""One row of the table of commands."""

from dataclasses import dataclass
from enum import Enum


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
