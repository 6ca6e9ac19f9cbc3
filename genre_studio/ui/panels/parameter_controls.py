"""A control for each type of plugin parameter: wheel, keys and typing; a double click resets."""

from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from genre_studio.plugin_api import Choice, Number, Parameter, ParameterValue, Switch, WholeNumber
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role

_SLIDER_STEPS = 1000
_WORD_PX = 48  # the same for all, so that the sliders stand below each other


class ParameterControl(QWidget):
    """What all controls share. Signals: changed(): the value did, by hand or by reset."""

    changed = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.setToolTip(_tooltip(parameter))

    @property
    def value(self) -> ParameterValue:
        raise NotImplementedError

    def set_value(self, value: ParameterValue) -> None:
        """Show a value within the parameter's range."""
        raise NotImplementedError

    def reset(self) -> None:
        """Back to the parameter's default."""
        self.set_value(self.parameter.default)

    def _resets_on_double_click(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self.reset()
            return True
        return super().eventFilter(watched, event)


class NumberControl(ParameterControl):
    """A slider between two words, with its value as a field."""

    def __init__(self, parameter: Number, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._number = parameter
        title = QLabel(parameter.title)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _SLIDER_STEPS)
        share = parameter.step / (parameter.maximum - parameter.minimum)
        self.slider.setSingleStep(max(1, round(_SLIDER_STEPS * share)))
        self.field = QDoubleSpinBox()
        self.field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.field.setDecimals(_decimals(parameter.step))
        self.field.setRange(parameter.minimum, parameter.maximum)
        self.field.setSingleStep(parameter.step)
        self.field.setSuffix(f" {parameter.unit}" if parameter.unit else "")
        fix_size(self.field, width=64)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._arrange(title)
        for widget in (self.slider, self.field):
            widget.setAccessibleName(parameter.title)
        self.set_value(parameter.default)
        self.slider.valueChanged.connect(self._slide)
        self.field.valueChanged.connect(self._type)
        self._resets_on_double_click(self.slider, title)

    def _arrange(self, title: QLabel) -> None:
        """Title and value, and below them the slider between its words: Safe ----o-- Wild."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(title, 0, 0, 1, 2)
        grid.addWidget(self.field, 0, 2)
        if not (self._number.low or self._number.high):
            grid.addWidget(self.slider, 1, 0, 1, 3)
            return
        low, high = QLabel(self._number.low), QLabel(self._number.high)
        for word in (low, high):
            set_role(word, "caption")
            fix_size(word, width=_WORD_PX)
        high.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = QHBoxLayout()
        words.setSpacing(4)
        words.addWidget(low)
        words.addWidget(self.slider, 1)
        words.addWidget(high)
        grid.addLayout(words, 1, 0, 1, 3)

    @property
    def value(self) -> float:
        return self.field.value()

    def set_value(self, value: ParameterValue) -> None:
        self.field.setValue(float(value))
        self._show_on_slider()

    @Slot(int)
    def _slide(self, position: int) -> None:
        span = self._number.maximum - self._number.minimum
        self.field.setValue(self._number.minimum + span * position / _SLIDER_STEPS)

    @Slot(float)
    def _type(self, _value: float) -> None:
        self._show_on_slider()
        self.changed.emit()

    def _show_on_slider(self) -> None:
        span = self._number.maximum - self._number.minimum
        position = round((self.field.value() - self._number.minimum) / span * _SLIDER_STEPS)
        if abs(position - self.slider.value()) > 1 and not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(position)
            self.slider.blockSignals(False)


class WholeNumberControl(ParameterControl):
    """A title and a spin box."""

    def __init__(self, parameter: WholeNumber, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.field = QSpinBox()
        inset_text(self.field)
        self.field.setRange(parameter.minimum, parameter.maximum)
        self.field.setSuffix(f" {parameter.unit}" if parameter.unit else "")
        self.field.setAccessibleName(parameter.title)
        self.set_value(parameter.default)
        self.field.valueChanged.connect(self.changed)
        self._resets_on_double_click(_row(self, parameter.title, self.field))

    @property
    def value(self) -> int:
        return self.field.value()

    def set_value(self, value: ParameterValue) -> None:
        self.field.setValue(int(value))


class ChoiceControl(ParameterControl):
    """A title and a menu of titles."""

    def __init__(self, parameter: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.field = QComboBox()
        for id, title in parameter.options:
            self.field.addItem(title, id)
        self.field.setAccessibleName(parameter.title)
        self.set_value(parameter.default)
        self.field.currentIndexChanged.connect(self.changed)
        self._resets_on_double_click(_row(self, parameter.title, self.field))

    @property
    def value(self) -> str:
        return str(self.field.currentData())

    def set_value(self, value: ParameterValue) -> None:
        self.field.setCurrentIndex(self.field.findData(str(value)))


class SwitchControl(ParameterControl):
    """A check box."""

    def __init__(self, parameter: Switch, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.field = QCheckBox(parameter.title)
        self.field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_value(parameter.default)
        self.field.toggled.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)

    @property
    def value(self) -> bool:
        return self.field.isChecked()

    def set_value(self, value: ParameterValue) -> None:
        self.field.setChecked(bool(value))


AnyControl: TypeAlias = NumberControl | WholeNumberControl | ChoiceControl | SwitchControl


def control_for(parameter: Parameter) -> AnyControl:
    """The control that fits a parameter's type."""
    match parameter:
        case Number():
            return NumberControl(parameter)
        case WholeNumber():
            return WholeNumberControl(parameter)
        case Choice():
            return ChoiceControl(parameter)
        case Switch():
            return SwitchControl(parameter)


def _row(control: QWidget, title: str, field: QWidget) -> QLabel:
    label = QLabel(title)
    layout = QHBoxLayout(control)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(label, 1)
    layout.addWidget(field)
    field.setMinimumWidth(112)
    return label


def _decimals(step: float) -> int:
    """Enough digits to show every step: 0.05 -> 2."""
    return next((d for d in range(6) if abs(step - round(step, d)) < 1e-9), 6)


def _tooltip(parameter: Parameter) -> str:
    lines = [parameter.help] if parameter.help else []
    if isinstance(parameter, Number | WholeNumber):
        unit = f" {parameter.unit}" if parameter.unit else ""
        lines.append(
            f"{parameter.minimum:g} to {parameter.maximum:g}{unit}, usually {parameter.default:g}{unit}."
        )
    lines.append("Double-click resets.")
    return "\n".join(lines)
