"""How the window's parts stand beside each other."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from genre_studio.ui.style import set_role


def beside(*widgets: QWidget, wide: QWidget) -> QWidget:
    """A row without gaps, in which `wide` takes the room that is left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is wide else 0)
    return holder


def below(*widgets: QWidget, tall: QWidget) -> QWidget:
    """A column without gaps, in which `tall` takes the room that is left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is tall else 0)
    return holder


def line(*, vertical: bool = False) -> QFrame:
    """A hairline between two parts."""
    frame = QFrame()
    if vertical:
        frame.setFixedWidth(1)
    else:
        frame.setFixedHeight(1)
    set_role(frame, "line")
    return frame
