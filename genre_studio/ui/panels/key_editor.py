"""The keys of one command: pressed anew, taken from another command, taken away, or as they were."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from genre_studio.ui.commands import Command, Keymap
from genre_studio.ui.panels.key_field import KeyField
from genre_studio.ui.style import set_role


class KeyEditor(QWidget):
    """Shows one command's keys and emits keymaps in which they differ.

    Signals: keymap_changed(object): the Keymap that is wanted now.
    """

    keymap_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command: Command | None = None
        self._keymap = Keymap()
        self._wanted = ""  # a key that another command has, until the person has decided
        self.title = QLabel()
        self.title.setWordWrap(True)
        set_role(self.title, "heading")
        self.field = KeyField()
        self.clear, self.reset = QPushButton("No keys"), QPushButton("Reset")
        self.conflict = QLabel()
        self.conflict.setWordWrap(True)
        self.swap, self.take, self.leave = (
            QPushButton("Swap"),
            QPushButton("Take it"),
            QPushButton("Leave it"),
        )
        self._arrange()
        self.field.pressed_key.connect(self._want)
        self.clear.clicked.connect(self._clear)
        self.reset.clicked.connect(self._reset)
        self.swap.clicked.connect(self._swap)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._forget)
        self.show_command(None, self._keymap)

    def show_command(self, command: Command | None, keymap: Keymap) -> None:
        """What can be changed; None: nothing yet."""
        self._command, self._keymap = command, keymap
        self.title.setText(command.title.rstrip("…") if command else "Choose a command to change its keys.")
        set_role(self.title, "heading" if command else "caption")
        for part in (self.field, self.clear, self.reset):
            part.setVisible(command is not None)
        if command is not None:
            self.field.show_key(keymap.text(command.id))
            self.clear.setEnabled(bool(keymap.key(command.id)))
            self.reset.setEnabled(command.id in keymap.changes)
        self._forget()

    @Slot(str)
    def _want(self, key: str) -> None:
        if self._command is None:
            return
        others = self._keymap.clashing(self._command.id, key)
        if not others:
            self.keymap_changed.emit(self._keymap.with_key(self._command.id, key))
            return
        self._wanted = key
        titles = " and ".join(f"“{other.title.rstrip('…')}”" for other in others)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.conflict.setText(f"{shown} already means {titles}.")
        self._question.setVisible(True)
        self.swap.setFocus()

    @Slot()
    def _swap(self) -> None:
        self._decide(swaps=True)

    @Slot()
    def _take(self) -> None:
        self._decide(swaps=False)

    def _decide(self, *, swaps: bool) -> None:
        if self._command is not None and self._wanted:
            change = self._keymap.with_swapped if swaps else self._keymap.with_key
            self.keymap_changed.emit(change(self._command.id, self._wanted))
            self.field.setFocus()

    @Slot()
    def _clear(self) -> None:
        if self._command is not None:
            self.keymap_changed.emit(self._keymap.with_key(self._command.id, ""))

    @Slot()
    def _reset(self) -> None:
        """The preset's key again; where another command has it by now, that is asked first."""
        if self._command is None:
            return
        reset = self._keymap.with_reset(self._command.id)
        own = Keymap(self._keymap.preset).key(self._command.id)
        if own and reset.key(self._command.id) != own:
            self._want(own)
        else:
            self.keymap_changed.emit(reset)

    @Slot()
    def _forget(self) -> None:
        self._wanted = ""
        if self._question.isVisible():
            self.field.setFocus()
        self._question.hide()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.clear)
        row.addWidget(self.reset)
        self._question = QWidget()
        grid = QGridLayout(self._question)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.conflict, 0, 0, 1, 3)
        for place, button in enumerate((self.swap, self.take, self.leave)):
            grid.addWidget(button, 1, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self._question)
