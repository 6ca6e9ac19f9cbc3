"""A field over a list, in the window's upper middle: letters filter, arrows choose, Return takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from genre_studio.ui.field_keys import OWN_KEYS
from genre_studio.ui.style import set_role

_NARROWEST_PX, _NARROWEST_CHARACTERS = 480, 56
_TOP_PX = 80
_MOST_ROWS = 12
_HINT_MARGIN_PX = 12
_HINT_ROLE = Qt.ItemDataRole.UserRole + 1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list, its `hint` at the right. `key` is what it stands for; empty: a heading."""

    title: str
    key: str = ""
    hint: str = ""
    is_enabled: bool = True


class _HintDelegate(QStyledItemDelegate):
    """Paints the hint of a line at its right end, where all of them stand below each other."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        hint = index.data(_HINT_ROLE)
        if hint:
            painter.setPen(option.palette.placeholderText().color())
            where = option.rect.adjusted(0, 0, -_HINT_MARGIN_PX, 0)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)


class SearchList(QFrame):
    """What is listed, and what becomes of a choice, is for who inherits: `entries` and `take`.

    A child of the window and not a popup: playing, and what the window draws, go on behind it.
    """

    def __init__(self, window: QWidget, prompt: str, name: str) -> None:
        super().__init__(window)
        self.hide()
        self._window = window
        self._last_focus: QWidget | None = None
        set_role(self, "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(name)
        self.field.setProperty(OWN_KEYS, True)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_HintDelegate(self.list))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)

    def entries(self, text: str) -> Sequence[Entry]:
        """What is listed for the letters typed so far, best first."""
        raise NotImplementedError

    def take(self, key: str) -> None:
        """An entry was chosen; the list is closed already."""
        raise NotImplementedError

    @Slot()
    def open(self, chosen: str = "") -> None:
        """Show everything, with the entry of the key `chosen` marked."""
        self._last_focus = self._window.focusWidget()
        self.field.clear()
        self._filter("")
        self._mark(chosen)
        self.show()
        self.raise_()
        self.field.setFocus()

    @Slot()
    def close_list(self) -> None:
        """Hide it and give the keyboard back to where it was."""
        self.hide()
        if self._last_focus is not None:
            self._last_focus.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Escape, *_MOVES):
            event.accept()  # a ShortcutOverride, so that no shortcut of the window takes the key
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
            return True
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return False

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_list()
        else:
            self.list.keyPressEvent(event)

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.list.clear()
        for entry in self.entries(text):
            item = QListWidgetItem(entry.title)
            item.setData(Qt.ItemDataRole.UserRole, entry.key)
            item.setData(_HINT_ROLE, entry.hint)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title} {entry.hint}".strip())
            if not entry.key:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            if not (entry.key and entry.is_enabled):
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self._choose_best()
        self._fit()

    def _choose_best(self) -> None:
        """Mark the first entry. If it cannot be taken now, Return does nothing, rather than another thing."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole):
                self.list.setCurrentRow(row if item.flags() else -1)
                return

    def _mark(self, key: str) -> None:
        for row in range(self.list.count()):
            if key and self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row), QListWidget.ScrollHint.PositionAtCenter)

    def _fit(self) -> None:
        """As wide as its letters want, and as high as its rows, within the window."""
        rows = min(_MOST_ROWS, max(1, self.list.count()))
        self.list.ensurePolished()
        frame = self.list.height() - self.list.viewport().height()
        row_px = self.list.sizeHintForRow(0) if self.list.count() else 0
        room = max(row_px, self._window.height() - 2 * _TOP_PX)
        self.list.setFixedHeight(min(rows * row_px + frame, room))
        wanted = max(_NARROWEST_PX, _NARROWEST_CHARACTERS * self.fontMetrics().averageCharWidth())
        self.setFixedWidth(min(wanted, self._window.width() - 16))
        self.adjustSize()
        self.move((self._window.width() - self.width()) // 2, min(_TOP_PX, self._window.height() // 8))

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.flags():
            self.close_list()
            self.take(str(item.data(Qt.ItemDataRole.UserRole)))
