from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made, _ = make_window(tmp_path, [])
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close_now())
    made.files.load_demo()
    return made


def run(window: MainWindow, command: str) -> None:
    window.actions_of[command].trigger()


def names(window: MainWindow) -> list[str]:
    return [track.name for track in window.document.song.tracks]


def test_a_track_is_copied_removed_and_brought_back(window: MainWindow) -> None:
    before = names(window)
    window.links._choose_track(1)
    run(window, "duplicate_track")
    assert names(window) == [*before[:2], f"{before[1]} copy", *before[2:]]
    assert window.roll.track == 2
    run(window, "remove_track")
    assert names(window) == before
    assert window.document.undo_name == f"Remove {before[1]} copy"
    window.document.undo()
    assert names(window)[2] == f"{before[1]} copy"


def test_the_shown_track_moves_and_stays_shown(window: MainWindow) -> None:
    before = names(window)
    window.links._choose_track(0)
    run(window, "track_up")
    assert names(window) == before
    run(window, "track_down")
    assert names(window)[:2] == [before[1], before[0]]
    assert window.roll.track == 1


def test_every_track_can_be_removed(window: MainWindow) -> None:
    for _ in range(len(names(window)) + 1):
        run(window, "remove_track")
    assert names(window) == []
    assert window.roll.track == -1
    while window.document.undo():
        pass
    assert window.document.song.note_count


def chosen(menu: QMenu, *path: str) -> None:
    for title in path[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == title)
    next(action for action in menu.actions() if action.text() == path[-1]).trigger()


def test_the_menu_sets_instrument_channel_and_colour(window: MainWindow) -> None:
    pitched = next(i for i, track in enumerate(window.document.song.tracks) if not track.is_drums)
    menu = window.track_desk.menu_of(pitched, [], window.theme)
    chosen(menu, "Instrument", "Strings", "Cello")
    assert window.document.song.tracks[pitched].program == 42
    assert window.document.undo_name is not None
    assert window.document.undo_name.endswith("to Cello")
    chosen(menu, "Channel", "7")
    assert window.document.song.tracks[pitched].channel == 6
    chosen(menu, "Colour", "Colour 3")
    assert window.document.song.tracks[pitched].colour == 2
    menu.deleteLater()
