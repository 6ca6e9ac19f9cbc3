"""Undo, redo and jumps in the history, and the page that shows it."""

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.music.document import Document
from genre_studio.ui.panels.history_page import HistoryPage
from genre_studio.ui.piano_roll import PianoRoll


class HistoryDesk(QObject):
    """Signals: said(str): what was undone or redone."""

    said = Signal(str)

    def __init__(self, document: Document, roll: PianoRoll, page: HistoryPage, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._roll, self._page = document, roll, page
        page.jump_asked.connect(self.jump)
        self.destroyed.connect(document.subscribe(self.show_steps))

    def show_steps(self) -> None:
        document = self._document
        self._page.show_steps(document.done_steps, document.undone_steps, document.dropped_steps)

    def undo(self) -> None:
        names = self._go(-1)
        self.said.emit(f"Undid: {names[0]}." if names else "Nothing to undo.")

    def redo(self) -> None:
        names = self._go(1)
        self.said.emit(f"Redid: {names[0]}." if names else "Nothing to redo.")

    @Slot(int)
    def jump(self, steps: int) -> None:
        """Redo so many gestures, or undo them where negative."""
        names = self._go(steps)
        if names:
            count = "1 step" if len(names) == 1 else f"{len(names):,} steps"
            self.said.emit(f"{'Redid' if steps > 0 else 'Undid'} {count}.")

    def _go(self, steps: int) -> tuple[str, ...]:
        self._roll.cancel_gesture()
        return self._document.jump(steps)
