"""Menus of titled values."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

_LIST_PX = 176


def chooser(name: str, tip: str, entries: Sequence[tuple[str, object]], *, letters: int = 6) -> QComboBox:
    """A menu of (title, value) pairs, in which `letters` show however narrow the window is."""
    box = QComboBox()
    for title, value in entries:
        box.addItem(title, value)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    box.setMaxVisibleItems(len(entries))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    longest = max(len(title) for title, _ in entries)
    box.setMinimumContentsLength(min(longest, letters) if letters else longest)
    box.view().setMinimumWidth(_LIST_PX)
    return box


def value_of(box: QComboBox) -> object:
    """The value that is chosen."""
    return box.currentData()


def place_of(box: QComboBox, value: object) -> int:
    """The place of a value in the menu; the first where it has none of that value."""
    return next((place for place in range(box.count()) if box.itemData(place) == value), 0)
