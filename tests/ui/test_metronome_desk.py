"""Metronome, count-in and loop by their buttons and keys, and remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from genre_studio.playback.messages import Output, OutputKind, OutputsChanged, Playhead
from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import SilentEngine, make_window


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> tuple[MainWindow, SilentEngine]:
    window, engine = make_window(tmp_path)
    qtbot.addWidget(window)
    window.show()
    return window, engine


def test_the_metronome_is_switched_by_key_and_button(
    qtbot: QtBot, opened: tuple[MainWindow, SilentEngine]
) -> None:
    window, engine = opened
    button = window.transport.buttons["toggle_metronome"]
    qtbot.keyClick(window.roll, Qt.Key.Key_C)
    assert engine.calls[-1] == ("metronome", True, "")
    assert button.isChecked()
    assert window.actions_of["toggle_metronome"].isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert engine.calls[-1] == ("metronome", False, "")
    assert not button.isChecked()


def test_a_count_in_is_chosen_by_its_button_and_used_by_play(
    qtbot: QtBot, opened: tuple[MainWindow, SilentEngine]
) -> None:
    window, engine = opened
    button = window.transport.buttons["count_in"]
    for bars in (1, 2, 0):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.metronome.count_in_bars == bars
        assert button.isChecked() == (bars > 0)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    window.playing.toggle()
    assert engine.calls[-1] == ("play", 0, 1)


def test_the_click_can_go_elsewhere_and_all_is_remembered(
    qtbot: QtBot, opened: tuple[MainWindow, SilentEngine], tmp_path: Path
) -> None:
    window, engine = opened
    engine.events = [OutputsChanged((Output("synth", "Built-in synth", OutputKind.SYNTH),), "synth")]
    window.playing.poll()
    window.metronome.toggle()
    window.metronome.change_count_in()
    window.metronome.choose_output("synth")
    assert engine.calls[-1] == ("metronome", True, "synth")
    assert window.status.message.text() == "The metronome clicks here: Built-in synth."
    window.close_now()
    again, engine = make_window(tmp_path)
    qtbot.addWidget(again)
    assert (again.metronome.is_on, again.metronome.output_id, again.metronome.count_in_bars) == (
        True,
        "synth",
        1,
    )
    assert engine.calls[-1] == ("metronome", True, "synth")


def test_the_loop_button_shows_what_is_looped(qtbot: QtBot, opened: tuple[MainWindow, SilentEngine]) -> None:
    window, _ = opened
    button = window.transport.buttons["toggle_loop"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # there is nothing to loop in an empty song
    assert not button.isChecked()
    window.files.load_demo()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    window.roll.set_loop(None)
    assert not button.isChecked()


def test_the_beats_of_a_count_in_stand_large_over_the_roll(opened: tuple[MainWindow, SilentEngine]) -> None:
    window, engine = opened
    assert not window.count_in.isVisible()
    for beat in (1, 2):
        engine.events = [Playhead(0, True, is_counting_in=True, count_in_beat=beat)]
        window.playing.poll()
        assert (window.count_in.isVisible(), window.count_in.text()) == (True, str(beat))
    assert window.count_in.geometry().center() == window.roll.rect().center()
    engine.events = [Playhead(0, True)]
    window.playing.poll()
    assert not window.count_in.isVisible()


def test_a_count_in_that_is_stopped_leaves_no_number(opened: tuple[MainWindow, SilentEngine]) -> None:
    window, engine = opened
    engine.events = [Playhead(0, True, is_counting_in=True, count_in_beat=3), Playhead(0, False)]
    window.playing.poll()
    assert not window.count_in.isVisible()
