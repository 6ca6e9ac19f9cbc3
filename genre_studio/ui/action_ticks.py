"""Ticks in the menus: which of a desk's commands are on."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction


class ActionTicks(QObject):
    """Keeps the ticks of some actions like `states`, which tells by command id what is on."""

    def __init__(self, states: Callable[[], Mapping[str, bool]], parent: QObject) -> None:
        super().__init__(parent)
        self._states = states
        self._actions: dict[str, QAction] = {}

    def carry(self, actions: Mapping[str, QAction]) -> None:
        """From now on the actions of these commands show what is on."""
        self._actions = {id: actions[id] for id in self._states()}
        for action in self._actions.values():
            action.setCheckable(True)
        self.show()

    @Slot()
    def show(self) -> None:
        states = self._states()
        for id, action in self._actions.items():
            action.setChecked(states[id])
