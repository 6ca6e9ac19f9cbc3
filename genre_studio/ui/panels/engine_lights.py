"""Small lights for what comes in and goes out as MIDI, and how punctual the engine is."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from genre_studio.playback.messages import Activity
from genre_studio.ui.style import set_role

_GLOW_MS = 150
_KEEP_MS = 1500  # how long a lateness stands, so that it can be read
_DOT_PX = 8
_DARK_ALPHA = 0.25


class Light(QWidget):
    """A dot that glows for a moment after `flash`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedSize(QSize(_DOT_PX, 16))
        self.is_lit = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GLOW_MS)
        self._timer.timeout.connect(self._go_out)

    def flash(self) -> None:
        self._timer.start()
        if not self.is_lit:
            self.is_lit = True
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = self.palette().color(
            QPalette.ColorRole.Highlight if self.is_lit else QPalette.ColorRole.Text
        )
        colour.setAlphaF(1.0 if self.is_lit else _DARK_ALPHA)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(0, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX))

    @Slot()
    def _go_out(self) -> None:
        self.is_lit = False
        self.update()


class EngineLights(QWidget):
    """In, out, and the lateness of the latest note of the last second and a half."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input_light, self.output_light = Light("MIDI in"), Light("MIDI out")
        self.lateness = QLabel()
        self.lateness.setFixedWidth(self.fontMetrics().horizontalAdvance("00.0 ms late"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for light, text in ((self.input_light, "In"), (self.output_light, "Out")):
            label = QLabel(text)
            set_role(label, "caption")
            for widget in (light, label):
                widget.setToolTip(f"Lit while MIDI {'comes in' if text == 'In' else 'goes out'}")
                row.addWidget(widget)
            row.addSpacing(4)
        set_role(self.lateness, "caption")
        row.addWidget(self.lateness)
        self._worst_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self._forget)

    @Slot(object)
    def show_activity(self, activity: Activity) -> None:
        """Light up for what was sent, and say how late it was."""
        self.output_light.flash()
        if activity.worst_late_s * 1000 >= self._worst_ms:
            self._worst_ms = activity.worst_late_s * 1000
            self._timer.start()
            self.lateness.setText(f"{self._worst_ms:.1f} ms late")
            self.lateness.setToolTip(
                f"The latest message of the last moments was sent {self._worst_ms:.2f} ms after its time"
            )

    @Slot()
    def show_input(self) -> None:
        self.input_light.flash()

    @Slot()
    def _forget(self) -> None:
        self._worst_ms = 0.0
        self.lateness.clear()
        self.lateness.setToolTip("")
