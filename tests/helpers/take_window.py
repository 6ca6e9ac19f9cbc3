"""A shown window with takes in it, without a worker or an engine, and hands on its parts."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from genre_studio.music.take_record import TakeRecord
from genre_studio.ui.main_window import MainWindow
from tests.helpers.requests import small_song
from tests.helpers.takes import a_record
from tests.helpers.windows import SilentEngine, make_window

LEFT = Qt.MouseButton.LeftButton


def window_with_takes(qtbot: QtBot, folder: Path, *takes: TakeRecord) -> tuple[MainWindow, SilentEngine]:
    """The small song (two bars) and these takes of the two bars behind it; three where none is given."""
    window, engine = make_window(folder)
    qtbot.addWidget(window, before_close_func=lambda widget: widget.close_now())
    window.document.replace(small_song())
    window.document.add_takes(takes or (a_record(1), a_record(2), a_record(3)))
    window.resize(1280, 860)
    window.show()
    qtbot.waitExposed(window)
    window.shelf.select(window.shelf.takes[0].id if window.shelf.takes else None)
    window.takes.setFocus()
    return window, engine


def drag(widget: QWidget, *ways: QPoint) -> None:
    """Press at the first place and move to the others with the button held."""
    QTest.mousePress(widget, LEFT, pos=ways[0])
    for at in ways[1:]:
        where = QPointF(widget.mapToGlobal(at))
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            where,
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, LEFT, pos=ways[-1])


def turn_wheel(widget: QWidget, at: QPoint, notches: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(0, 0), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
