"""The font of what is written into rows of fixed height."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication

from genre_studio.ui.theme import Theme


@lru_cache(maxsize=16)
def small_font(theme: Theme, tallest_px: int) -> QFont:
    """The theme's small font, as large as the system's text size makes it and the row has room for."""
    font = QGuiApplication.font()
    font.setPointSizeF(theme.small_pt)
    height = QFontMetrics(font).height()
    if height > tallest_px:
        font.setPointSizeF(theme.small_pt * tallest_px / height)
    return font


@lru_cache(maxsize=16)
def small_metrics(theme: Theme, tallest_px: int) -> QFontMetrics:
    return QFontMetrics(small_font(theme, tallest_px))
