"""What to ask the generator for, and how much of it: the upper part of the generator panel."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from genre_studio.plugin_api import FEWEST_STEPS, MOST_STEPS, Ability
from genre_studio.ui.clip_choice import Clip
from genre_studio.ui.panels.ability_buttons import AbilityButtons
from genre_studio.ui.panels.path_ends import PathEnds
from genre_studio.ui.request_plan import FEWEST_BARS, FEWEST_TAKES, MOST_BARS, MOST_TAKES, RequestPlan
from genre_studio.ui.style import inset_text

_BARS_HELP = "How many bars to write, 1 to 32."
_ALL_BARS_HELP = "All bars of the song. Mark some on the ruler for fewer."


class WhatToWrite(QWidget):
    """`wish` is the ability that a person chose; None: what the bars call for.

    Signals:
        changed(): any of it did, by hand.
        bars_changed(int): the bars field did, by hand.
    """

    changed = Signal()
    bars_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wish: Ability | None = None
        self.abilities = AbilityButtons()
        self.bars = _spin(FEWEST_BARS, MOST_BARS, 8, "Bars", _BARS_HELP)
        self.takes = _spin(FEWEST_TAKES, MOST_TAKES, 4, "Takes", "How many proposals to make, 1 to 16.")
        self.steps = _spin(
            FEWEST_STEPS,
            MOST_STEPS,
            5,
            "Steps",
            "How many steps, both ends among them, 3 to 16.",
        )
        self.ends = PathEnds()
        self._takes_label, self._steps_label = QLabel("Takes"), QLabel("Steps")
        self._arrange()
        self.abilities.chosen.connect(self.ask_for)
        self.bars.valueChanged.connect(self.bars_changed)
        for field in (self.bars, self.takes, self.steps):
            field.valueChanged.connect(self._change)
        self.ends.changed.connect(self.changed)
        self._show_path(False)

    @Slot(object)
    def ask_for(self, ability: Ability | None) -> None:
        """Wish for this from now on; None: for what the bars call for."""
        self.wish = ability
        self.changed.emit()

    def show_plan(self, planned: RequestPlan, is_marked: bool, clips: Sequence[Clip]) -> None:
        """`is_marked`: the region is one that a person marked. `clips` are the ends there are for a path."""
        self.abilities.press(planned.ability)
        is_path = planned.ability is Ability.INTERPOLATE
        if is_path:
            self.ends.show_clips(clips, planned.ends)
        self._show_path(is_path)
        self.bars.setEnabled(is_marked or planned.is_ahead)
        self.bars.setToolTip(_BARS_HELP if self.bars.isEnabled() else _ALL_BARS_HELP)

    def _show_path(self, is_path: bool) -> None:
        self.ends.setVisible(is_path)
        for widget in (self._steps_label, self.steps):
            widget.setVisible(is_path)
        for widget in (self._takes_label, self.takes):
            widget.setVisible(not is_path)

    def _arrange(self) -> None:
        counts = QHBoxLayout()
        counts.setSpacing(8)
        counts.addWidget(QLabel("Bars"))
        counts.addWidget(self.bars, 1)
        for label, field in ((self._takes_label, self.takes), (self._steps_label, self.steps)):
            counts.addWidget(label)
            counts.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.abilities)
        column.addWidget(self.ends)
        column.addLayout(counts)

    @Slot()
    def _change(self) -> None:
        self.changed.emit()


def _spin(lowest: int, highest: int, value: int, name: str, tooltip: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(lowest, highest)
    spin.setValue(value)
    inset_text(spin)
    spin.setAccessibleName(name)
    spin.setToolTip(tooltip)
    return spin
