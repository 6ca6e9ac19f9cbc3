"""The window at twice the usual text: nothing cut off, nothing out of reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window

SLACK_PX = 2  # a style rounds


@pytest.fixture
def doubled() -> Iterator[None]:
    """As where a person has set the text of the computer to twice the usual size."""
    font = QApplication.font()
    larger = QApplication.font()
    larger.setPointSizeF(20.0)
    QApplication.setFont(larger)
    yield
    QApplication.setFont(font)
    QApplication.instance().setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, doubled: None) -> MainWindow:
    made, _ = make_window(tmp_path, [])
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close_now())
    made.files.load_demo()
    made.resize(1440, 900)
    made.show()
    QApplication.processEvents()
    return made


def narrowest(widget: QWidget) -> int:
    """How wide the text of a label or a button is; 0 where it may be wrapped or is told by a tooltip."""
    if isinstance(widget, QToolButton) and not widget.icon().isNull():
        return 0  # its text is its name alone
    may_shrink = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
    if may_shrink or (isinstance(widget, QLabel) and widget.wordWrap()):
        return 0
    if isinstance(widget, QLabel | QCheckBox | QPushButton | QAbstractButton):
        lines = widget.text().replace("&", "").split("\n")
        return max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
    return 0


def cut_off(window: MainWindow) -> list[str]:
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton):
            tall = widget.fontMetrics().height() if widget.text() else 0
            if widget.width() + SLACK_PX < narrowest(widget) or widget.height() + SLACK_PX < tall:
                parent = type(widget.parentWidget()).__name__
                found.append(
                    f"{type(widget).__name__} “{widget.text()}” in {parent}: {widget.size().toTuple()}"
                )
    return found


def test_the_text_is_as_large_as_the_systems(window: MainWindow) -> None:
    assert window.text_scale == pytest.approx(2.0)
    assert QApplication.font().pointSizeF() == pytest.approx(19.0)


def test_no_label_or_button_is_narrower_than_its_text(window: MainWindow) -> None:
    assert cut_off(window) == []


@pytest.mark.parametrize("page", ["Plugins", "History", "Shortcuts"])
def test_nor_on_the_pages(window: MainWindow, page: str) -> None:
    window.drawer.open_titled(page)
    if page == "Shortcuts":
        window.shortcuts.list.setCurrentItem(window.shortcuts._items["quantize_selection"])
        window.shortcuts.editor.field.pressed_key.emit("Ctrl+U")
    QApplication.processEvents()
    assert cut_off(window) == []


def test_every_part_lies_within_the_window_or_scrolls(window: MainWindow) -> None:
    parts = (window.tracks, window.roll, window.panel, window.takes)
    for part in parts:
        corner = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(corner), type(part).__name__
    for name in ("toggle_theme", "tool_lock"):
        button = window.transport.buttons[name]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        strip = next(a for a in window.findChildren(QScrollArea) if a.widget() is window.transport)
        strip.ensureWidgetVisible(button)
        assert (
            strip.viewport()
            .rect()
            .intersects(button.rect().translated(button.mapTo(strip.viewport(), button.rect().topLeft())))
        )


def test_tab_brings_a_control_of_a_bar_into_sight(window: MainWindow) -> None:
    strip = next(a for a in window.findChildren(QScrollArea) if a.widget() is window.transport)
    assert strip.horizontalScrollBar().maximum() > 0
    window.transport.buttons["return_to_start"].setFocus()
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is window.transport.buttons["toggle_theme"]:
            break
    assert window.transport.buttons["toggle_theme"].hasFocus()
    assert strip.horizontalScrollBar().value() > 0


def test_text_grows_and_shrinks_by_command_and_is_remembered(
    qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    for _ in range(9):
        window.actions_of["smaller_text"].trigger()
    QApplication.processEvents()
    assert QApplication.font().pointSizeF() == pytest.approx(9.5)
    usual = window.tracks.width(), window.transport.height(), window.takes.lanes._row_px
    window.actions_of["larger_text"].trigger()
    window.actions_of["larger_text"].trigger()
    QApplication.processEvents()
    grown = window.tracks.width(), window.transport.height(), window.takes.lanes._row_px
    assert [round(b / a, 1) for a, b in zip(usual, grown, strict=True)] == [1.5, 1.5, 1.5]
    assert isinstance(window.transport.grid, QComboBox)
    window.close_now()
    again, _ = make_window(tmp_path, [])
    qtbot.addWidget(again, before_close_func=lambda widget: widget.close_now())
    assert again.text_scale == 1.5
