"""How the roll's parts stand: a grid without gaps."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget


def place(holder: QWidget, rows: Sequence[Sequence[QWidget | None]]) -> None:
    """Lay the parts out in rows from the left; None leaves a cell empty, a part alone takes its row."""
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    widest = max(len(row) for row in rows)
    for y, row in enumerate(rows):
        for x, part in enumerate(row):
            if part is not None:
                grid.addWidget(part, y, x, 1, widest if len(row) == 1 else 1)
