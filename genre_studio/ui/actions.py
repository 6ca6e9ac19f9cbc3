"""The table of commands as actions and menus of one window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from genre_studio.ui.commands import COMMANDS, MENUS, Command, Keymap, Scope, command

_BOUND = (Scope.WINDOW, Scope.ROLL)


class Actions:
    """The commands as QActions of one window. ROLL shortcuts work while `roll` or a child has the focus.

    Shortcuts of the other scopes are shown but not bound: their part asks `Keymap.meant` for them while it
    has the focus, because Return means something else in the rest of the window and Qt would call two
    actions with one key ambiguous.
    """

    def __init__(self, window: QWidget, roll: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions = {each.id: _action(each, window, handlers[each.id]) for each in COMMANDS}
        for each in COMMANDS:
            if each.scope in _BOUND:
                (window if each.scope is Scope.WINDOW else roll).addAction(self._actions[each.id])
        self.show_keys(Keymap())

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    @property
    def by_id(self) -> Mapping[str, QAction]:
        return self._actions

    def show_keys(self, keymap: Keymap) -> None:
        """Bind the keys of `keymap` and show them in menus and tooltips."""
        self._keymap = keymap
        for action in self._actions.values():
            action.setShortcut(QKeySequence())  # first none at all: a key may go from one to another
        for id, action in self._actions.items():
            if command(id).scope in _BOUND:
                action.setShortcut(QKeySequence(keymap.key(id)))
            self.set_title(id, action.text().split("\t")[0])

    def set_title(self, id: str, title: str) -> None:
        """Name a command after what it would do now: "Undo quantize"."""
        action = self._actions[id]
        shown = "" if command(id).scope in _BOUND else self._keymap.text(id)
        action.setText(f"{title}\t{shown}" if shown else title)
        action.setToolTip(self._keymap.hint(id, title))

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        for each in COMMANDS:
            if each.menu:
                if each.starts_group:
                    menus[each.menu].addSeparator()
                menus[each.menu].addAction(self._actions[each.id])
        return menus


def _action(each: Command, window: QWidget, handler: Callable[[], object]) -> QAction:
    action = QAction(each.title, window)
    action.setObjectName(each.id)
    # triggered carries a bool, and every handler lives on the window's thread.
    action.triggered.connect(lambda _checked=False: handler())
    contexts = Qt.ShortcutContext
    in_roll = each.scope is Scope.ROLL
    action.setShortcutContext(contexts.WidgetWithChildrenShortcut if in_roll else contexts.WindowShortcut)
    return action
