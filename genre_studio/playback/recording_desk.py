"""A recording beside the song: begun with it or while it plays, kept in a journal, told to the window."""

import time
from collections.abc import Callable
from math import inf

from genre_studio.music.recording import Played, Stretch
from genre_studio.playback.followed import Followed
from genre_studio.playback.journal import JournalHeader, JournalWriter
from genre_studio.playback.live_messages import Record, Recorded, RecordingBegan, RecordingEnded
from genre_studio.playback.recorder import Recorder
from genre_studio.playback.transport import Timeline

_TELL_INTERVAL_S = 1 / 30
_JOURNAL_INTERVAL_S = 0.25  # how far the song has come, for the ends of notes that are held

Tell = Callable[[RecordingBegan | Recorded | RecordingEnded], None]


class RecordingDesk:
    """One recording at a time. `warn` takes a sentence where the disk refuses, from any thread.

    The recording ends when the song stops or is moved, or when it is told to.
    """

    def __init__(self, player: Followed, tell: Tell, warn: Callable[[str], None]) -> None:
        self._player, self._tell, self._warn = player, tell, warn
        self._order: Record | None = None
        self._recorder: Recorder | None = None
        self._journal: JournalWriter | None = None
        self._latest: JournalWriter | None = None  # which may still be writing
        self._fresh: list[Played] = []
        self._next_tell_s = self._next_journal_s = 0.0

    @property
    def is_armed(self) -> bool:
        """Whether it waits for the song to start, or records."""
        return self._order is not None

    def arm(self, order: Record, now_s: float) -> None:
        """Record from now on, if the song plays, else from its start."""
        self.end(now_s)
        self._order = order
        line = self._player.line_at(now_s)
        if line.is_playing:
            self._begin(line, now_s)

    def end(self, now_s: float) -> None:
        """The recording is over."""
        order, recorder, journal = self._order, self._recorder, self._journal
        self._order = self._recorder = self._journal = None
        if order is None:
            return
        if recorder is None:
            self._tell(RecordingEnded(Stretch(0, 0.0), was_begun=False))
            return
        stretch = recorder.stretch_at(now_s)
        self._tell(Recorded(tuple(self._fresh), stretch))
        self._fresh = []
        if journal is not None:
            journal.end_soon(stretch.last_lap, stretch.end)
        self._tell(RecordingEnded(stretch, was_begun=True))

    def close(self, now_s: float) -> None:
        """The engine ends: so does the recording, once it is on the disk."""
        self.end(now_s)
        if self._latest is not None:
            self._latest.wait()

    def next_due_s(self) -> float:
        return min(self._next_tell_s, self._next_journal_s) if self._recorder is not None else inf

    def step(self, now_s: float) -> None:
        if self._recorder is None:
            return
        if now_s >= self._next_tell_s:
            self._next_tell_s = now_s + _TELL_INTERVAL_S
            fresh, self._fresh = tuple(self._fresh), []
            self._tell(Recorded(fresh, self._recorder.stretch_at(now_s)))
        if now_s >= self._next_journal_s and self._journal is not None:
            self._next_journal_s = now_s + _JOURNAL_INTERVAL_S
            self._journal.come_to(*self._recorder.look(now_s))

    def line_changed(self, line: Timeline, now_s: float) -> None:
        if self._recorder is not None:
            if not self._recorder.line_changed(line, now_s):
                self.end(now_s)
        elif self._order is not None and line.is_playing:
            self._begin(line, now_s)

    def hear(self, message: bytes, at_s: float) -> None:
        """A channel message of a chosen input."""
        if self._recorder is None:
            return
        played = self._recorder.take(message, at_s)
        self._fresh.append(played)
        if self._journal is not None:
            self._journal.add([played])

    def _begin(self, line: Timeline, now_s: float) -> None:
        order, loop = self._order, self._player.loop
        assert order is not None
        start = round(line.tick_at(max(now_s, line.starts_s)))
        self._recorder = Recorder(line, start, loop, order.latency_s)
        header = JournalHeader(
            start, loop, line.tempo_map.ppq, order.mode, order.track_index, order.track_name,
            order.channel, order.program, order.song_title, order.early_ticks, time.time(),
        )  # fmt: skip
        self._journal = self._latest = JournalWriter(order.journal, header, self._warn)
        self._next_tell_s = self._next_journal_s = now_s
        self._tell(RecordingBegan(start, loop))
