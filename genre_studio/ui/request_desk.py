"""Joins the roll's region, the panel's choices and the song into what the main button does."""

import random
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.music.document import Document
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api import Ability, GenerationError, Request
from genre_studio.ui.generating import Generating
from genre_studio.ui.panels.generator_panel import GeneratorPanel
from genre_studio.ui.panels.seed_field import LARGEST_SEED
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.request_plan import MOST_BARS, RequestPlan, plan, request_for, request_like

_BARS_OF_CONTEXT = 4
_NARROWEST_PAPER_PX = 64  # before it has been laid out there is nothing to look at


class RequestDesk(QObject):
    """Keeps the main button's words true, and presses it.

    A region that the person marks on the roll stays; otherwise it follows the last note. `dice` gives
    the seeds of takes that are to be like another one.

    Signals: said(str): why a press did nothing.
    """

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        roll: PianoRoll,
        panel: GeneratorPanel,
        generating: Generating,
        scale: Callable[[], Scale],
        dice: random.Random,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._panel = document, roll, panel
        self._generating, self._scale, self._dice = generating, scale, dice
        self._is_marked = False
        self._is_showing = False
        self._plan: RequestPlan | None = None
        panel.choices_changed.connect(self.refresh)
        panel.bars_changed.connect(self._stretch)
        panel.generate_pressed.connect(self.generate)
        roll.region_changed.connect(self._mark)

    @property
    def plan(self) -> RequestPlan | None:
        """What a press would do now."""
        return self._plan

    @property
    def marked_region(self) -> tuple[int, int] | None:
        """The region that the person marked; None while it follows the last note."""
        return self._roll.region if self._is_marked else None

    @Slot()
    def refresh(self) -> None:
        """The song or a choice has changed: say what a press does now, and let the plugin get ready."""
        song, choices = self._document.song, self._panel.choices
        region = self._roll.region if self._is_marked else continuation_region(song, choices.bars)
        self._show_region(region)
        self._plan = plan(song, choices, region)
        self._panel.show_plan(self._plan)
        if choices.info is not None and not self._plan.problem:
            self._generating.prepare_soon(choices.info, self._request())

    @Slot()
    def follow_song(self) -> None:
        """Back to the region after the last note."""
        self._is_marked = False
        self.refresh()

    @Slot(object)
    def follow_kept(self, take: TakeRecord) -> None:
        """A take is in the song: go on after the last note, or stay with the bars that it refilled."""
        if take.asked.ability != Ability.INFILL.value:
            self.follow_song()

    @Slot()
    def mark_selection(self) -> None:
        """The region around the selected notes, by whole bars."""
        bars = self._roll.selected_bars
        if bars is None:
            self.said.emit("Select notes first; the region goes around their bars.")
        else:
            self._roll.set_region(bars)
            self._say_region()

    @Slot()
    def mark_loop(self) -> None:
        """The region where the loop is."""
        if self._roll.loop is None:
            self.said.emit("There is no loop; L makes one around the selection.")
        else:
            self._roll.set_region(self._roll.loop)
            self._say_region()

    @Slot(object)
    def more_like(self, take: TakeRecord) -> None:
        """Takes near this one: varied by its generator where it can, else asked alike with a fresh seed."""
        info = self._panel.info_of(take.asked.plugin_id)
        if self._generating.is_running:
            self.said.emit("Wait for the takes that are being written, or stop them first.")
        elif info is None:
            self.said.emit(f"{take.asked.generator} is not ready, so it cannot write more like this.")
        else:
            try:
                seed, count = self._dice.randint(1, LARGEST_SEED), self._panel.choices.takes
                request = request_like(self._document.song, take, info, seed, count)
            except GenerationError as error:
                self.said.emit(str(error))
                return
            self._generating.ask(info, request, take.id)

    @Slot()
    def generate(self) -> None:
        """Ask for takes; tell why not where that cannot be."""
        choices = self._panel.choices
        self.refresh()
        try:
            request = self._request()
        except GenerationError as error:
            self.said.emit(str(error))
            return
        if choices.info is not None and not self._generating.is_running:
            self._generating.ask(choices.info, request)
            self.look_at_region()

    def look_at_region(self) -> None:
        """Show the region and the bars that lead to it, unless the whole region shows already."""
        region = self._roll.region
        if region is None or self._roll.viewport.size.width() < _NARROWEST_PAPER_PX:
            return
        visible = self._roll.viewport.visible_ticks(self._roll.viewport.size.width())
        if visible[0] <= region[0] and region[1] <= visible[1]:
            return
        meters = self._document.song.meter_map
        first = max(0, meters.bar_index_at(region[0]) - _BARS_OF_CONTEXT)
        self._roll.viewport.show_ticks(
            (meters.bar_start(first), region[1] + meters.meter_at(region[1]).beat_ticks(meters.ppq))
        )

    def _say_region(self) -> None:
        if self._plan is not None:
            self.said.emit(self._plan.problem or f"The main button: {self._plan.sentence}.")

    def _request(self) -> Request:
        assert self._plan is not None
        return request_for(self._document.song, self._panel.choices, self._plan, self._scale())

    def _show_region(self, region: tuple[int, int] | None) -> None:
        self._is_showing = True
        self._roll.set_region(region)
        self._is_showing = False

    @Slot(object)
    def _mark(self, region: tuple[int, int] | None) -> None:
        """The person dragged a region on the roll, or cleared it."""
        if self._is_showing:
            return
        self._is_marked = region is not None
        if region is not None:
            meters = self._document.song.meter_map
            bars = meters.bar_index_at(region[1] - 1) - meters.bar_index_at(region[0]) + 1
            self._panel.show_bars(min(bars, MOST_BARS))
        self.refresh()

    @Slot(int)
    def _stretch(self, bars: int) -> None:
        """The bars field changed: a marked region keeps its start."""
        region = self._roll.region
        if self._is_marked and region is not None:
            meters = self._document.song.meter_map
            self._show_region((region[0], meters.bar_start(meters.bar_index_at(region[0]) + bars)))
        self.refresh()
