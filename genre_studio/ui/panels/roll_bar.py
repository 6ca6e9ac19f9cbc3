"""The bar over the roll: which rows and colours it shows, what the pencil draws, and what holds it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from genre_studio.ui.icons import icon
from genre_studio.ui.panels.choosing import chooser, place_of
from genre_studio.ui.piano_roll import ColourBy, Fold, HandRules, NoteLook
from genre_studio.ui.piano_roll.hand_rules import STAMPS, Stamp
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT, Theme

BAR_HEIGHT_PX = 5 * UNIT
_BUTTON_PX = 28
_ICONS = {
    "toggle_scale": "rows",
    "toggle_scale_lock": "magnet",
    "toggle_ghosts": "ghost",
    "toggle_names": "letters",
    "step_input": "keyboard",
}


class RollBar(QWidget):
    """Shows what is chosen and says what a person chose; it changes nothing itself.

    Signals: fold_chosen(Fold). colours_chosen(ColourBy). stamp_chosen(object): a Stamp, or None.
    """

    fold_chosen = Signal(object)
    colours_chosen = Signal(object)
    stamp_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_HEIGHT_PX)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self.fold = chooser("Rows", "Which rows show", [(fold.value, fold) for fold in Fold])
        self.colours = chooser("Colours", "What a note's colour tells", [(by.value, by) for by in ColourBy])
        stamps: list[tuple[str, object]] = [("Notes", None), *((s.title, s) for s in STAMPS)]
        self.stamp = chooser("Chord", "What the pencil draws: a note or a chord", stamps)
        self._buttons = {id: _button() for id in _ICONS}
        self._arrange()
        self.fold.activated.connect(self._choose_fold)
        self.colours.activated.connect(self._choose_colours)
        self.stamp.activated.connect(self._choose_stamp)

    def carry(self, actions: Mapping[str, QAction]) -> None:
        """Give the buttons their commands, with their ticks and tooltips."""
        self._actions = {id: actions[id] for id in _ICONS}
        for id, button in self._buttons.items():
            self._actions[id].setIconVisibleInMenu(False)
            button.setDefaultAction(self._actions[id])
            button.setAccessibleName(self._actions[id].text())
        self.set_theme(self._theme)

    def show_choices(self, look: NoteLook, rules: HandRules, *, is_drums: bool) -> None:
        """Show what the roll does; drums know neither scale nor chord."""
        chosen = ((self.fold, look.fold), (self.colours, look.colours_by), (self.stamp, rules.stamp))
        for box, value in chosen:
            with QSignalBlocker(box):
                box.setCurrentIndex(place_of(box, value))
        self.stamp.setEnabled(not is_drums)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for id, action in self._actions.items():
            action.setIcon(icon(_ICONS[id], theme.text_dim, theme.accent))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT, 0, UNIT, 0)
        row.setSpacing(4)
        parts: Sequence[QWidget | int] = (
            self.fold, UNIT,
            self._buttons["toggle_scale"], self._buttons["toggle_scale_lock"], UNIT,
            _caption("Draw"), self.stamp, UNIT,
            _caption("Colour"), self.colours, UNIT,
            self._buttons["toggle_ghosts"], self._buttons["toggle_names"],
        )  # fmt: skip
        for part in parts:
            if isinstance(part, int):
                row.addSpacing(part)
            else:
                row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._buttons["step_input"])

    @Slot(int)
    def _choose_fold(self, _index: int) -> None:
        self.fold_chosen.emit(self.fold.currentData())

    @Slot(int)
    def _choose_colours(self, _index: int) -> None:
        self.colours_chosen.emit(self.colours.currentData())

    @Slot(int)
    def _choose_stamp(self, _index: int) -> None:
        stamp = self.stamp.currentData()
        self.stamp_chosen.emit(stamp if isinstance(stamp, Stamp) else None)


def _button() -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "caption")
    return label
