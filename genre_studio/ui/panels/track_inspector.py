"""The shown track's instrument, output, channel, volume, pan and colour, below the list of tracks."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from genre_studio.music.channel_events import Controller
from genre_studio.music.general_midi import DRUM_KIT, INSTRUMENT_NAMES
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.song import Track
from genre_studio.music.track_edits import start_value
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.port_names import is_own_port, own_port, title_of
from genre_studio.ui.commands import Keymap
from genre_studio.ui.panels.hue_buttons import HueButtons
from genre_studio.ui.panels.level_slider import LevelSlider
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme

DEFAULT_VOLUME, DEFAULT_PAN = 100, 64
"""What a General MIDI synth begins with where a track says nothing (GM Level 1, RP-015)."""

_MAIN_TITLE = "Song's output"


class TrackInspector(QWidget):
    """Shows one track and says what is wanted of it.

    Signals:
        instrument_pressed(): the list of instruments is wanted.
        output_chosen(str): an output id; empty: where the song goes.
        channel_chosen(int): 0..15.
        volume_set(int), pan_set(int): 0..127, once a gesture has ended.
        colour_chosen(int): a colour number.
    """

    instrument_pressed = Signal()
    output_chosen = Signal(str)
    channel_chosen = Signal(int)
    volume_set = Signal(int)
    pan_set = Signal(int)
    colour_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The shown track")
        self._track: Track | None = None
        self._outputs: tuple[Output, ...] = ()
        self.instrument = QPushButton()
        set_role(self.instrument, "field")
        self.instrument.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.output, self.channel = QComboBox(), QComboBox()
        for channel in range(16):
            self.channel.addItem(f"{channel + 1}{' (drums)' if channel == DRUM_CHANNEL else ''}", channel)
        for box in (self.output, self.channel):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(4)
        self.volume = LevelSlider("Volume", DEFAULT_VOLUME, _volume_text)
        self.pan = LevelSlider("Pan", DEFAULT_PAN, _pan_text)
        self.hues = HueButtons(theme)
        self._arrange()
        self._connect()
        self.show_track(None)

    def show_track(self, track: Track | None) -> None:
        """None: there is no track."""
        self._track = track
        self.setEnabled(track is not None)
        shown = track if track is not None else Track()
        self.instrument.setText(DRUM_KIT if shown.is_drums else INSTRUMENT_NAMES[shown.program])
        self.instrument.setEnabled(not shown.is_drums)
        self.instrument.setAccessibleName(f"Instrument: {self.instrument.text()}")
        with QSignalBlocker(self.channel):
            self.channel.setCurrentIndex(shown.channel)
        self._show_output()
        self.volume.show_level(start_value(shown, Controller.VOLUME))
        self.pan.show_level(start_value(shown, Controller.PAN))
        self.hues.show_colour(shown.colour)

    def show_outputs(self, outputs: Sequence[Output]) -> None:
        """What a track may sound on, beside where the song goes."""
        self._outputs = tuple(outputs)
        self._show_output()

    @property
    def outputs(self) -> tuple[tuple[str, str], ...]:
        """The ids and titles of what the shown track may sound on."""
        items = range(self.output.count())
        return tuple((self.output.itemData(item), self.output.itemText(item)) for item in items)

    def title_of(self, output_id: str) -> str:
        return dict(self.outputs).get(output_id, output_id)

    def show_keys(self, keymap: Keymap) -> None:
        self.instrument.setToolTip(keymap.hint("choose_instrument"))

    def set_theme(self, theme: Theme) -> None:
        self.hues.set_theme(theme)

    def _show_output(self) -> None:
        """The outputs there are; one that the track names and that is not there now is shown as missing."""
        wanted = self._track.output_id if self._track is not None else ""
        entries = (
            {"": _MAIN_TITLE} | {o.id: o.title for o in self._outputs if not o.advice} | self._own_port()
        )
        if wanted not in entries:
            missing = f"{title_of(wanted)} (not there)"
            entries[wanted] = _own_port_title(title_of(wanted)) if is_own_port(wanted) else missing
        with QSignalBlocker(self.output):
            self.output.clear()
            for id, title in entries.items():
                self.output.addItem(title, id)
            self.output.setCurrentIndex(self.output.findData(wanted))
        self.output.setToolTip(f"Where this track sounds: {self.output.currentText()}")

    def _own_port(self) -> dict[str, str]:
        """A port that bears the track's name, where the system lets us offer one: its id and title."""
        if self._track is None or all(o.kind is not OutputKind.VIRTUAL for o in self._outputs):
            return {}
        name = self._track.name or "Track"
        return {own_port(name): _own_port_title(name)}

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Sound", self.instrument),
            ("Output", self.output),
            ("Channel", self.channel),
            ("Volume", self.volume),
            ("Pan", self.pan),
        )
        for row, (words, field) in enumerate(fields):
            label = QLabel(words)
            set_role(label, "caption")
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        for box, name in ((self.output, "Output of the track"), (self.channel, "Channel of the track")):
            box.setAccessibleName(name)
        self.channel.setToolTip("MIDI channel; 10 plays drums")
        grid.addWidget(self.hues, len(fields), 0, 1, 2)

    def _connect(self) -> None:
        self.instrument.clicked.connect(self.instrument_pressed)
        self.output.activated.connect(self._choose_output)
        self.channel.activated.connect(self.channel_chosen)
        self.volume.level_set.connect(self.volume_set)
        self.pan.level_set.connect(self.pan_set)
        self.hues.chosen.connect(self.colour_chosen)

    @Slot(int)
    def _choose_output(self, _index: int) -> None:
        self.output_chosen.emit(self.output.currentData())


def _volume_text(value: int) -> str:
    return f"Volume {value} of 127"


def _pan_text(value: int) -> str:
    off = value - DEFAULT_PAN
    return "Pan: middle" if not off else f"Pan: {abs(off)} to the {'right' if off > 0 else 'left'}"


def _own_port_title(name: str) -> str:
    return f"A port of its own, called {name}"
