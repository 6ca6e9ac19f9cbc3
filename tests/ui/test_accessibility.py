"""A screen reader and a keyboard reach everything in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QWidget,
)

from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.theme import THEMES

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider, QAbstractItemView)
MADE_BY_QT = (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView, QMenuBar)


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    window.resize(1440, 900)
    window.show()
    QApplication.processEvents()
    return window


def is_inside_qt(widget: QWidget) -> bool:
    """The inner parts of a combo box, a number field and the like, which Qt names itself."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, MADE_BY_QT):
        parent = parent.parentWidget()
    return parent is not None


def interactive(window: MainWindow) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        is_bar = isinstance(widget, QScrollBar)  # of a list, which is moved by its own keys
        if (isinstance(widget, CONTROLS) or takes_focus) and not is_inside_qt(widget) and not is_bar:
            yield widget


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def test_every_control_has_a_name(window: MainWindow) -> None:
    controls = list(interactive(window))
    assert len(controls) > 80
    nameless = [
        f"{type(w).__name__} in {type(w.parentWidget()).__name__}" for w in controls if not name_of(w)
    ]
    assert nameless == []


def test_every_control_is_reached_by_tab_or_has_a_command(window: MainWindow) -> None:
    """What Tab passes over must be a shortcut's: buttons of rows, which have commands, and Qt's own."""
    by_mouse_only = {
        type(widget).__name__
        for widget in interactive(window)
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    # Rows of tracks and their parts: the shown track's are in the tab order, the arrows go to the others.
    # Lists under a field that has the keyboard are moved from there.
    assert by_mouse_only <= {"TrackRow", "QToolButton", "QLineEdit", "QListWidget"}


def test_tab_goes_round_the_window_and_back(window: MainWindow) -> None:
    window.transport.buttons["return_to_start"].setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        focus = QApplication.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
        if focus is window.takes and window.shelf.count:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    places = [window.mapFromGlobal(w.mapToGlobal(w.rect().topLeft())) for w in seen]
    assert len(seen) > 30
    in_transport = [i for i, w in enumerate(seen) if window.transport.isAncestorOf(w)]
    assert in_transport == list(range(len(in_transport)))  # one part after the other
    across = [places[i].x() for i in in_transport]
    assert across == sorted(across)


def test_the_roll_says_the_note_under_the_keyboard(window: MainWindow) -> None:
    window.roll.setFocus()
    paper = QApplication.focusWidget()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(paper, Qt.Key.Key_Right, control)
    first = paper.accessibleDescription()
    assert len(window.roll.selection) == 1
    assert "bar" in first
    assert "velocity" in first
    assert first in window.status.message.text()
    QTest.keyClick(paper, Qt.Key.Key_Right, control)
    assert paper.accessibleDescription() != first
    QTest.keyClick(paper, Qt.Key.Key_Left, control)
    assert paper.accessibleDescription() == first
    QTest.keyClick(paper, Qt.Key.Key_Right, control | Qt.KeyboardModifier.ShiftModifier)
    assert len(window.roll.selection) == 2
    assert "2 notes selected" in paper.accessibleDescription()
    interface = QAccessible.queryAccessibleInterface(paper)
    assert interface.text(QAccessible.Text.Description) == paper.accessibleDescription()


def test_a_note_that_is_walked_to_shows(window: MainWindow) -> None:
    window.roll.setFocus()
    paper = QApplication.focusWidget()
    track = window.document.song.tracks[window.roll.track]
    for _ in range(len(track.notes)):
        QTest.keyClick(paper, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    last = track.notes[-1]
    assert window.roll.selection == {int(last["id"])}
    low, high = window.roll.viewport.visible_ticks(window.roll.viewport.size.width())
    assert low <= last["start"] < high


def menus_shown() -> list[QMenu]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen menus grab no keyboard
def test_menus_open_by_key(window: MainWindow) -> None:
    window.tracks.focus_row()
    for place in (window.tracks.rows[window.roll.track], window.roll.focusProxy()):
        at = place.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, place.mapToGlobal(at))
        QApplication.sendEvent(place, event)
        assert len(menus_shown()) == 1
        menus_shown()[0].close()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_focus_can_be_seen(window: MainWindow, theme) -> None:
    """Every kind of control looks otherwise with the keyboard on it, in both themes."""
    window.set_theme(theme)
    window.drawer.open_titled("Shortcuts")
    window.takes.setFocus()
    samples = (
        window.transport.buttons["stop"],
        window.transport.tempo,
        window.transport.grid,
        window.tracks.rows[0],
        window.tracks.rows[0].mute,
        window.tracks.inspector.volume,
        window.tracks.inspector.hues.buttons[3],
        window.tracks.add_button,
        window.panel.keeps_scale,
        window.shortcuts.list,
        window.shortcuts.reset_all,
        window.drawer.tabs,
        window.drawer.close_button,
    )
    for control in samples:
        window.takes.setFocus()
        QApplication.processEvents()
        control.setEnabled(True)
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert control.hasFocus(), control.accessibleName()
        assert control.grab().toImage() != before, f"{type(control).__name__} {control.accessibleName()}"
