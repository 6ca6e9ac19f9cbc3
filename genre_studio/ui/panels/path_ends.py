"""From which clip to which one a path leads: two menus, one below the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from genre_studio.ui.clip_choice import Clip

_MOST_SHOWN = 16


class PathEnds(QWidget):
    """Holds the keys of both ends; empty ones until a person has chosen.

    Signals: changed(): a person chose.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.near, self.far = "", ""
        self._now = ("", "")  # as they show
        self._shown: tuple[tuple[str, str], ...] = ()
        self.near_menu = _menu("From", "The clip that the first step is near.")
        self.far_menu = _menu("To", "The clip that the last step is near.")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, menu) in enumerate((("From", self.near_menu), ("To", self.far_menu))):
            label = QLabel(name)
            label.setBuddy(menu)
            grid.addWidget(label, row, 0)
            grid.addWidget(menu, row, 1)
            menu.activated.connect(self._choose)

    def choose_far(self, key: str) -> None:
        """Lead to this clip. Was it to lead from there, it leads from whatever suggests itself."""
        self.far = key
        if self.near == key:
            self.near = ""

    def forget(self) -> None:
        """Another song is open."""
        self.near, self.far = "", ""

    def show_clips(self, clips: Sequence[Clip], ends: tuple[Clip, Clip] | None) -> None:
        """Offer these; `ends` are chosen now, by a person or because they suggest themselves."""
        wanted = tuple((clip.key, clip.label) for clip in clips)
        if wanted != self._shown:
            self._shown = wanted
            for menu in (self.near_menu, self.far_menu):
                menu.clear()
                for key, label in wanted:
                    menu.addItem(label, key)
        if ends is not None:
            self._now = ends[0].key, ends[1].key
        for menu, place in ((self.near_menu, 0), (self.far_menu, 1)):
            menu.setEnabled(ends is not None)
            menu.setCurrentIndex(menu.findData(ends[place].key) if ends is not None else -1)

    @Slot()
    def _choose(self) -> None:
        near, far = self.near_menu.currentData(), self.far_menu.currentData()
        if near == far:  # the other end goes where this one was
            far, near = self._now
        self.near, self.far = near, far
        self.changed.emit()


def _menu(name: str, tip: str) -> QComboBox:
    menu = QComboBox()
    menu.setAccessibleName(name)
    menu.setToolTip(tip)
    menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    menu.setMaxVisibleItems(_MOST_SHOWN)
    menu.setMinimumWidth(0)
    menu.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return menu
