"""A control for each type of parameter: value, wheel and keys by Qt, typing, reset."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from genre_studio.plugin_api import Choice, Number, Parameter, Switch, WholeNumber, checked_values
from genre_studio.ui.panels.parameter_controls import NumberControl, control_for

NUMBER = Number("heat", "Heat", 0.9, 0.1, 2.0, 0.05, unit="°", low="Safe", high="Wild", help="How bold.")
PARAMETERS: tuple[Parameter, ...] = (
    NUMBER,
    WholeNumber("voices", "Voices", 4, 1, 8, unit="notes"),
    Choice("mood", "Mood", "calm", (("calm", "Calm"), ("wild", "Wild"))),
    Switch("soft", "Soft", True),
)


@pytest.mark.parametrize(("parameter", "other"), list(zip(PARAMETERS, (1.5, 7, "wild", False), strict=True)))
def test_values_and_reset(qtbot: QtBot, parameter: Parameter, other: float | str) -> None:
    control = control_for(parameter)
    qtbot.addWidget(control)
    assert control.value == parameter.default
    with qtbot.waitSignal(control.changed):
        control.set_value(other)
    assert checked_values([parameter], {parameter.id: control.value}) == {parameter.id: other}
    control.reset()
    assert control.value == parameter.default
    assert "Double-click resets" in control.toolTip()


def test_a_number_has_words_a_unit_and_a_slider(qtbot: QtBot) -> None:
    control = NumberControl(NUMBER)
    qtbot.addWidget(control)
    words = {label.text() for label in control.findChildren(QLabel)}
    assert {"Heat", "Safe", "Wild"} <= words
    assert control.toolTip().startswith("How bold.\n0.1 to 2 °, usually 0.9 °.")
    control.slider.setValue(control.slider.maximum())
    assert control.value == 2.0
    control.field.setValue(0.1)
    assert control.slider.value() == 0
    qtbot.mouseDClick(control.slider, Qt.MouseButton.LeftButton)
    assert control.value == 0.9
    qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert control.value == pytest.approx(0.95)
