"""Joins the roll's region, the panel's choices and the song into what the main button does."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.generation.asking import refusal
from genre_studio.music.document import Document
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import TakeRecord
from genre_studio.plugin_api import Ability, GenerationError, Request
from genre_studio.ui.ability_choice import whole_song
from genre_studio.ui.clip_choice import Clip, chosen_ends, clips_of, take_key
from genre_studio.ui.generating import Generating
from genre_studio.ui.panels.generator_panel import GeneratorPanel
from genre_studio.ui.panels.seed_field import LARGEST_SEED
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.request_plan import (
    MOST_BARS,
    RequestPlan,
    ability_to_ask,
    plan,
    request_for,
    request_like,
)

_BARS_OF_CONTEXT = 4
_WRITES_AHEAD = (Ability.CONTINUE.value, Ability.GENERATE.value)
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
        self._marked: tuple[int, int] | None = None
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
        return self._marked

    @Slot()
    def refresh(self) -> None:
        """The song or a choice has changed: say what a press does now, and let the plugin get ready."""
        song, choices = self._document.song, self._panel.choices
        clips: list[Clip] = []
        if ability_to_ask(song, choices, self._marked) is Ability.INTERPOLATE:
            clips = self._clips()
        ends = self._panel.what.ends
        planned = plan(song, choices, self._marked, chosen_ends(clips, ends.near, ends.far))
        request = None
        if not planned.problem:
            try:
                request = request_for(song, choices, planned, self._scale())
            except GenerationError as error:
                planned = replace(planned, problem=str(error))
        self._plan = planned
        self._show_region(planned.region)
        self._panel.show_plan(planned, self._marked is not None, clips)
        if choices.info is not None and request is not None:
            self._generating.prepare_soon(choices.info, request)

    @Slot()
    def follow_song(self) -> None:
        """Back to the region after the last note, and to what it calls for."""
        self._marked = self._panel.what.wish = None
        self.refresh()

    @Slot()
    def open_song(self) -> None:
        """Another song is there: nothing is marked or chosen in it."""
        self._panel.what.ends.forget()
        self.follow_song()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "generate": self.generate,
            "continue_region": self.follow_song,
            "region_to_selection": self.mark_selection,
            "region_to_loop": self.mark_loop,
            **{f"ask_{ability.value}": partial(self.choose, ability) for ability in Ability},
        }

    def choose(self, ability: Ability) -> None:
        """Have the main button do this, and say what that is."""
        info = self._panel.info
        if info is not None and (problem := refusal(info, ability)):
            self.said.emit(problem)
            return
        self._panel.what.ask_for(ability)
        self._say_region()

    @Slot(object)
    def morph_to(self, take: TakeRecord) -> None:
        """A path that ends near this take; where it begins stays, or suggests itself."""
        self._panel.what.ends.choose_far(take_key(take.id))
        self.choose(Ability.INTERPOLATE)

    @Slot(object)
    def follow_kept(self, take: TakeRecord) -> None:
        """A take is in the song: go on after the last note, or stay with the bars that it wrote anew."""
        if take.asked.ability in _WRITES_AHEAD:
            self.follow_song()
        elif take.asked.ability != Ability.VARY.value:
            self._panel.what.ask_for(None)

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

    def _clips(self) -> list[Clip]:
        """What a path may lead from and to: marked bars or all, the loop, takes from the newest on."""
        song, takes = self._document.song, self._document.takes
        bars = (("region", self._marked or whole_song(song)), ("loop", self._roll.loop))
        return clips_of(song, bars, sorted(takes.values(), key=lambda take: -take.id))

    def _say_region(self) -> None:
        if self._plan is not None:
            self.said.emit(self._plan.problem or f"The main button: {self._plan.sentence}.")

    def request(self) -> Request:
        """What the main button would ask now. Raises GenerationError where it cannot."""
        self.refresh()
        return self._request()

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
        self._marked = region
        if region is None:
            self._panel.what.wish = None  # back to what follows the last note
        else:
            meters = self._document.song.meter_map
            bars = meters.bar_index_at(region[1] - 1) - meters.bar_index_at(region[0]) + 1
            self._panel.show_bars(min(bars, MOST_BARS))
        self.refresh()

    @Slot(int)
    def _stretch(self, bars: int) -> None:
        """The bars field changed: a marked region keeps its start."""
        if self._marked is not None:
            meters, start = self._document.song.meter_map, self._marked[0]
            self._marked = start, meters.bar_start(meters.bar_index_at(start) + bars)
        self.refresh()
