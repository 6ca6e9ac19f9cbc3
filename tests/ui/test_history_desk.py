"""The page of the history: every step by name, kind and time, one click or key away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from genre_studio.music.document import Document
from genre_studio.ui.main_window import MainWindow


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    for title in ("One", "Two", "Three"):
        window.document.apply(f"Title {title}", replace(window.document.song, title=title))
    window.show()
    window.actions_of["history"].trigger()
    return window


def column(window: MainWindow, at: int) -> list[str]:
    model = window.history.model
    return [model.index(row, at).data() for row in range(model.rowCount())]


def shown(window: MainWindow) -> list[str]:
    return column(window, 0)


def present(window: MainWindow) -> int:
    return window.history.steps.currentIndex().row()


def test_the_page_names_every_step(window: MainWindow) -> None:
    assert shown(window) == ["As it was opened", "Title One", "Title Two", "Title Three"]
    assert column(window, 1) == ["", "song", "song", "song"]
    assert all(":" in time for time in column(window, 2)[1:])
    assert present(window) == 3
    window.actions_of["undo"].trigger()
    assert shown(window)[-1] == "Title Three"
    assert present(window) == 2


def test_what_is_ahead_is_said_to_be(window: MainWindow) -> None:
    window.actions_of["undo"].trigger()
    model, role = window.history.model, Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(row, 0).data(role).split(", ")[-1] for row in range(4)] == [
        "done",
        "done",
        "now",
        "ahead",
    ]
    colours = {model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole).name() for row in (2, 3)}
    assert len(colours) == 2


def test_a_step_is_one_click_or_return_away(window: MainWindow) -> None:
    changes = []
    window.document.subscribe(lambda: changes.append(window.document.song.title))
    steps, model = window.history.steps, window.history.model
    at = steps.visualRect(model.index(1, 0)).center()
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert changes == ["One"]
    steps.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(steps, key)
    assert window.document.song.title == "Three"


def test_a_new_gesture_forgets_what_was_undone(window: MainWindow) -> None:
    window.history_desk.jump(-2)
    window.document.apply("Title Four", replace(window.document.song, title="Four"))
    assert shown(window) == ["As it was opened", "Title One", "Title Four"]
    assert window.history_desk.jump(5) is None
    assert window.document.song.title == "Four"


def test_the_page_says_what_the_memory_budget_cost(window: MainWindow) -> None:
    small = Document(window.document.song, history_budget_bytes=1)
    for title in ("One", "Two", "Three"):
        small.apply(f"Title {title}", replace(small.song, title=title))
    window.history.show_steps(small.done_steps, small.undone_steps, small.dropped_steps)
    assert shown(window) == ["As far back as it goes", "Title Three"]
    assert "2 oldest steps are gone" in window.history.note.text()


def test_steps_that_came_while_the_page_was_closed_show_when_it_opens(window: MainWindow) -> None:
    window.drawer.close_page()
    window.document.apply("Title Four", replace(window.document.song, title="Four"))
    window.actions_of["history"].trigger()
    assert shown(window)[-1] == "Title Four"


def test_kinds_follow_what_a_step_changed(window: MainWindow) -> None:
    window.tracks.rows[0].mute.click()
    window.roll.focused.select_all()
    window.roll.focused.nudge(1)
    window.actions_of["duplicate_track"].trigger()
    assert column(window, 1)[-3:] == ["tracks", "notes", "tracks"]
