"""The roll's present view, and word of what changed in it."""

from dataclasses import fields

import numpy as np
from PySide6.QtCore import QObject, Signal

from genre_studio.ui.piano_roll.roll_view import RollView

_FIELDS = tuple(each.name for each in fields(RollView))


class RollModel(QObject):
    """Holds the RollView that all parts of the roll paint.

    Signals: changed(object): a frozenset of the RollView fields that differ, after every change. With
    "coordinates" come "across" and "down", for those who draw one direction only.
    """

    changed = Signal(object)

    def __init__(self, view: RollView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view

    @property
    def view(self) -> RollView:
        return self._view

    def show(self, view: RollView) -> None:
        """Make `view` the present: `model.show(replace(model.view, region=region))`."""
        before, self._view = self._view, view
        differing = {name for name in _FIELDS if not _same(getattr(before, name), getattr(view, name))}
        if before.coordinates.across != view.coordinates.across:
            differing.add("across")
        if before.coordinates.down != view.coordinates.down:
            differing.add("down")
        if differing:
            self.changed.emit(frozenset(differing))


def _same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a is b or np.array_equal(a, b)
    return a is b or (type(a) is type(b) and not isinstance(a, dict) and a == b)
