"""Icons of one family (Phosphor), drawn from the font that qtawesome carries.

The font is read directly: importing qtawesome costs a third of a second at every start, and all
that the window needs of it is one font file.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
)

from genre_studio.ui.drawn_icons import SIZE, drawn_icon_path

_CODES = {
    "bars": 0xF0D2,
    "ghost": 0xF1A3,
    "keyboard": 0xF1E5,
    "letters": 0xF310,
    "magnet": 0xF208,
    "rows": 0xF2A6,
    "caret-down": 0xF0C2,
    "caret-up": 0xF0C5,
    "check": 0xF0E7,
    "copy": 0xF114,
    "cursor": 0xF12C,
    "curve": 0xF015,
    "dice": 0xF137,
    "drag": 0xF144,
    "eraser": 0xF159,
    "export": 0xF15A,
    "file": 0xF168,
    "folder": 0xF18C,
    "info": 0xF1E0,
    "line": 0xF1F1,
    "lock": 0xF205,
    "lock-open": 0xF206,
    "moon": 0xF21F,
    "pencil": 0xF266,
    "play": 0xF9E7,
    "plus": 0xF27F,
    "plugin": 0xF291,
    "record": 0xFA05,
    "repeat": 0xF29F,
    "rewind": 0xFA35,
    "scissors": 0xF2AB,
    "scribble": 0xF2AD,
    "star": 0xF2F3,
    "star-full": 0xFA5D,
    "stop": 0xFA62,
    "sun": 0xF2FE,
    "trash": 0xF334,
    "warning": 0xF35C,
    "x": 0xF36D,
}
"""Code points of the Phosphor 1.3 font, by the window's names for them."""

_STROKE_WIDTH = 1.5  # of 24, as the font draws


def icon(name: str, colour: QColor, active: QColor | None = None) -> QIcon:
    """A sharp icon at any size; `active` is its colour while its button is checked."""
    colours = QColor(colour), QColor(active or colour)
    drawn = drawn_icon_path(name)
    if drawn is not None:
        return QIcon(_DrawnIconEngine(name, drawn, *colours))
    return QIcon(_FontIconEngine(_CODES[name], *colours))


@cache
def _family() -> str:
    """The font's family name, or an empty string where qtawesome is damaged: icons are blank then."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        return ""
    for path in sorted((Path(spec.origin).parent / "fonts").glob("phosphor-*.ttf")):
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        if families:
            return families[0]
    return ""


class _SharpIconEngine(QIconEngine):
    """Paints at the size asked for, so that the icon is sharp on every screen."""

    def __init__(self, name: str, colour: QColor, active: QColor) -> None:
        super().__init__()
        self._name, self._colour, self._active = name, colour, active

    def colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        colour = QColor(self._active if state == QIcon.State.On else self._colour)
        if mode == QIcon.Mode.Disabled:
            colour.setAlphaF(0.4)
        return colour

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Drawn once: a list of takes asks for the same five again and again."""
        colour = self.colour(mode, state).rgba()
        key = f"icon {self._name} {colour:x} {size.width()} {size.height()}"
        pixmap = QPixmap()
        if QPixmapCache.find(key, pixmap):
            return pixmap
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        QPixmapCache.insert(key, pixmap)
        return pixmap


class _DrawnIconEngine(_SharpIconEngine):
    """Strokes of one width."""

    def __init__(self, name: str, path: QPainterPath, colour: QColor, active: QColor) -> None:
        super().__init__(name, colour, active)
        self._path = path

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        pen = QPen(self.colour(mode, state), _STROKE_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / SIZE, rect.height() / SIZE)
        painter.setPen(pen)
        painter.drawPath(self._path)
        painter.restore()

    def clone(self) -> QIconEngine:
        return _DrawnIconEngine(self._name, self._path, self._colour, self._active)


class _FontIconEngine(_SharpIconEngine):
    """One glyph of the font."""

    def __init__(self, code: int, colour: QColor, active: QColor) -> None:
        super().__init__(f"{code:x}", colour, active)
        self._code = code

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(round(rect.height()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(self.colour(mode, state))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(self._code))
        painter.restore()

    def clone(self) -> QIconEngine:
        return _FontIconEngine(self._code, self._colour, self._active)
