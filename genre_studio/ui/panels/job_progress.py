"""How far a job in the background is, with its stop button; out of sight while there is none."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from genre_studio.ui.style import set_role


class JobProgress(QWidget):
    """Signals: stop_pressed()."""

    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        set_role(self.title, "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(96)
        self.bar.setRange(0, 1000)
        self.stop = QPushButton("Stop")
        set_role(self.stop, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.title, self.bar, self.stop):
            row.addWidget(widget)
        self.stop.clicked.connect(self.stop_pressed)
        self.hide()

    def begin(self, title: str) -> None:
        self.title.setText(title)
        self.bar.setValue(0)
        self.show()

    @Slot(float)
    def show_fraction(self, fraction: float) -> None:
        self.bar.setValue(round(1000 * fraction))

    def end(self) -> None:
        self.hide()
