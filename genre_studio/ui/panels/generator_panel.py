"""The generator panel: built from what the chosen plugin says of itself, with the main button below."""

import contextlib
import random
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError, ParameterValue, PluginInfo
from genre_studio.ui.clip_choice import Clip
from genre_studio.ui.commands import Keymap
from genre_studio.ui.generation_choices import GenerationChoices
from genre_studio.ui.panels.model_choice import ModelChoice
from genre_studio.ui.panels.parameter_controls import AnyControl, control_for
from genre_studio.ui.panels.pitch_range import PitchRange
from genre_studio.ui.panels.seed_field import SeedField
from genre_studio.ui.panels.segmented import SegmentedButtons
from genre_studio.ui.panels.track_checks import TrackChecks
from genre_studio.ui.panels.what_to_write import WhatToWrite
from genre_studio.ui.request_plan import RequestPlan
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.spoken import genre_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme

PANEL_WIDTH_PX = 296
_LONGEST_LINE = 32  # letters on the main button
_BAND_HELP = "Add empty tracks for the drums, bass, keys, guitar and strings that the song lacks."


class GeneratorPanel(QWidget):
    """Shows and holds the GenerationChoices; it never asks for notes itself.

    Signals:
        choices_changed(): anything did; read `choices`.
        bars_changed(int): the bars field did, by hand.
        generate_pressed(), stop_pressed(): the main button, idle or while a run lasts.
        live_pressed(): the button below it, which has the song played on with new bars.
        band_pressed(): the tracks of a band are wanted.
    """

    choices_changed = Signal()
    bars_changed = Signal(int)
    generate_pressed = Signal()
    stop_pressed = Signal()
    live_pressed = Signal()
    band_pressed = Signal()

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
        self.model = ModelChoice()
        self.what = WhatToWrite()
        self.bars, self.takes = self.what.bars, self.what.takes
        self.keeps_scale = QCheckBox("Stay in C major")
        self.keeps_scale.setToolTip("No note outside the key above the roll. Drums are exempt.")
        self.pitch_range = PitchRange()
        self.seed = SeedField(dice, theme)
        self.track_checks = TrackChecks()
        self.button = QPushButton("Continue")
        self.live = QPushButton()
        self.show_live(False)
        self.band = QPushButton("New band")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        for button in (self.keeps_scale, self.band, self.button, self.live):
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
            ability=self.what.wish,
            steps=self.what.steps.value(),
            model=self.model.model_id,
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

    def show_plan(self, planned: RequestPlan, is_marked: bool = False, clips: Sequence[Clip] = ()) -> None:
        """Say on the main button what a press does now, and above it why it cannot; show what matters to
        it. For `is_marked` and `clips` see WhatToWrite.
        """
        self._plan = planned
        self.what.show_plan(planned, is_marked, clips)
        for control in self._controls:
            only_for = control.parameter.only_for
            control.setVisible(not only_for or planned.ability in only_for)
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
        self.what.abilities.show_keys(keymap)
        self.band.setToolTip(keymap.hint("new_band", _BAND_HELP))
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
        self.band.setVisible(planned is not None and planned.wants_band and not self._is_running)

    def _show_plugin(self, genre: str = "") -> None:
        """Build the genre buttons and the controls from the chosen plugin's description."""
        info = self.info
        self.model.offer(info)
        genres = self.model.genres
        self.what.abilities.offer(info.abilities if info else frozenset())
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
        for top in (heading, self.genres, self.plugin, self.model):
            column.addWidget(top)
        column.addWidget(self.what)
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
        self.band.hide()
        column.addWidget(self.hint)
        column.addWidget(self.band)
        column.addWidget(self.button)
        column.addWidget(self.live)
        return foot

    def _connect(self) -> None:
        self.genres.chosen.connect(self._choose)
        self.plugin.currentIndexChanged.connect(self._choose_plugin)
        self.model.chosen.connect(self._choose_model)
        self.what.bars_changed.connect(self.bars_changed)
        self.keeps_scale.toggled.connect(self._choose)
        self.band.clicked.connect(self.band_pressed)
        for part in (self.what, self.pitch_range, self.seed, self.track_checks):
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
    def refresh_models(self) -> None:
        """There are other models than before: the one chosen stays where it still is."""
        self.model.offer(self.info)
        self._choose_model()

    @Slot(str, str)
    def choose_model(self, plugin_id: str, model_id: str) -> None:
        """Write with this model of a generator from now on."""
        if (index := self.plugin.findData(plugin_id)) >= 0:
            self.plugin.setCurrentIndex(index)
            self.model.offer(self.info)
            self.model.choose(model_id)
            self._choose_model()

    @Slot()
    def _choose_model(self) -> None:
        self.genres.set_options([(g, genre_title(g)) for g in self.model.genres], self.genres.value)
        self.choices_changed.emit()

    @Slot()
    def _choose_plugin(self) -> None:
        self._show_plugin()


def _fitting(sentence: str) -> str:
    """The sentence on two lines where it is too long for one."""
    if len(sentence) <= _LONGEST_LINE:
        return sentence
    if ", keep" in sentence:
        return sentence.replace(", keep", ",\nkeep")
    spaces = [place for place, letter in enumerate(sentence) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(sentence) / 2))
    return f"{sentence[:middle]}\n{sentence[middle + 1 :]}"


def _line() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, "line")
    return line
