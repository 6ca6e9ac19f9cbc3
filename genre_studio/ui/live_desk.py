"""Continue me: the song plays, and a generator writes the next bars ahead of the playhead."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.generation.asking import ability_for
from genre_studio.generation.outcomes import Failed, FailureKind, Succeeded
from genre_studio.music.document import Document
from genre_studio.music.live_bars import LiveBars, joined_notes, with_blocks
from genre_studio.music.scales import Scale
from genre_studio.plugin_api import GenerationError, PluginInfo, Request
from genre_studio.ui.generating import Generating
from genre_studio.ui.jobs import GenerationJob
from genre_studio.ui.one_job import OneJob
from genre_studio.ui.panels.generator_panel import GeneratorPanel
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.request_plan import plan, request_for
from genre_studio.ui.spoken import bars_text

_MOST_BARS = 4  # a longer block would keep what is heard too far from what is being written
_GUARD_BEATS = 1.0
_GUARD_S = 0.4  # a take on its way to the engine, with a machine that is busy
_MOST_FAILURES = 3


class LiveDesk(QObject):
    """One live continuation at a time. What was heard of it becomes one undoable step when it ends.

    Signals: said(str): what happens. running_changed(bool).
    """

    said = Signal(str)
    running_changed = Signal(bool)

    def __init__(
        self,
        document: Document,
        roll: PianoRoll,
        playing: Playing,
        generating: Generating,
        panel: GeneratorPanel,
        scale: Callable[[], Scale],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._playing = document, roll, playing
        self._generating, self._panel, self._scale = generating, panel, scale
        self._bars: LiveBars | None = None
        self._asking: OneJob[GenerationJob] = OneJob()
        self._info: PluginInfo | None = None
        self._asked = self._failures = 0
        self._has_played = False
        playing.moved.connect(self._follow)
        self.destroyed.connect(document.subscribe(self._follow_document))

    @property
    def is_running(self) -> bool:
        return self._bars is not None

    @Slot()
    def toggle(self) -> None:
        """Begin, or end and keep what was heard."""
        if self.is_running:
            self._finish()
        else:
            self._begin()

    def close(self) -> None:
        """End without keeping anything: the window closes."""
        self._asking.close()
        self._bars = None

    def _begin(self) -> None:
        song, choices = self._document.song, self._panel.choices
        if choices.info is None or self._generating.client is None:
            self.said.emit("No generator is ready. Open Plugins to see why.")
            return
        if not song.note_count:
            self.said.emit("Draw a melody, or drop a .mid here, for the generator to continue.")
            return
        written = choices.written_tracks(song)
        if not written:
            self.said.emit("Choose at least one track to write.")
            return
        tick, loop = self._playing.tick, self._playing.loop
        is_in_loop = loop is not None and tick < loop[1]
        self._info, self._asked, self._failures, self._has_played = choices.info, 0, 0, False
        bars = min(choices.bars, _MOST_BARS)
        self._bars = LiveBars(song, bars, written, self._guard_ticks(), loop if is_in_loop else None)
        self.running_changed.emit(True)
        self.said.emit(f"Continuing you, {bars_text(bars)} at a time. Ctrl+Alt+G or stop ends it.")
        if not self._playing.is_playing:
            self._playing.toggle()
        self._look(tick)

    def _guard_ticks(self) -> int:
        """How long before it sounds a bar must be with the engine."""
        song = self._document.song
        end = song.note_end_tick
        beat = song.meter_map.meter_at(end).beat_ticks(song.ppq)
        ticks_a_second = song.ppq * 1e6 / song.tempo_map.tempo_us_at(end)
        return round(max(_GUARD_BEATS * beat, _GUARD_S * ticks_a_second))

    @Slot(int, bool)
    def _follow(self, tick: int, playing: bool) -> None:
        if self._bars is None:
            return
        self._has_played = self._has_played or playing
        if playing:
            self._look(tick)
        elif self._has_played:
            self._finish()

    def _look(self, tick: int) -> None:
        assert self._bars is not None
        wish = self._bars.look(tick)
        if wish.changed:
            self._sound()
        if wish.leave_loop:
            self._roll.set_loop(None)
        if wish.ask is not None:
            self._ask(wish.ask)

    def _ask(self, region: tuple[int, int]) -> None:
        assert self._bars is not None and self._info is not None
        client = self._generating.client
        try:
            request = self._request(region)
        except GenerationError as error:
            self._end_with(str(error))
            return
        if client is None:
            self._end_with("The generators were looked for anew; start again.")
            return
        self._asked += 1
        job = GenerationJob(client, self._info.id, request, self)
        job.ended.connect(self._arrived)
        self._asking.start(job)

    def _request(self, region: tuple[int, int]) -> Request:
        assert self._bars is not None and self._info is not None
        choices, song = self._panel.choices, self._bars.live_song()
        # What comes next, whatever the main button is set to.
        ability = ability_for(song, region, self._info.abilities)
        live = replace(choices, info=self._info, ability=ability, takes=1, seed=choices.seed + self._asked)
        return request_for(song, live, plan(song, live, region), self._scale())

    @Slot(object)
    def _arrived(self, outcome: object) -> None:
        self._asking.end()
        if self._bars is None:
            return
        if isinstance(outcome, Succeeded) and outcome.takes:
            self._failures = 0
            self._bars.arrive(outcome.takes[0].notes, self._playing.tick)
            self._sound()
            return
        self._bars.give_up()
        self._failures += 1
        refused = isinstance(outcome, Failed) and outcome.kind is FailureKind.REFUSED
        if refused or self._failures >= _MOST_FAILURES:
            self._end_with(outcome.sentence if isinstance(outcome, Failed) else "")

    def _sound(self) -> None:
        """Let the song with the new bars sound, and show them."""
        assert self._bars is not None
        self._playing.sound_instead(self._bars.live_song())
        self._roll.display.set_proposal(joined_notes(self._bars.blocks))

    def _end_with(self, why: str) -> None:
        self._finish()
        self.said.emit(f"The continuation ended; your song is safe. {why}".strip())

    def _finish(self) -> None:
        """Keep what was heard as one step."""
        bars, self._bars = self._bars, None
        if bars is None:
            return
        self._asking.close()
        kept = bars.heard(self._playing.tick)
        self._roll.display.set_proposal(None)
        self._playing.sound_instead(None)
        if kept:
            meters = self._document.song.meter_map
            first, last = meters.bar_index_at(kept[0].start), meters.bar_index_at(kept[-1].end - 1)
            text = bars_text(last - first + 1)
            self._document.apply(f"Continue live for {text}", with_blocks(self._document.song, kept))
            self.said.emit(f"Kept {text} as they were heard. Undo takes them back.")
        else:
            self.said.emit("Stopped before any new bar was heard. Your song is as it was.")
        self.running_changed.emit(False)

    def _follow_document(self) -> None:
        """The song was edited while it is continued: the new bars go on in the edited one."""
        if self._bars is not None and self._document.song is not self._bars.song:
            self._bars.song = self._document.song
            self._sound()
