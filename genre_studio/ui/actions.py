"""The table of commands as actions and menus of one window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from genre_studio.ui.commands import COMMANDS, MENUS, Command, Scope, commands_in


class Actions:
    """The commands as QActions of one window. ROLL shortcuts work while `roll` or a child has the focus.

    Shortcuts of TAKES are shown but not bound: the takes panel asks `takes_key` for them while it has
    the focus, because Return means something else in the rest of the window and Qt would call two
    actions with one key ambiguous.
    """

    def __init__(self, window: QWidget, roll: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions = {each.id: self._made(each, window, handlers[each.id]) for each in COMMANDS}
        for each in COMMANDS:
            if each.scope is not Scope.TAKES:
                (window if each.scope is Scope.WINDOW else roll).addAction(self._actions[each.id])

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    @property
    def by_id(self) -> Mapping[str, QAction]:
        return self._actions

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        for each in COMMANDS:
            if each.menu:
                if each.starts_group:
                    menus[each.menu].addSeparator()
                menus[each.menu].addAction(self._actions[each.id])
        return menus

    @staticmethod
    def _made(each: Command, window: QWidget, handler: Callable[[], object]) -> QAction:
        action = QAction(each.title, window)
        action.setToolTip(each.hint)
        action.setObjectName(each.id)
        # triggered carries a bool, and every handler lives on the window's thread.
        action.triggered.connect(lambda _checked=False: handler())
        if each.scope is Scope.TAKES:
            action.setText(f"{each.title}\t{each.key_text}" if each.shortcut else each.title)
        elif each.shortcut:
            action.setShortcut(QKeySequence(each.shortcut))
            contexts = Qt.ShortcutContext
            in_roll = each.scope is Scope.ROLL
            action.setShortcutContext(
                contexts.WidgetWithChildrenShortcut if in_roll else contexts.WindowShortcut
            )
        return action


def takes_key(key: QKeySequence) -> Command | None:
    """The command that a key means while the takes have the focus."""
    return next((c for c in commands_in(Scope.TAKES) if c.shortcut and QKeySequence(c.shortcut) == key), None)


def shortcut_sheet() -> tuple[tuple[str, str, str], ...]:
    """(keys, title, where they work) of every command that has keys, in the order of the menus."""
    return tuple((c.key_text, c.title, c.scope.value) for c in COMMANDS if c.shortcut)
