"""What the chosen generator can do, a button each; the one that a press of the main button does is down."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from genre_studio.plugin_api import Ability
from genre_studio.ui.ability_choice import ORDER
from genre_studio.ui.commands import Keymap
from genre_studio.ui.panels.segmented import segment_button

_COLUMNS = 3
_SPACING_PX = 4
_ROOM = 3  # letters beside those of a title: widths go by the longest title of each column

TITLES = {
    Ability.CONTINUE: "Continue",
    Ability.GENERATE: "Write",
    Ability.ACCOMPANY: "Accompany",
    Ability.INFILL: "Refill",
    Ability.VARY: "Vary",
    Ability.INTERPOLATE: "Morph",
}
_HELP = {
    Ability.CONTINUE: "Write on from the music before the bars.",
    Ability.GENERATE: "Write bars from nothing.",
    Ability.ACCOMPANY: "Write the ticked tracks to what the others play.",
    Ability.INFILL: "Write the bars anew, between what stands before and behind them.",
    Ability.VARY: "Stay near what the ticked tracks play in the bars.",
    Ability.INTERPOLATE: "Lead from one clip to another, step by step.",
}


class AbilityButtons(QWidget):
    """Signals: chosen(object): the Ability whose button a person pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What to do")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACING_PX)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._press)
        self._keymap = Keymap()
        self.buttons: dict[Ability, QPushButton] = {}

    def offer(self, abilities: frozenset[Ability]) -> None:
        """A button for each of these; none where there is nothing to choose."""
        offered = [ability for ability in ORDER if ability in abilities]
        if offered == list(self.buttons):
            return
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = {ability: self._button(place, ability) for place, ability in enumerate(offered)}
        for column in range(_COLUMNS):
            letters = (len(TITLES[ability]) for ability in offered[column::_COLUMNS])
            self._grid.setColumnStretch(column, max((count + _ROOM for count in letters), default=0))
        self.setVisible(len(offered) > 1)
        self.show_keys(self._keymap)

    def press(self, ability: Ability) -> None:
        """Let this one be down, without a signal; none where it is not offered."""
        self._group.setExclusive(False)
        for each, button in self.buttons.items():
            button.setChecked(each is ability)
        self._group.setExclusive(True)

    def show_keys(self, keymap: Keymap) -> None:
        """Say in each tooltip what the button does, and its key."""
        self._keymap = keymap
        for ability, button in self.buttons.items():
            button.setToolTip(keymap.hint(f"ask_{ability.value}", _HELP[ability]))

    def _button(self, place: int, ability: Ability) -> QPushButton:
        button = segment_button(TITLES[ability], self)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._group.addButton(button, ORDER.index(ability))
        self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        return button

    @Slot(int)
    def _press(self, place: int) -> None:
        self.chosen.emit(ORDER[place])
