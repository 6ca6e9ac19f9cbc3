"""Outputs that are sent to earlier than others: set by hand, heard at once, shown and remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from genre_studio.playback.messages import Output, OutputKind, OutputsChanged
from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import SilentEngine, make_window

OUTPUTS = (
    Output("synth", "Built-in synth", OutputKind.SYNTH),
    Output("port:JACK:daw:in", "daw:in (JACK)", OutputKind.PORT),
    Output("none", "No output", OutputKind.NONE),
)
Opened = tuple[MainWindow, SilentEngine]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    window, engine = make_window(tmp_path)
    qtbot.addWidget(window)
    engine.events = [OutputsChanged(OUTPUTS, "port:JACK:daw:in")]
    window.playing.poll()
    window.show()
    return window, engine


def test_a_number_that_is_typed_is_heard_shown_and_remembered(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    window, engine = opened
    dialog = window.outputs.ask_leads()
    assert list(dialog.fields) == ["port:JACK:daw:in", "synth"]
    field = dialog.fields["port:JACK:daw:in"]
    field.selectAll()
    qtbot.keyClicks(field, "12.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert engine.calls[-1] == ("leads", {"port:JACK:daw:in": 0.0125})
    assert window.transport.output.currentText() == "daw:in (JACK) · 12.5 ms earlier"
    assert ("port:JACK:daw:in", "daw:in (JACK) · 12.5 ms earlier") in window.tracks.inspector.outputs
    dialog.close()
    window.close_now()
    again, engine = make_window(tmp_path)
    qtbot.addWidget(again)
    assert ("leads", {"port:JACK:daw:in": 0.0125}) in engine.calls


def test_the_list_of_outputs_leads_there_and_keeps_what_is_chosen(qtbot: QtBot, opened: Opened) -> None:
    window, engine = opened
    box = window.transport.output
    box.setFocus()
    with qtbot.waitSignal(window.transport.asked) as asked:
        qtbot.keyClick(box, Qt.Key.Key_End)
    assert asked.args == ["output_leads"]
    assert box.currentText() == "daw:in (JACK)"
    assert not [call for call in engine.calls if call[0] == "output"]


def test_nothing_and_later_are_said_in_words(opened: Opened) -> None:
    window, engine = opened
    window.outputs.set_lead("synth", -3)
    assert window.status.message.text() == "Built-in synth is sent to 3 ms later."
    window.outputs.set_lead("synth", 0)
    assert engine.calls[-1] == ("leads", {})
    assert window.status.message.text() == "Built-in synth is sent to neither earlier nor later."


def test_settings_that_make_no_sense_are_held_or_passed_over(opened: Opened) -> None:
    window, engine = opened
    window.outputs.restore({"a": 9e9, "b": "many", "c": 0, "d": -4})
    assert engine.calls[-1] == ("leads", {"a": 0.3, "d": -0.004})
