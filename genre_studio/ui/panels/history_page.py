"""Every step of the session by name, as a page of the side drawer; choosing one goes there."""

from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeView, QVBoxLayout, QWidget

from genre_studio.music.history import Step
from genre_studio.ui.panels.history_model import HistoryModel
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme

_MARGIN_PX = 16


class HistoryPage(QWidget):
    """Shows done steps, the present one marked, and undone ones dimmed below it.

    What is shown is made only while the page can be seen: a gesture must not wait for a list of thousands.

    Signals: jump_asked(int): redo so many steps, or undo them where negative.
    """

    jump_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[tuple[Step, ...], tuple[Step, ...], int] = ((), (), 0)
        self.model = HistoryModel(theme, datetime.now, self)
        self.steps = _step_list(self.model)
        self.note = QLabel()
        self.note.setWordWrap(True)
        set_role(self.note, "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(8)
        column.addWidget(self.steps, 1)
        column.addWidget(self.note)
        self.setFocusProxy(self.steps)
        self.steps.clicked.connect(self._go)
        self.steps.activated.connect(self._go)
        self._show()

    def show_steps(self, done: tuple[Step, ...], undone: tuple[Step, ...], dropped: int) -> None:
        """Steps oldest first, and how many older ones the memory budget has cost."""
        self._steps = (done, undone, dropped)
        if self.isVisible():
            self._show()

    def set_theme(self, theme: Theme) -> None:
        self.model.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        done, undone, dropped = self._steps
        self.model.show_steps(done, undone, is_whole=not dropped)
        present = self.model.index(len(done), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.steps.selectionModel().setCurrentIndex(present, flags.ClearAndSelect | flags.Rows)
        self.steps.scrollTo(present)
        self.note.setText(_note(dropped))

    @Slot(QModelIndex)
    def _go(self, index: QModelIndex) -> None:
        by = index.row() - len(self._steps[0])
        if by:
            self.jump_asked.emit(by)


def _note(dropped: int) -> str:
    if not dropped:
        return "A click or Return goes to a step. Dimmed steps are ahead; redo brings them back."
    steps = "The oldest step is" if dropped == 1 else f"The {dropped:,} oldest steps are"
    return f"{steps} gone: the history keeps what fits its memory. The song itself is whole."


def _step_list(model: HistoryModel) -> QTreeView:
    view = QTreeView()
    view.setAccessibleName("History")
    view.setModel(model)
    view.setHeaderHidden(True)
    view.setRootIsDecorated(False)
    view.setIndentation(0)
    view.setUniformRowHeights(True)
    view.setAllColumnsShowFocus(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = view.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, model.columnCount()):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return view
