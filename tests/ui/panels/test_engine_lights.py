"""Lights that glow for a moment, and a lateness that stands until it was read."""

from pytestqt.qtbot import QtBot

from genre_studio.playback.messages import Activity
from genre_studio.ui.panels.engine_lights import EngineLights


def test_the_lights_go_out_and_the_worst_lateness_stands(qtbot: QtBot) -> None:
    lights = EngineLights()
    qtbot.addWidget(lights)
    lights.show_activity(Activity(("a",), 0.0021))
    lights.show_activity(Activity(("a",), 0.0004))
    assert lights.output_light.is_lit
    assert not lights.input_light.is_lit
    assert lights.lateness.text() == "2.1 ms late"
    lights.show_input()
    assert lights.input_light.is_lit
    qtbot.waitUntil(lambda: not lights.output_light.is_lit and not lights.input_light.is_lit)
    qtbot.waitUntil(lambda: not lights.lateness.text(), timeout=5000)
