"""The tabs above the lane: which lane shows, what the pencil draws, and a button that folds it away."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from genre_studio.music.controller_lane import BEND_LANE, Lane
from genre_studio.music.controller_names import (
    COMMON_LANES,
    MODULATION_LANE,
    PROGRAM_LANE,
    SUSTAIN_LANE,
    lane_caption,
    lane_name,
)
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.icons import icon
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT, Theme

TABS_HEIGHT = 4 * UNIT
FIRST_LANES: tuple[Lane | None, ...] = (None, MODULATION_LANE, SUSTAIN_LANE, BEND_LANE)
_SHAPES = (
    (CurveShape.FREE, "scribble", "Draw freely"),
    (CurveShape.LINE, "line", "Draw a line"),
    (CurveShape.CURVE, "curve", "Draw a curve that leans as your hand leans"),
)
_LAST_CONTROLLER = 119  # those above are channel mode messages and no values


class LaneTabs(QWidget):
    """Signals:
    lane_chosen(object): the Lane to show, or None for velocities.
    shape_chosen(object): the CurveShape that the pencil draws.
    fold_pressed(): the lane should fold away, or come back.
    pulled(int): the lane should be so many pixels taller; negative: lower.
    """

    lane_chosen = Signal(object)
    shape_chosen = Signal(object)
    fold_pressed = Signal()
    pulled = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Lanes")
        fix_size(self, height=TABS_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lanes: tuple[Lane | None, ...] = ()
        self._hidden: tuple[Lane, ...] = ()
        self._pulled_from: float | None = None
        self._tabs, self._shapes = QButtonGroup(self), QButtonGroup(self)
        self._tabs.idClicked.connect(self._choose_tab)
        self._shapes.idClicked.connect(self._choose_shape)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(UNIT, 0, UNIT, 0)
        self._row.setSpacing(2)
        self._more = self._button("+", "Other controllers")
        self._more.clicked.connect(self.offer_lanes)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        for number, (_, _, title) in enumerate(_SHAPES):
            self._shapes.addButton(self._button("", title, checkable=True), number)
            self._row.addWidget(self._shapes.button(number))
        self._shapes.button(0).setChecked(True)
        self._fold = self._button("", "Fold the lane")
        self._fold.clicked.connect(self.fold_pressed)
        self._row.addWidget(self._fold)

    def set_theme(self, theme: Theme) -> None:
        for number, (_, name, _) in enumerate(_SHAPES):
            self._shapes.button(number).setIcon(icon(name, theme.text_dim, theme.text))
        self._icons = icon("caret-down", theme.text_dim), icon("caret-up", theme.text_dim)
        self._fold.setIcon(self._icons[0])

    def show_folded(self, folded: bool) -> None:
        self._fold.setIcon(self._icons[1 if folded else 0])
        self._fold.setToolTip("Show the lane" if folded else "Fold the lane")

    def show_shapes(self, shown: bool) -> None:
        """Whether the shapes that the pencil draws are offered."""
        for button in self._shapes.buttons():
            button.setVisible(shown)

    def show_shape(self, shape: CurveShape) -> None:
        self._shapes.button([each for each, _, _ in _SHAPES].index(shape)).setChecked(True)

    def show_lanes(self, lanes: Sequence[Lane | None], chosen: Lane | None, used: Sequence[Lane]) -> None:
        """Tabs for `lanes`; those of them that hold nothing are dim. The others of `used` are counted."""
        if tuple(lanes) != self._lanes:
            self._make_tabs(tuple(lanes))
        for number, lane in enumerate(self._lanes):
            tab = self._tabs.button(number)
            tab.setChecked(lane == chosen)
            set_role(tab, "lane" if lane is None or lane in used else "empty-lane")
        self._hidden = tuple(lane for lane in used if lane not in self._lanes)
        count = len(self._hidden)
        self._more.setText(f"+{count}" if count else "+")
        self._more.setToolTip(f"{count} more in this track, and others" if count else "Other controllers")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pulled_from = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulled_from is not None:
            y = event.globalPosition().y()
            by, self._pulled_from = round(self._pulled_from - y), y
            self.pulled.emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pulled_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fold_pressed.emit()

    def menu(self) -> QMenu:
        """The lanes that have no tab: those that the track uses, common ones, all."""
        menu = QMenu(self)
        for lane in self._hidden:
            menu.addAction(self._action(menu, lane))
        menu.addSeparator()
        known = {*self._lanes, *self._hidden}
        for lane in (*COMMON_LANES, PROGRAM_LANE):
            if lane not in known:
                menu.addAction(self._action(menu, lane))
        rest = menu.addMenu("All controllers")
        for number in range(_LAST_CONTROLLER + 1):
            rest.addAction(self._action(rest, Lane(number=number)))
        return menu

    def _action(self, menu: QMenu, lane: Lane) -> QAction:
        caption, name = lane_caption(lane), lane_name(lane)
        action = QAction(name if caption == name else f"{name}\t{caption}", menu)
        action.triggered.connect(lambda _checked=False: self.lane_chosen.emit(lane))
        return action

    def _make_tabs(self, lanes: tuple[Lane | None, ...]) -> None:
        for button in self._tabs.buttons():
            self._tabs.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._lanes = lanes
        for number, lane in enumerate(lanes):
            title = "Velocity" if lane is None else lane_caption(lane)
            tab = self._button(title, "Velocity" if lane is None else lane_name(lane), checkable=True)
            self._tabs.addButton(tab, number)
            self._row.insertWidget(number, tab)

    def _button(self, text: str, title: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(2 * UNIT, 2 * UNIT))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        set_role(button, "lane")
        return button

    @Slot(int)
    def _choose_tab(self, number: int) -> None:
        self.lane_chosen.emit(self._lanes[number])

    @Slot(int)
    def _choose_shape(self, number: int) -> None:
        self.shape_chosen.emit(_SHAPES[number][0])

    @Slot()
    def offer_lanes(self) -> None:
        """Ask which other lane to show."""
        menu = self.menu()
        menu.exec(self._more.mapToGlobal(self._more.rect().topLeft()))
        menu.deleteLater()
