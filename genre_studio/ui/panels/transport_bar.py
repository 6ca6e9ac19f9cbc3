"""The bar on top: transport, position, tempo, meter, key, grid, tools, output, theme."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.playback.messages import Loop, Output
from genre_studio.ui.commands import Keymap, command
from genre_studio.ui.icons import icon
from genre_studio.ui.piano_roll.snapping import GRIDS, Grid
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role
from genre_studio.ui.theme import Theme

METERS = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 8), (7, 8), (9, 8), (12, 8))
KEYS = tuple(Scale(root, name) for name in ("major", "minor") for root in range(12))
TOOLS = (
    ("pencil", "tool_pencil"),
    ("cursor", "tool_select"),
    ("eraser", "tool_erase"),
    ("scissors", "tool_knife"),
    ("bars", "tool_velocity"),
    ("lock", "tool_lock"),
)
SWITCHES = ("toggle_loop", "toggle_metronome", "count_in")
BAR_HEIGHT_PX = 48
_NARROWEST_OUTPUT_PX, _WIDEST_OUTPUT_PX = 72, 232
_SLOWEST_BPM, _FASTEST_BPM = 10.0, 400.0
_LEADS = "output_leads"  # the command that the list of outputs ends with
_OUTPUT_TIP = "Where the music goes: the built-in synth or a MIDI port"


class TransportBar(QWidget):
    """Shows values and says what a person asked for; it changes nothing itself.

    Signals:
        asked(str): the id of a command (`actions.COMMANDS`) whose button was pressed.
        tempo_entered(float): bpm. meter_chosen(int, int). key_chosen(Scale). grid_chosen(Grid).
        output_chosen(str): an output id.
    """

    asked = Signal(str)
    tempo_entered = Signal(float)
    meter_chosen = Signal(int, int)
    key_chosen = Signal(object)
    grid_chosen = Signal(object)
    output_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        fix_size(self, height=BAR_HEIGHT_PX)
        self._is_playing, self._count_in_bars, self._output = False, 0, 0
        self.buttons = {
            id: self._button(id)
            for id in (
                "return_to_start",
                "play_stop",
                "stop",
                "record",
                *SWITCHES,
                *(t for _, t in TOOLS),
                "toggle_plugins",
                "toggle_theme",
            )
        }
        self._tools = QButtonGroup(self)
        for _, id in TOOLS:
            self.buttons[id].setCheckable(True)
            self._tools.addButton(self.buttons[id])
        for id in (*SWITCHES, "record", "toggle_plugins"):
            self.buttons[id].setCheckable(True)
        self._make_fields()
        self._arrange()
        self._connect()
        self.show_keys(Keymap())
        self.set_theme(theme)

    def show_keys(self, keymap: Keymap) -> None:
        """Name the keys of the buttons in their tooltips."""
        for id, button in self.buttons.items():
            button.setToolTip(keymap.hint(id))

    def show_position(self, text: str) -> None:
        """Bar, beat and ticks: 1.1.000."""
        self.position.setText(text)

    def show_playing(self, playing: bool) -> None:
        if playing != self._is_playing:
            self._is_playing = playing
            self._show_play_icon()

    def show_recording(self, recording: bool) -> None:
        self.buttons["record"].setChecked(recording)

    @Slot(object)
    def show_loop(self, loop: Loop | None) -> None:
        self.buttons["toggle_loop"].setChecked(loop is not None)

    def show_metronome(self, is_on: bool, count_in_bars: int) -> None:
        self._count_in_bars = count_in_bars
        self.buttons["toggle_metronome"].setChecked(is_on)
        self.buttons["count_in"].setChecked(count_in_bars > 0)
        self._show_count_in_icon()

    def show_song(self, song: Song, scale: Scale, tick: int) -> None:
        """Tempo and meter at `tick`, and the key."""
        tempo = max((t for t in song.tempos if t.tick <= tick), key=lambda t: t.tick, default=None)
        if not self.tempo.hasFocus():
            with QSignalBlocker(self.tempo):
                self.tempo.setValue(tempo.bpm if tempo else 120.0)
        meter = song.meter_map.meter_at(tick)
        _choose(self.meter, f"{meter.numerator}/{meter.denominator}", (meter.numerator, meter.denominator))
        _choose(self.key, scale.title, scale)

    def show_outputs(self, outputs: Sequence[Output], current: str) -> None:
        with QSignalBlocker(self.output):
            self.output.clear()
            for output in outputs:
                self.output.addItem(output.title, output.id)
            self.output.insertSeparator(self.output.count())
            self.output.addItem(command(_LEADS).title, _LEADS)
            self._output = max(0, self.output.findData(current))
            self.output.setCurrentIndex(self._output)
            self.output.setEnabled(bool(outputs))
            self.output.setToolTip(f"{_OUTPUT_TIP}. Now: {self.output.currentText()}")

    def show_tool(self, id: str) -> None:
        """Press the button of a tool, by the id of its command."""
        self.buttons[id].setChecked(True)

    def show_grid(self, grid: Grid) -> None:
        with QSignalBlocker(self.grid):
            self.grid.setCurrentIndex(self.grid.findText(grid.title))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        names = {"return_to_start": "rewind", "stop": "stop", "toggle_plugins": "plugin"}
        names |= {"toggle_loop": "repeat", "toggle_metronome": "metronome"}
        names |= {id: name for name, id in TOOLS}
        for id, name in names.items():
            self.buttons[id].setIcon(icon(name, theme.text, theme.accent))
        self.buttons["toggle_theme"].setIcon(icon("sun" if theme.is_dark else "moon", theme.text))
        self.buttons["record"].setIcon(icon("record", theme.text, theme.error))
        self._show_play_icon()
        self._show_count_in_icon()

    def _show_count_in_icon(self) -> None:
        name = "count-in-2" if self._count_in_bars > 1 else "count-in-1"
        self.buttons["count_in"].setIcon(icon(name, self._theme.text, self._theme.accent))

    def _show_play_icon(self) -> None:
        colour = self._theme.accent if self._is_playing else self._theme.text
        self.buttons["play_stop"].setIcon(icon("play", colour))

    def _button(self, id: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(id)
        button.setIconSize(QSize(18, 18))
        fix_size(button, width=32, height=32)
        button.setAccessibleName(command(id).title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._ask)
        return button

    @Slot()
    def _ask(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton) and button.objectName() in (*SWITCHES, "record"):
            button.setChecked(not button.isChecked())  # it shows what is on, once that is on
        self.asked.emit(button.objectName())

    def _make_fields(self) -> None:
        self.position = QLabel("1.1.000")
        set_role(self.position, "position")
        self.position.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.position.setToolTip("Bar, beat and ticks of the playhead")
        font = self.position.font()
        font.setPointSizeF(12)
        font.setBold(True)
        fix_size(self.position, width=QFontMetrics(font).horizontalAdvance("888.8.888") + 16)
        self.tempo = QDoubleSpinBox()
        self.tempo.setRange(_SLOWEST_BPM, _FASTEST_BPM)
        self.tempo.setDecimals(1)
        self.tempo.setValue(120.0)
        self.tempo.setSuffix(" bpm")
        self.tempo.setKeyboardTracking(False)
        self.tempo.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        fix_size(self.tempo, width=92)
        self.tempo.setAccessibleName("Tempo")
        inset_text(self.tempo)
        self.tempo.setToolTip("Tempo in beats a minute, 10 to 400")
        self.meter, self.key, self.grid, self.output = (QComboBox() for _ in range(4))
        for meter in METERS:
            self.meter.addItem(f"{meter[0]}/{meter[1]}", meter)
        for scale in KEYS:
            self.key.addItem(scale.title, scale)
        for grid in GRIDS:
            self.grid.addItem(grid.title, grid)
        self.output.addItem("Starting…", "")
        self.output.setEnabled(False)
        self.output.setMinimumWidth(_NARROWEST_OUTPUT_PX)
        self.output.setMaximumWidth(_WIDEST_OUTPUT_PX)
        for field, name, tip in (
            (self.meter, "Meter", "Meter at the playhead's place"),
            (self.key, "Key", "Key: highlighted on the roll, and what a take may be held to"),
            (self.grid, "Grid", "Grid that notes snap to; hold Alt to place them freely"),
            (self.output, "Output", _OUTPUT_TIP),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for id in ("return_to_start", "play_stop", "stop", "record", *SWITCHES):
            row.addWidget(self.buttons[id])
        row.addWidget(self.position)
        for field in (self.tempo, self.meter, self.key):
            row.addWidget(field)
            row.addSpacing(4)
        row.addWidget(_separator())
        row.addWidget(_caption("Grid"))
        row.addWidget(self.grid)
        row.addWidget(_separator())
        for _, id in TOOLS:
            row.addWidget(self.buttons[id])
        row.addStretch(1)
        row.addWidget(_caption("Out"))
        row.addWidget(self.output, 100)  # as wide as there is room for
        row.addWidget(_separator())
        row.addWidget(self.buttons["toggle_plugins"])
        row.addWidget(self.buttons["toggle_theme"])

    def _connect(self) -> None:
        self.tempo.valueChanged.connect(self.tempo_entered)
        self.meter.activated.connect(self._choose_meter)
        self.key.activated.connect(self._choose_key)
        self.grid.activated.connect(self._choose_grid)
        self.output.activated.connect(self._choose_output)

    @Slot(int)
    def _choose_meter(self, _index: int) -> None:
        numerator, denominator = self.meter.currentData()
        self.meter_chosen.emit(numerator, denominator)

    @Slot(int)
    def _choose_key(self, _index: int) -> None:
        self.key_chosen.emit(self.key.currentData())

    @Slot(int)
    def _choose_grid(self, _index: int) -> None:
        self.grid_chosen.emit(self.grid.currentData())

    @Slot(int)
    def _choose_output(self, _index: int) -> None:
        if self.output.currentData() == _LEADS:  # no output: what shows stays
            with QSignalBlocker(self.output):
                self.output.setCurrentIndex(self._output)
            self.asked.emit(_LEADS)
        else:
            self.output_chosen.emit(self.output.currentData())


def _choose(box: QComboBox, text: str, value: object) -> None:
    """Show an entry, added where the box has none of that text."""
    with QSignalBlocker(box):
        index = box.findText(text)
        if index < 0:
            box.addItem(text, value)
            index = box.count() - 1
        box.setCurrentIndex(index)


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "caption")
    label.setContentsMargins(4, 0, 4, 0)
    return label


def _separator() -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(17)
    line = QFrame(holder)
    line.setGeometry(8, 4, 1, 24)
    set_role(line, "line")
    holder.setFixedHeight(32)
    return holder
