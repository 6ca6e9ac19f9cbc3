"""What is done with takes: step, audition, keep whole or in part, discard, star, ask for more like one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.document import Document
from genre_studio.music.lane_events import part_of_lanes, with_song_lanes
from genre_studio.music.notes import Notes
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord, with_takes
from genre_studio.music.takes import apply_take, part_of_take
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.spoken import bars_named
from genre_studio.ui.take_exits import TakeExits
from genre_studio.ui.take_shelf import TakeShelf

_MAY_BE_UNFINISHED = ("discard_take", "about_take")


LONG_QUOTE = 9  # notes: half of all real eight-bar windows share up to 8 with another composer's piece


class TakeDesk(QObject):
    """Carries out the commands on takes.

    Signals:
        said(str): what just happened.
        kept(object): this TakeRecord is in the song now.
        more_asked(object): more takes like this TakeRecord are wanted.
        morph_asked(object): a path to this TakeRecord is wanted.
        about_asked(int): the facts of the take of this id are wanted.
    """

    said = Signal(str)
    kept = Signal(object)
    more_asked = Signal(object)
    morph_asked = Signal(object)
    about_asked = Signal(int)

    def __init__(
        self, document: Document, shelf: TakeShelf, roll: PianoRoll, playing: Playing, exits: TakeExits
    ) -> None:
        super().__init__(exits.parent())
        self._document, self._shelf, self._roll = document, shelf, roll
        self._playing, self._exits = playing, exits
        shelf.selected.connect(self._propose)
        exits.said.connect(self.said)
        self.destroyed.connect(document.subscribe(self._follow_document))
        self._commands: dict[str, Callable[[TakeRecord], None]] = {
            "audition_take": self._toggle_audition,
            "keep_take": self._keep,
            "keep_take_track": self._keep_track,
            "keep_take_bars": self._keep_bars,
            "discard_take": self._discard,
            "star_take": lambda take: shelf.toggle_star(take.id),
            "more_like_take": self.more_asked.emit,
            "morph_to_take": self.morph_asked.emit,
            "about_take": lambda take: self.about_asked.emit(take.id),
            "export_take": exits.export,
            "copy_take": exits.copy,
            "reveal_take": exits.reveal,
        }

    def with_take(self, take: TakeRecord) -> Song:
        """The document's song with a take in its place."""
        region = take.asked.region
        return with_song_lanes(apply_take(self._document.song, *region, take.notes), *region, take.events)

    @Slot(str, int)
    def do(self, command: str, id: int = 0) -> None:
        """Carry out a command on the take of this id, or on the selected one."""
        if command in ("next_take", "previous_take"):
            self.step(1 if command == "next_take" else -1)
            return
        take = self._shelf.get(id) or self._shelf.current
        if take is not None and (take.is_whole or command in _MAY_BE_UNFINISHED):
            self._commands[command](take)

    def step(self, by: int) -> None:
        """Select a take so many rows below; while one is auditioned, hear that one from its next note on."""
        self._shelf.step(by)
        self._audition_instead()

    @Slot(int)
    def select(self, id: int) -> None:
        """Select a take; while one is auditioned, hear that one from its next note on."""
        self._shelf.select(id)
        self._audition_instead()

    def drag(self, source: QWidget, id: int, picture: QPixmap) -> None:
        """Drag a take out of the window as a file, from a press in `source`."""
        take = self._shelf.get(id)
        if take is not None and take.is_whole:
            self._exits.drag(source, take, picture)

    def keep_on_track(self, id: int, track: int) -> None:
        """Keep a take's part for this track alone; where it has none and only one part, that one there."""
        take = self._shelf.get(id)
        if take is None or not take.is_whole or not 0 <= track < len(self._document.song.tracks):
            return
        name = self._track_name(track)
        parts = [index for index, notes in take.notes.items() if len(notes)]
        if track in take.notes:
            self._put(take, {track: take.notes[track]}, take.asked.region, f"{name} of {take.title}")
        elif len(parts) == 1:
            (of,) = parts
            moved = {track: take.events[of]} if of in take.events else {}
            part = {track: take.notes[of]}
            self._put(take, part, take.asked.region, f"{take.title} on {name}", moved)
        else:
            self.said.emit(f"This take has nothing for {name}. Drop it on the roll to keep all of it.")

    def _keep(self, take: TakeRecord) -> None:
        if not take.is_kept:
            self._put(take, take.notes, take.asked.region, take.title)

    def _keep_track(self, take: TakeRecord) -> None:
        track = self._roll.track
        if track not in take.notes:
            self.said.emit("This take wrote nothing for the track that the roll shows.")
            return
        words = f"{self._track_name(track)} of {take.title}"
        self._put(take, {track: take.notes[track]}, take.asked.region, words)

    def _keep_bars(self, take: TakeRecord) -> None:
        bars = self._marked_bars(take)
        if bars is None:
            self.said.emit("Mark some of the take's bars on the ruler, or select notes there, to keep those.")
            return
        words = f"{bars_named(self._document.song, bars)} of {take.title}"
        self._put(take, part_of_take(take.notes, *bars, take.notes), bars, words)

    def _marked_bars(self, take: TakeRecord) -> tuple[int, int] | None:
        """Those of the take's ticks that are selected on the roll, marked as region, or looped."""
        start, end = take.asked.region
        for marked in (self._roll.selected_bars, self._roll.region, self._roll.loop):
            if marked is None:
                continue
            low, high = max(start, marked[0]), min(end, marked[1])
            if low < high and (low, high) != (start, end):
                return low, high
        return None

    def _put(
        self,
        take: TakeRecord,
        notes: Mapping[int, Notes],
        bars: tuple[int, int],
        words: str,
        events: Mapping[int, ChannelEvents] | None = None,
    ) -> None:
        """Make this part of a take the song's, as one step with the takes that it replaces there.

        With its pedals and wheels, which are those of its tracks unless `events` says otherwise.
        """
        events = take.events if events is None else events
        moved = {index: part_of_lanes(events[index], *bars) for index in notes if index in events}
        song = with_song_lanes(apply_take(self._document.song, *bars, notes), *bars, moved)
        is_whole_take = notes is take.notes
        takes = with_takes(
            self._document.takes,
            {
                **{other.id: replace(other, is_kept=False) for other in self._in_the_way(take, bars, notes)},
                take.id: replace(take, is_kept=is_whole_take),
            },
        )
        self._document.apply(f"Keep {words}", song, takes)
        self._playing.end_audition()
        self.said.emit(f"Kept {words}. Undo takes it back.")
        if is_whole_take:
            self.kept.emit(take)

    def _in_the_way(self, take: TakeRecord, bars: tuple[int, int], tracks: Iterable[int]) -> list[TakeRecord]:
        """The kept takes that are not whole in the song any more once this is kept."""
        written = set(tracks)
        return [
            other
            for other in self._document.takes.values()
            if other.is_kept
            and other.id != take.id
            and other.asked.region[0] < bars[1]
            and bars[0] < other.asked.region[1]
            and other.notes.keys() & written
        ]

    def _discard(self, take: TakeRecord) -> None:
        if self._playing.auditioned == take.id:
            self._playing.end_audition()
        self._shelf.discard(take.id)
        self.said.emit(f"Discarded {take.title}. Undo brings it back." if take.is_whole else "Discarded.")

    def _toggle_audition(self, take: TakeRecord) -> None:
        self._shelf.select(take.id)
        self._playing.audition(take.id, self.with_take(take), take.asked.region)

    def _audition_instead(self) -> None:
        take = self._shelf.current
        auditioned = self._playing.auditioned
        is_heard = auditioned != 0 and self._playing.is_playing
        if is_heard and take is not None and take.is_whole and take.id != auditioned:
            self._playing.audition(take.id, self.with_take(take), take.asked.region)

    def _follow_document(self) -> None:
        """The song has changed while a take is heard in it: hear both."""
        take = self._shelf.get(self._playing.auditioned)
        if take is not None:
            self._playing.refresh_audition(self.with_take(take))
        elif self._playing.auditioned:
            self._playing.end_audition()

    @Slot(object)
    def _propose(self, take: TakeRecord | None) -> None:
        """Show the selected take on the roll, unless it is in the song already."""
        shown = take is not None and not take.is_kept and bool(take.notes)
        if shown and take is not None:
            self._roll.display.set_proposal(take.notes, take.asked.region, take.quoted_notes(LONG_QUOTE))
        else:
            self._roll.display.set_proposal(None)

    def _track_name(self, track: int) -> str:
        return self._document.song.tracks[track].name or f"Track {track + 1}"
