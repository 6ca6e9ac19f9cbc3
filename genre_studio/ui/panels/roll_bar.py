"""The bar over the roll: which rows and colours it shows, what the pencil draws, and what holds it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from genre_studio.ui.icons import icon
from genre_studio.ui.panels.choosing import chooser, place_of
from genre_studio.ui.piano_roll import ColourBy, Fold, HandRules, NoteLook
from genre_studio.ui.piano_roll.hand_rules import STAMPS, Stamp
from genre_studio.ui.roll_scale import SCALE_NAMES
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT, Theme

BAR_HEIGHT_PX = 5 * UNIT
_BUTTON_PX = 28
_COLOURS_FROM_PX, _SCALE_FROM_PX = 720, 560
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
    scale_chosen(str): a name of SCALE_NAMES, or an empty one for the key's own.
    """

    fold_chosen = Signal(object)
    colours_chosen = Signal(object)
    stamp_chosen = Signal(object)
    scale_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        fix_size(self, height=BAR_HEIGHT_PX)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self.fold = chooser("Rows", "Which rows show", [(fold.value, fold) for fold in Fold])
        self.colours = chooser("Colours", "What a note's colour tells", [(by.value, by) for by in ColourBy])
        stamps: list[tuple[str, object]] = [("Notes", None), *((s.title, s) for s in STAMPS)]
        scales: list[tuple[str, object]] = [("Key’s scale", ""), *((n, n) for n in SCALE_NAMES)]
        self.scale = chooser("Scale", "The key's scale, or another one on its root", scales, letters=10)
        self.stamp = chooser("Chord", "What the pencil draws: a note or a chord", stamps, letters=10)
        self._buttons = {id: _button() for id in _ICONS}
        self._arrange()
        self.fold.activated.connect(self._choose_fold)
        self.colours.activated.connect(self._choose_colours)
        self.stamp.activated.connect(self._choose_stamp)
        self.scale.activated.connect(self._choose_scale)

    def carry(self, actions: Mapping[str, QAction]) -> None:
        """Give the buttons their commands, with their ticks and tooltips."""
        self._actions = {id: actions[id] for id in _ICONS}
        for id, button in self._buttons.items():
            self._actions[id].setIconVisibleInMenu(False)
            button.setDefaultAction(self._actions[id])
            button.setAccessibleName(self._actions[id].text())
        self.set_theme(self._theme)

    def show_choices(self, look: NoteLook, rules: HandRules, scale_name: str, *, is_drums: bool) -> None:
        """Show what the roll does; drums know neither scale nor chord."""
        chosen: tuple[tuple[QComboBox, object], ...] = (
            (self.fold, look.fold),
            (self.colours, look.colours_by),
            (self.stamp, rules.stamp),
            (self.scale, scale_name),
        )
        for box, value in chosen:
            with QSignalBlocker(box):
                box.setCurrentIndex(place_of(box, value))
        for box in (self.stamp, self.scale):
            box.setEnabled(not is_drums)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for id, action in self._actions.items():
            action.setIcon(icon(_ICONS[id], theme.text_dim, theme.accent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what the menus offer too gives way."""
        super().resizeEvent(event)
        for widgets, least_px in ((self._colour_parts, _COLOURS_FROM_PX), ((self.scale,), _SCALE_FROM_PX)):
            for widget in widgets:
                widget.setVisible(self.width() >= least_px)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(UNIT, 0, UNIT, 0)
        row.setSpacing(4)
        self._colour_parts = (_caption("Colour"), self.colours)
        groups: Sequence[Sequence[QWidget]] = (
            (self.fold,),
            (self.scale, self._buttons["toggle_scale"], self._buttons["toggle_scale_lock"]),
            (_caption("Draw"), self.stamp),
            self._colour_parts,
            (self._buttons["toggle_ghosts"], self._buttons["toggle_names"]),
        )
        for group in groups:
            for widget in group:
                row.addWidget(widget)
            row.addSpacing(UNIT)
        row.addStretch(1)
        row.addWidget(self._buttons["step_input"])

    @Slot(int)
    def _choose_fold(self, _index: int) -> None:
        self.fold_chosen.emit(self.fold.currentData())

    @Slot(int)
    def _choose_colours(self, _index: int) -> None:
        self.colours_chosen.emit(self.colours.currentData())

    @Slot(int)
    def _choose_scale(self, _index: int) -> None:
        self.scale_chosen.emit(self.scale.currentData())

    @Slot(int)
    def _choose_stamp(self, _index: int) -> None:
        stamp = self.stamp.currentData()
        self.stamp_chosen.emit(stamp if isinstance(stamp, Stamp) else None)


def _button() -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    fix_size(button, width=_BUTTON_PX, height=_BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "caption")
    return label
