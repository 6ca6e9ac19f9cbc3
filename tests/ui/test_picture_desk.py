"""Pictures in and out of the window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from genre_studio.music.notes import make_notes
from genre_studio.music.roll_image import ROWS
from genre_studio.music.roll_image.png_file import png_bytes
from genre_studio.music.song import Song, Track
from genre_studio.ui.main_window import MainWindow


@pytest.fixture
def window(empty_window: MainWindow) -> MainWindow:
    return empty_window


def test_a_song_goes_out_as_pictures_and_comes_back_as_a_track(window: MainWindow, tmp_path: Path) -> None:
    notes = make_notes([0, 480, 960, 0], [480, 480, 480, 480], [60, 60, 64, 10])
    window.document.replace(Song(title="Tune", tracks=(Track("Lead", 0, notes),)))
    window.pictures.export_to(tmp_path / "out")
    said = window.status.message.text()
    assert said.startswith("Wrote 1 picture to")
    assert "ran together in them: 1." in said
    assert "Too high or too low for them: 1." in said
    window.pictures.add_paths(list((tmp_path / "out").iterdir()))
    added = window.document.song.tracks[1]
    assert added.name == "Tune_1-Lead_001"
    assert added.notes["pitch"].tolist() == [60, 64]
    window.actions_of["undo"].trigger()
    assert len(window.document.song.tracks) == 1


def test_what_is_no_picture_changes_nothing_and_is_told(window: MainWindow, tmp_path: Path) -> None:
    before = window.document.song
    (tmp_path / "black.png").write_bytes(png_bytes(np.zeros((ROWS, 8), np.bool_)))
    for name in ("black.png", "none.png"):
        window.pictures.add_paths([tmp_path / name])
        assert window.banner.isVisible()
        assert window.document.song is before
    window.document.replace(Song())
    window.pictures.export_to(tmp_path / "out")
    assert "nothing to draw" in window.banner.text.text()


def test_both_commands_ask_and_wait_for_nobody(qtbot: QtBot, window: MainWindow) -> None:
    for id in ("add_pictures", "export_pictures"):
        window.actions_of[id].trigger()
        (dialog,) = window.findChildren(QFileDialog)
        dialog.reject()
        qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
