"""Asking for files never waits for the answer."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

import genre_studio.ui
from genre_studio.ui.file_choosing import choose_file, choose_files, choose_place


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_file_is_handed_on_once_it_is_chosen(window: QWidget, tmp_path: Path) -> None:
    file = tmp_path / "song.mid"
    file.write_bytes(b"MThd")
    chosen: list[Path] = []
    dialog = choose_file(window, "Open", tmp_path, "MIDI files (*.mid)", chosen.append)
    assert chosen == []
    dialog.selectFile(file.name)
    dialog.accept()
    assert chosen == [file]


def test_thinking_better_of_it_does_nothing(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    chosen: list[list[Path]] = []
    dialog = choose_files(window, "Add", tmp_path, "All files (*)", chosen.append)
    dialog.reject()
    assert chosen == []
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


def test_a_place_to_write_begins_with_a_name(window: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialog = choose_place(window, "Export", tmp_path / "take 1.mid", "MIDI (*.mid)", chosen.append)
    assert [Path(each).name for each in dialog.selectedFiles()] == ["take 1.mid"]
    dialog.accept()
    assert chosen == [tmp_path / "take 1.mid"]


def test_nothing_in_the_window_waits_for_a_dialog() -> None:
    """Menus, drags and the application itself may run a loop of their own; dialogs open and return."""
    may = re.compile(r"\b(menu|drag|app)\.exec\(")
    waits = re.compile(
        r"\.exec\(|QFileDialog\.get|QMessageBox|QInputDialog\.get|QColorDialog\.|ApplicationModal"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(genre_studio.ui.__file__).parent.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if waits.search(line) and not may.search(line)
    ]
    assert found == []
