"""A blind test made of the song's takes, in the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from genre_studio.evaluation.listening import REAL, Kind
from genre_studio.evaluation.listening.files import read_key, read_test
from genre_studio.evaluation.listening.preparing import key_path
from genre_studio.ui.listening_material import takes_material
from genre_studio.ui.main_window import MainWindow
from tests.helpers.takes import ASKED, a_record
from tests.ui.test_listening_desk import QuietPlayer


@pytest.fixture
def window(needs_synth: None, empty_window: MainWindow) -> MainWindow:
    empty_window.files.load_demo()
    empty_window.listening.player = QuietPlayer()
    empty_window.actions_of["listening"].trigger()
    other = replace(ASKED, generator="Other")
    empty_window.document.add_takes(
        (a_record(1), a_record(2, asked=other, provenance=a_record(2).provenance))
    )
    return empty_window


def wait_for_end(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.listening.preparing.is_running, timeout=60_000)


def test_material_is_the_takes_by_generator_and_the_songs_own_bars(window: MainWindow) -> None:
    found = takes_material(window.document.song, window.document.takes.values())
    assert [(m.source, m.piece) for m, _ in found] == [
        ("Echo", "bars 3 to 4"),
        ("Other", "bars 3 to 4"),
        (REAL, "bars 1 to 2"),
    ]
    assert all(song.note_count for _, song in found)
    part = replace(a_record(3), provenance=None)
    assert takes_material(window.document.song, [part, replace(a_record(4), notes={})]) == []


def test_a_test_of_two_generators_is_made_and_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.listening_page.kind.setCurrentIndex(0)
    window.listening.preparing.prepare_into(tmp_path / "test")
    assert window.listening_page.progress.isVisible()
    wait_for_end(qtbot, window)
    test = read_test(tmp_path / "test")
    assert test.kind is Kind.BETTER
    assert {m.source for m in read_key(key_path(tmp_path / "test")).values()} <= {"Echo", "Other", REAL}
    assert window.listening.run is not None
    assert window.listening.run.test == test
    assert not window.listening_page.progress.isVisible()


def test_nothing_to_compare_is_one_sentence(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.files.new_song()
    window.listening.preparing.prepare_into(tmp_path / "test")
    wait_for_end(qtbot, window)
    assert "There is no pair to compare" in window.banner.text.text()
    assert not (tmp_path / "test").exists()


def test_a_stop_and_a_close_leave_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening.preparing.prepare_into(tmp_path / "test")
    window.listening_page.progress.stop.click()
    wait_for_end(qtbot, window)
    assert window.status.message.text() == "Stopped; test was not made."
    window.listening.preparing.prepare_into(tmp_path / "other")
    window.close_now()
    assert not window.listening.preparing.is_running
    assert not list(tmp_path.glob("*test*")) + list(tmp_path.glob("*other*"))
