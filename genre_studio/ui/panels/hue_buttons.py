"""A track's colour: the theme's hues, which colour-blind eyes tell apart, and which also have names."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from genre_studio.ui.theme import HUE_NAMES, Theme

_LOWEST_PX = 20


class HueButtons(QWidget):
    """Signals: chosen(int): a colour number."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colour of the track")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(2)
        self.buttons = [HueButton(colour, name, theme) for colour, name in enumerate(HUE_NAMES)]
        for button in self.buttons:
            self._group.addButton(button, button.colour)
            row.addWidget(button)
            button.clicked.connect(self._choose)

    def show_colour(self, colour: int) -> None:
        """Any integer: the hues repeat."""
        self.buttons[colour % len(self.buttons)].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        for button in self.buttons:
            button.set_theme(theme)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self._group.checkedId())


class HueButton(QAbstractButton):
    """A disc of one hue; chosen, it has a ring and a tick: a colour alone must not say it."""

    def __init__(self, colour: int, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour, self._theme = colour, theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        side = max(_LOWEST_PX, self.fontMetrics().height() + 4)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        middle = self.rect().toRectF().center()
        hue = self._theme.track_colour(self.colour)
        if not self.isEnabled():
            hue = QColor(hue)
            hue.setAlphaF(0.3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue)
        painter.drawEllipse(middle, side * 0.32, side * 0.32)
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.accent if self.hasFocus() else self._theme.text, 1.5))
            painter.drawEllipse(middle, side * 0.45, side * 0.45)
        if self.isChecked():
            painter.setPen(QPen(self._theme.ink_on(hue), 1.6))
            ticks = ((-0.13, 0.0), (-0.03, 0.12), (0.15, -0.12))
            painter.drawPolyline([middle + QPointF(x * side, y * side) for x, y in ticks])
