"""What a drag does, one file a gesture. A gesture previews while it lasts and edits once, at its end."""

from typing import Protocol

from genre_studio.ui.piano_roll.pointer import Pointer


class Gesture(Protocol):
    """One press, drag and release of a mouse button."""

    def drag(self, pointer: Pointer) -> None:
        """Show what a release here would do."""

    def release(self, pointer: Pointer) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
