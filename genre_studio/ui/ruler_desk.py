"""Commands of the ruler: from bar to bar, from marker to marker, and typing marks at the playhead."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from genre_studio.music.document import Document
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.piano_roll import Follow, MarkKind, PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.ruler_edits import next_marker_tick, previous_marker_tick

_KINDS = {"add_marker": MarkKind.MARKER, "add_tempo": MarkKind.TEMPO, "add_meter": MarkKind.METER}


class RulerDesk(QObject):
    """Signals: said(str): why nothing happened, or where the music is now."""

    said = Signal(str)

    def __init__(self, document: Document, roll: PianoRoll, playing: Playing, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._roll, self._playing = document, roll, playing
        self.ticks = ActionTicks(self._states, self)
        roll.following.changed.connect(self.ticks.show)
        roll.said.connect(self.said)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "previous_bar": self.previous_bar,
            "next_bar": self.next_bar,
            "previous_marker": partial(self._go_to_marker, previous_marker_tick, "before"),
            "next_marker": partial(self._go_to_marker, next_marker_tick, "after"),
            "toggle_follow": partial(self._follow, Follow.PAGE),
            "follow_smoothly": partial(self._follow, Follow.SMOOTH),
            **{id: partial(self._type, kind) for id, kind in _KINDS.items()},
        }

    def next_bar(self) -> None:
        self._go_to(self._document.song.meter_map.bar_end_at(self._playing.tick))

    def previous_bar(self) -> None:
        """To the bar's start; from there to the one before."""
        meters, tick = self._document.song.meter_map, self._playing.tick
        start = meters.bar_start_at(tick)
        # While it plays, a second press must reach the bar before: a beat's grace, as tape machines have it.
        grace = meters.meter_at(tick).beat_ticks(meters.ppq) if self._playing.is_playing else 0
        self._go_to(meters.bar_start_at(max(0, start - 1)) if tick - start <= grace else start)

    def _go_to_marker(self, find: Callable[..., int | None], where: str) -> None:
        tick = find(self._document.song, self._playing.tick)
        if tick is None:
            self.said.emit(f"There is no marker {where} the playhead; M sets one.")
            return
        name = next(m.text for m in self._document.song.markers if m.tick == tick)
        self._go_to(tick)
        self.said.emit(f"At {name}.")

    def _go_to(self, tick: int) -> None:
        self._playing.locate(tick)
        self._roll.set_playhead(tick)
        self._roll.viewport.reveal_tick(tick)

    def _type(self, kind: MarkKind) -> None:
        self._roll.type_mark(kind, self._playing.tick)

    def _follow(self, follow: Follow) -> None:
        """Follow so; where the roll does already, not at all."""
        self._roll.following.choose(Follow.OFF if self._roll.following.way is follow else follow)

    def _states(self) -> dict[str, bool]:
        follow = self._roll.following.way
        return {"toggle_follow": follow is Follow.PAGE, "follow_smoothly": follow is Follow.SMOOTH}
