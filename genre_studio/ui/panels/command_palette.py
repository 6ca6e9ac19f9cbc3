"""Every command by typing a part of its name."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from genre_studio.ui.commands import COMMANDS, Command, Keymap
from genre_studio.ui.field_keys import OWN_KEYS
from genre_studio.ui.style import set_role

_WIDTH_PX = 480
_TOP_PX = 80
_ROW_PX = 28
_MOST_ROWS = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def matching(text: str, recent: Sequence[str] = ()) -> list[Command]:
    """The commands whose title or menu holds the letters of `text` in this order.

    Those with the letters at the beginnings of words come first, then those used last, then the menus' order.
    """
    letters = "".join(text.lower().split())
    found = []
    for place, command in enumerate(COMMANDS):
        rank = _rank(command.title.lower(), f"{command.menu} {command.title}".lower(), letters)
        if rank is not None:
            used = recent.index(command.id) if command.id in recent else len(recent)
            found.append((rank, used, place, command))
    return [command for *_, command in sorted(found, key=lambda each: each[:3])]


def _rank(title: str, whole: str, letters: str) -> int | None:
    if not letters:
        return 0
    if title.replace(" ", "").startswith(letters):
        return 0
    if any(word.startswith(letters) for word in title.split()):
        return 1
    if letters in whole.replace(" ", ""):
        return 2
    rest = iter(whole)
    return 3 if all(letter in rest for letter in letters) else None


class CommandPalette(QFrame):
    """Over the window's upper middle: letters filter, arrows choose, Return runs, Escape closes.

    A child of the window and not a popup: playing, and what the window draws, go on behind it.
    """

    def __init__(self, actions: Mapping[str, QAction], window: QWidget) -> None:
        super().__init__(window)
        self.hide()
        self._actions, self._window = actions, window
        self._recent: list[str] = []
        self._keymap = Keymap()
        self._last_focus: QWidget | None = None
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH_PX)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Type what you want to do")
        self.field.setAccessibleName("Command")
        self.field.setProperty(OWN_KEYS, True)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._run)

    def open(self) -> None:
        """Show it over the window's upper middle, with the commands used last on top."""
        self._last_focus = self._window.focusWidget()
        self.field.clear()
        self._filter("")
        self.move((self._window.width() - _WIDTH_PX) // 2, _TOP_PX)
        self.show()
        self.raise_()
        self.field.setFocus()

    def show_keys(self, keymap: Keymap) -> None:
        """Show these keys beside the commands."""
        self._keymap = keymap

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
            self._run(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            self.list.keyPressEvent(event)

    def close_palette(self) -> None:
        """Hide it and give the keyboard back to where it was."""
        self.hide()
        if self._last_focus is not None:
            self._last_focus.setFocus()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.list.clear()
        for command in matching(text, self._recent):
            action = self._actions[command.id]
            title = action.text().split("\t")[0].replace("&", "")
            key = self._keymap.text(command.id)
            item = QListWidgetItem(f"{title}    {key}" if key else title)
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        best = self.list.item(
            0
        )  # where it cannot be done now, Return does nothing rather than something else
        self.list.setCurrentRow(0 if best is not None and best.flags() else -1)
        self.list.setFixedHeight(_ROW_PX * min(_MOST_ROWS, max(1, self.list.count())) + 4)
        self.adjustSize()

    @Slot(QListWidgetItem)
    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags():
            return
        id = str(item.data(Qt.ItemDataRole.UserRole))
        self._recent = [id, *(each for each in self._recent if each != id)]
        self.close_palette()
        self._actions[id].trigger()
