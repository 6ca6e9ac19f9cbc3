"""Sizes that grow with the text: pixels are said for the usual text, and are twice as many at twice that."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

from genre_studio.ui.theme import DARK

_WIDTH, _HEIGHT = "width_at_usual_text", "height_at_usual_text"
_USUAL_SYSTEM_PT = 13.0 if sys.platform == "darwin" else 10.0  # a Mac counts 72 points to the inch, others 96
_LARGEST_USUAL_PT = _USUAL_SYSTEM_PT + 1.0
TEXT_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


def system_text_scale() -> float:
    """How much larger than usual the person has set the text of this computer; 1 where it is not."""
    point_size = QApplication.font().pointSizeF()
    return point_size / _USUAL_SYSTEM_PT if point_size > _LARGEST_USUAL_PT else 1.0


def text_scale() -> float:
    """How much larger than usual the application's text is now."""
    return max(1.0, QApplication.font().pointSizeF() / DARK.body_pt)


def scaled(px: int) -> int:
    """A length at the present size of the text."""
    return round(px * text_scale())


def fix_size(widget: QWidget, *, width: int = 0, height: int = 0) -> None:
    """Hold a widget at so many pixels at the usual text, at more where it is larger; 0: not held."""
    widget.setProperty(_WIDTH, width)
    widget.setProperty(_HEIGHT, height)
    _apply(widget)


def refit(root: QWidget) -> None:
    """After the text has changed its size: hold everything within `root` anew."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.property(_WIDTH) is not None:
            _apply(widget)


def _apply(widget: QWidget) -> None:
    width, height = widget.property(_WIDTH), widget.property(_HEIGHT)
    if width:
        widget.setFixedWidth(scaled(width))
    if height:
        widget.setFixedHeight(scaled(height))
