"""The keyboard shortcuts, as a page of the side drawer, derived from the table of commands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from genre_studio.ui.commands import COMMANDS, Keymap
from genre_studio.ui.style import set_role

PAGE_WIDTH_PX = 336


class ShortcutSheet(QWidget):
    """Signals: close_pressed()."""

    close_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(PAGE_WIDTH_PX)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        shown_scope = ""
        row = 0
        keymap = Keymap()
        lines = ((keymap.text(c.id), c.title, c.scope.value) for c in COMMANDS if keymap.key(c.id))
        for keys, title, scope in sorted(lines, key=lambda line: line[2]):
            if scope != shown_scope:
                heading = QLabel(f"Keys {scope}")
                set_role(heading, "heading")
                grid.addWidget(heading, row, 0, 1, 2)
                shown_scope, row = scope, row + 1
            grid.addWidget(QLabel(title), row, 0)
            key = QLabel(keys)
            set_role(key, "caption")
            grid.addWidget(key, row, 1)
            row += 1
        grid.setRowStretch(row, 1)
        grid.setColumnStretch(0, 1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        close = QPushButton("Close")
        close.setFixedWidth(PAGE_WIDTH_PX - 32)
        close.clicked.connect(self.close_pressed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.addWidget(scroll, 1)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
