"""The steps of the history as rows: name, kind, time. Only rows that show are ever asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from genre_studio.music.history import Step
from genre_studio.music.step_kinds import kind_of
from genre_studio.ui.theme import Theme

_AnyIndex = QModelIndex | QPersistentModelIndex
_Roles = Qt.ItemDataRole
_NO_PARENT = QModelIndex()


class HistoryModel(QAbstractTableModel):
    """Row 0 is the song before the first step; row n is the song after step n."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._steps: tuple[Step, ...] = ()
        self._present = 0
        self._is_whole = True

    def show_steps(self, done: tuple[Step, ...], undone: tuple[Step, ...], *, is_whole: bool) -> None:
        """Steps oldest first; `is_whole` where the first of them is the first there was."""
        self.beginResetModel()
        self._steps = (*done, *undone)
        self._present, self._is_whole = len(done), is_whole
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._steps))

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1 + len(self._steps)

    def columnCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: _AnyIndex, role: int = _Roles.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == _Roles.DisplayRole:
            return self._words(row)[column]
        if role == _Roles.ToolTipRole:
            return self._sentence(row)
        if role == _Roles.AccessibleTextRole:
            return self._sentence(row) if column == 0 else self._words(row)[column]
        if role == _Roles.ForegroundRole:
            return self._colour(row, column)
        if role == _Roles.FontRole and row >= self._present:
            font = QFont()
            font.setBold(row == self._present)
            font.setItalic(row > self._present)
            return font
        return None

    def _words(self, row: int) -> tuple[str, str, str]:
        if row == 0:
            return ("As it was opened" if self._is_whole else "As far back as it goes", "", "")
        step = self._steps[row - 1]
        return step.name, kind_of(step).value, self._time(step.made_s)

    def _sentence(self, row: int) -> str:
        place = "now" if row == self._present else "ahead" if row > self._present else "done"
        return ", ".join(filter(None, (*self._words(row), place)))

    def _time(self, made_s: float) -> str:
        """The hour today, else the day; nothing where nobody knows any more."""
        if not made_s:
            return ""
        made = datetime.fromtimestamp(made_s)
        return f"{made:%H:%M}" if made.date() == self._now().date() else f"{made:%d} {made:%b}"

    def _colour(self, row: int, column: int) -> Any:
        is_done = row <= self._present
        return self._theme.text if is_done and column == 0 else self._theme.text_dim
