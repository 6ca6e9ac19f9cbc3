"""Sound exported from the window: whole or not at all, and never in the way."""

import wave
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.playback import scale_song


@pytest.fixture
def window(empty_window: MainWindow) -> MainWindow:
    return empty_window


def wait_for_end(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: not window.audio.is_running, timeout=30_000)
    return window.status.message.text()


@pytest.mark.usefixtures("needs_synth")
def test_a_song_is_written_as_sound(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.document.replace(scale_song(8, 240))
    window.audio.export_to(tmp_path / "out")
    assert window.status.audio.isVisible()
    assert wait_for_end(qtbot, window) == f"Wrote out.wav to {tmp_path}."
    assert not window.status.audio.isVisible()
    with wave.open(str(tmp_path / "out.wav")) as audio:
        assert audio.getnframes() / audio.getframerate() > 2.0


@pytest.mark.usefixtures("needs_synth")
def test_a_long_one_is_stopped_and_the_old_file_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "out.wav"
    target.write_bytes(b"old")
    window.document.replace(scale_song(4000, 480))
    window.audio.export_to(target)
    qtbot.waitUntil(lambda: window.status.audio.bar.value() > 0, timeout=30_000)
    window.status.audio.stop.click()
    assert wait_for_end(qtbot, window) == "Stopped; out.wav was not written."
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob("out*")] == ["out.wav"]


@pytest.mark.usefixtures("needs_synth")
def test_what_cannot_be_written_is_one_sentence(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.audio.export_to(tmp_path / "out.wav")
    assert "nothing to render" in wait_for_end(qtbot, window)
    assert window.banner.isVisible()


@pytest.mark.usefixtures("needs_synth")
def test_closing_the_window_ends_it(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.document.replace(scale_song(4000, 480))
    window.audio.export_to(tmp_path / "out.wav")
    window.close_now()
    assert not window.audio.is_running
    assert not list(tmp_path.glob("out*"))
