"""The line at the bottom: what just happened, progress with its stop button, the engine's state."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from genre_studio.ui.panels.elided_label import ElidedLabel
from genre_studio.ui.panels.engine_lights import EngineLights
from genre_studio.ui.panels.job_progress import JobProgress
from genre_studio.ui.panels.live_status import LiveStatus
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role


class StatusLine(QWidget):
    """Signals: stop_pressed()."""

    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        fix_size(self, height=32)
        self.message = ElidedLabel()
        self.hover = QLabel()
        self.state = QLabel("Sound: starting")
        self.live = LiveStatus()
        self.lights = EngineLights()
        self.audio = JobProgress()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(160)
        self.progress.setRange(0, 1000)
        self.stop = QPushButton("Stop")
        set_role(self.stop, "link")
        for label in (self.hover, self.state):
            set_role(label, "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.message, 1)
        for widget in (self.progress, self.stop, self.audio, self.hover, self.live, self.lights, self.state):
            row.addWidget(widget)
        self.show_running(False)
        self.stop.clicked.connect(self.stop_pressed)

    def say(self, sentence: str) -> None:
        """What just happened. A sentence too long for the line shows in full as its tooltip."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)

    def show_hover(self, text: str) -> None:
        self.hover.setText(text)

    def show_state(self, text: str, why: str = "") -> None:
        """The engine's state; `why` shows as its tooltip."""
        self.state.setText(text)
        self.state.setToolTip(why)

    def show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.stop.setVisible(running)
        if running:
            self.progress.setValue(0)

    def show_progress(self, fraction: float, text: str) -> None:
        self.progress.setValue(round(1000 * fraction))
        if text:
            self.say(text)
