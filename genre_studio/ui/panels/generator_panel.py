"""The generator panel: built from what the chosen plugin says of itself, with the main button below."""

import contextlib
import random
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError, ParameterValue, PluginInfo
from genre_studio.ui.commands import Keymap
from genre_studio.ui.panels.parameter_controls import AnyControl, control_for
from genre_studio.ui.panels.pitch_range import PitchRange
from genre_studio.ui.panels.seed_field import SeedField
from genre_studio.ui.panels.segmented import SegmentedButtons
from genre_studio.ui.panels.track_checks import TrackChecks
from genre_studio.ui.request_plan import (
    FEWEST_BARS,
    FEWEST_TAKES,
    MOST_BARS,
    MOST_TAKES,
    GenerationChoices,
    RequestPlan,
    genre_title,
)
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role
from genre_studio.ui.theme import Theme

PANEL_WIDTH_PX = 296


class GeneratorPanel(QWidget):
    """Shows and holds the GenerationChoices; it never asks for notes itself.

    Signals:
        choices_changed(): anything did; read `choices`.
        bars_changed(int): the bars field did, by hand.
        generate_pressed(), stop_pressed(): the main button, idle or while a run lasts.
        live_pressed(): the button below it, which has the song played on with new bars.
    """

    choices_changed = Signal()
    bars_changed = Signal(int)
    generate_pressed = Signal()
    stop_pressed = Signal()
    live_pressed = Signal()

    def __init__(self, theme: Theme, dice: random.Random, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        fix_size(self, width=PANEL_WIDTH_PX)
        self._theme = theme
        self._infos: tuple[PluginInfo, ...] = ()
        self._controls: list[AnyControl] = []
        self._is_running = False
        self._plan: RequestPlan | None = None
        self._keymap = Keymap()
        self.genres = SegmentedButtons()
        self.plugin = QComboBox()
        self.plugin.setAccessibleName("Generator")
        self.bars = _spin(FEWEST_BARS, MOST_BARS, 8, "Bars", "How many bars to write, 1 to 32.")
        self.takes = _spin(FEWEST_TAKES, MOST_TAKES, 4, "Takes", "How many proposals to make, 1 to 16.")
        self.keeps_scale = QCheckBox("Stay in C major")
        self.keeps_scale.setToolTip("No note outside the key above the roll. Drums are exempt.")
        self.pitch_range = PitchRange()
        self.seed = SeedField(dice, theme)
        self.track_checks = TrackChecks()
        self.button = QPushButton("Continue")
        self.live = QPushButton()
        self.show_live(False)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        for button in (self.keeps_scale, self.button, self.live):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self._connect()

    @property
    def info(self) -> PluginInfo | None:
        index = self.plugin.currentIndex()
        return self._infos[index] if 0 <= index < len(self._infos) else None

    def info_of(self, plugin_id: str) -> PluginInfo | None:
        """The description of a generator that is ready; None where it is not."""
        return next((info for info in self._infos if info.id == plugin_id), None)

    @property
    def choices(self) -> GenerationChoices:
        return GenerationChoices(
            info=self.info,
            genre=self.genres.value,
            bars=self.bars.value(),
            takes=self.takes.value(),
            seed=self.seed.value,
            keeps_scale=self.keeps_scale.isChecked(),
            lowest_pitch=self.pitch_range.lowest.value(),
            highest_pitch=self.pitch_range.highest.value(),
            skipped_tracks=self.track_checks.skipped,
            parameters={control.parameter.id: control.value for control in self._controls},
        )

    def set_plugins(self, infos: Sequence[PluginInfo], plugin_id: str = "", genre: str = "") -> None:
        """Offer these generators; `plugin_id` and `genre` are chosen where they exist."""
        self._infos = tuple(infos)
        self.plugin.blockSignals(True)
        self.plugin.clear()
        for info in self._infos:
            self.plugin.addItem(info.title, info.id)
        if plugin_id and (index := self.plugin.findData(plugin_id)) >= 0:
            self.plugin.setCurrentIndex(index)
        self.plugin.blockSignals(False)
        self._show_plugin(genre)

    def set_parameters(self, values: Mapping[str, ParameterValue]) -> None:
        """Show these values of the generator's settings; what it does not take is passed over."""
        for control in self._controls:
            with contextlib.suppress(KeyError, GenerationError):
                control.set_value(control.parameter.parse(values[control.parameter.id]))

    def show_song(self, song: Song, scale: Scale) -> None:
        self.track_checks.show_song(song, self._theme)
        self.keeps_scale.setText(f"Stay in {scale.title}")

    def show_bars(self, bars: int) -> None:
        """The length of a region marked on the roll."""
        self.bars.blockSignals(True)
        self.bars.setValue(bars)
        self.bars.blockSignals(False)

    def show_plan(self, planned: RequestPlan) -> None:
        """Say on the main button what a press does now, and below it why it cannot."""
        self._plan = planned
        self._show_button()

    def show_live(self, running: bool) -> None:
        """While the song is continued live, the button below the main one ends that."""
        self.live.setText("End and keep what was heard" if running else "Play on with new bars")

    def show_running(self, running: bool) -> None:
        """While a run lasts, the main button stops it."""
        self._is_running = running
        self._show_button()

    def set_theme(self, theme: Theme, song: Song) -> None:
        self._theme = theme
        self.seed.set_theme(theme)
        self.track_checks.show_song(song, theme)

    def show_keys(self, keymap: Keymap) -> None:
        """Name the main button's key in its tooltip."""
        self._keymap = keymap
        self._show_button()

    def _show_button(self) -> None:
        planned = self._plan
        set_role(self.button, "stop" if self._is_running else "primary")
        if self._is_running:
            self.button.setText("Stop")
            self.button.setEnabled(True)
        elif planned is not None:
            self.button.setText(_fitting(planned.sentence))
            self.button.setToolTip(self._keymap.hint("generate", planned.sentence))
            self.button.setEnabled(not planned.problem)
        self.hint.setText(planned.problem if planned and not self._is_running else "")
        self.hint.setVisible(bool(self.hint.text()))

    def _show_plugin(self, genre: str = "") -> None:
        """Build the genre buttons and the controls from the chosen plugin's description."""
        info = self.info
        genres = info.genres if info else ()
        self.genres.set_options([(g, genre_title(g)) for g in genres], genre or self.genres.value)
        for control in self._controls:
            self._parameters.removeWidget(control)
            control.deleteLater()
        self._controls = [control_for(parameter) for parameter in info.parameters] if info else []
        for control in self._controls:
            control.changed.connect(self.choices_changed)
            self._parameters.addWidget(control)
        self.plugin.setToolTip(info.summary if info else "")
        self.choices_changed.emit()

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(12)
        heading = QLabel("Generate")
        set_role(heading, "heading")
        for top in (heading, self.genres, self.plugin):
            column.addWidget(top)
        counts = QHBoxLayout()
        counts.setSpacing(8)
        for label, field in (("Bars", self.bars), ("Takes", self.takes)):
            counts.addWidget(QLabel(label))
            counts.addWidget(field, 1)
        column.addLayout(counts)
        self._parameters = QVBoxLayout()
        self._parameters.setSpacing(10)
        column.addLayout(self._parameters)
        column.addWidget(_line())
        for limit in (self.keeps_scale, self.pitch_range, self.seed, _line()):
            column.addWidget(limit)
        caption = QLabel("Tracks to write")
        set_role(caption, "caption")
        column.addWidget(caption)
        column.addWidget(self.track_checks)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        set_role(self.button, "primary")
        set_role(self.hint, "caption")
        self.hint.hide()
        column.addWidget(self.hint)
        column.addWidget(self.button)
        column.addWidget(self.live)
        return foot

    def _connect(self) -> None:
        self.genres.chosen.connect(self._choose)
        self.plugin.currentIndexChanged.connect(self._choose_plugin)
        self.bars.valueChanged.connect(self.bars_changed)
        for changed in (self.bars.valueChanged, self.takes.valueChanged, self.keeps_scale.toggled):
            changed.connect(self._choose)
        for part in (self.pitch_range, self.seed, self.track_checks):
            part.changed.connect(self.choices_changed)
        self.button.clicked.connect(self._press)
        self.live.clicked.connect(self.live_pressed)

    @Slot()
    def _press(self) -> None:
        (self.stop_pressed if self._is_running else self.generate_pressed).emit()

    @Slot()
    def _choose(self) -> None:
        self.choices_changed.emit()

    @Slot()
    def _choose_plugin(self) -> None:
        self._show_plugin()


def _fitting(sentence: str) -> str:
    """The sentence on two lines where it is too long for one."""
    return sentence.replace(", keep", ",\nkeep") if len(sentence) > 32 else sentence


def _spin(lowest: int, highest: int, value: int, name: str, tooltip: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(lowest, highest)
    spin.setValue(value)
    inset_text(spin)
    spin.setAccessibleName(name)
    spin.setToolTip(tooltip)
    return spin


def _line() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, "line")
    return line
