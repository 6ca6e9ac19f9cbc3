"""The beats of a count-in, as large numbers over the roll."""

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from genre_studio.ui.style import set_role

_TEXT_SIZES = 6.0  # so many times as large as the text of the window
_SIDE_TEXTS = 10.0  # and the square that it stands in


class CountInNumber(QLabel):
    """Stands in the middle of what it lies over while it counts; the mouse goes through it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        set_role(self, "count-in")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Count-in")
        self.hide()

    @Slot(int)
    def show_count(self, beat: int) -> None:
        """Show a beat of the count-in; 0: it is over."""
        if not beat:
            self.hide()
            return
        font = QFont(self._over.font())
        text_px = self._over.fontMetrics().height()
        font.setPixelSize(round(text_px * _TEXT_SIZES))
        font.setBold(True)
        self.setFont(font)
        self.setText(str(beat))
        side = round(text_px * _SIDE_TEXTS)
        square = QRect(0, 0, side, side)
        square.moveCenter(self._over.rect().center())
        self.setGeometry(square)
        self.show()
        self.raise_()
