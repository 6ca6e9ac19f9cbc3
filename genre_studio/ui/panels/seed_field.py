"""The seed: the same seed and choices write the same notes. A dice throws a new one, a lock holds it."""

import random

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from genre_studio.ui.icons import icon
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text
from genre_studio.ui.theme import Theme

LARGEST_SEED = 999_999


class SeedField(QWidget):
    """Signals: changed(): the seed did.

    `dice` is the source of new seeds, so that a test can know them.
    """

    changed = Signal()

    def __init__(self, dice: random.Random, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dice = dice
        self.field = QSpinBox()
        self.field.setRange(0, LARGEST_SEED)
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        fix_size(self.field, width=72)
        inset_text(self.field)
        self.field.setAccessibleName("Seed")
        self.field.setToolTip("The same seed and settings give the same takes.")
        self.dice_button, self.lock_button = QToolButton(), QToolButton()
        self.dice_button.setToolTip("Throw a new seed")
        self.lock_button.setCheckable(True)
        self.lock_button.setToolTip(
            "Lock the seed: otherwise every press of the main button throws a new one"
        )
        for button, name in ((self.dice_button, "Throw a new seed"), (self.lock_button, "Lock the seed")):
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(QLabel("Seed"), 1)
        for widget in (self.field, self.dice_button, self.lock_button):
            layout.addWidget(widget)
        self.field.valueChanged.connect(self.changed)
        self.dice_button.clicked.connect(self.throw)
        self.lock_button.toggled.connect(self._show_lock)
        self.set_theme(theme)
        self.throw()

    @property
    def value(self) -> int:
        return self.field.value()

    @Slot()
    def throw(self) -> None:
        """A new seed, whether locked or not."""
        self.field.setValue(self._dice.randint(1, LARGEST_SEED))

    def throw_unless_locked(self) -> None:
        if not self.lock_button.isChecked():
            self.throw()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.dice_button.setIcon(icon("dice", theme.text))
        self._show_lock(self.lock_button.isChecked())

    @Slot(bool)
    def _show_lock(self, locked: bool) -> None:
        colour = self._theme.locked if locked else self._theme.text_dim
        self.lock_button.setIcon(icon("lock" if locked else "lock-open", colour, colour))
