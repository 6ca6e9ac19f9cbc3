"""Every step of the session by name, as a page of the side drawer; choosing one goes there."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from genre_studio.ui.panels.shortcut_sheet import PAGE_WIDTH_PX
from genre_studio.ui.style import set_role

_MARGIN_PX = 16


class HistoryPage(QWidget):
    """Shows done steps, the present one selected, and undone ones dimmed below it.

    Signals:
        jump_asked(int): redo so many steps, or undo them where negative.
        close_pressed().
    """

    jump_asked = Signal(int)
    close_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(PAGE_WIDTH_PX)
        self._names: tuple[str, ...] = ()
        self._present = 0
        heading = QLabel("History")
        set_role(heading, "heading")
        self.steps = QListWidget()
        self.steps.setAccessibleName("History")
        self.steps.setUniformItemSizes(True)
        self.steps.itemClicked.connect(self._go)
        self.steps.itemActivated.connect(self._go)
        close = QPushButton("Close")
        close.clicked.connect(self.close_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, _MARGIN_PX)
        column.addWidget(heading)
        column.addWidget(self.steps, 1)
        column.addWidget(close)

    def show_steps(self, done: tuple[str, ...], undone: tuple[str, ...]) -> None:
        """Steps oldest first; the first line is the song as it was opened."""
        names = ("As it was opened", *done, *undone)
        if names != self._names:
            self._names = names
            self.steps.clear()
            self.steps.addItems(names)
        self._present = len(done)
        for row in range(self.steps.count()):
            item = self.steps.item(row)
            font = item.font()
            font.setItalic(row > self._present)
            item.setFont(font)
        self.steps.setCurrentRow(self._present)

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        steps = self.steps.row(item) - self._present
        if steps:
            self.jump_asked.emit(steps)
