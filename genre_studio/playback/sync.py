"""Who beats the time: we, a MIDI clock that comes in, or the Ableton Link session. The clock is passed in."""

from collections.abc import Callable
from math import inf

from genre_studio.playback import messages
from genre_studio.playback.clock_in import ClockSlave, MasterMoved
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.followed import Followed
from genre_studio.playback.follower import Follower
from genre_studio.playback.link_session import LinkSession
from genre_studio.playback.live_messages import SetSync, SyncSource, SyncState
from genre_studio.playback.transport import Timeline

_TELL_INTERVAL_S = 0.25


class MidiMaster:
    """The first input that sends a clock, or a chosen one, as a `follower.Master`."""

    def __init__(self, input_id: str = "") -> None:
        self._chosen_id = self._id = input_id
        self._moved: list[MasterMoved] = []
        self.slave = ClockSlave()

    @property
    def bpm(self) -> float:
        return self.slave.bpm

    @property
    def is_running(self) -> bool:
        return self.slave.is_running

    @property
    def is_heard(self) -> bool:
        return self.slave.is_heard

    def hear(self, input_id: str, message: bytes, at_s: float) -> bool:
        """Whether it was this master's."""
        if not self._id:
            self._id = input_id
        if input_id != self._id:
            return False
        self._moved += self.slave.receive(message, at_s)
        return True

    def look(self, now_s: float) -> list[MasterMoved]:
        moved, self._moved = [*self._moved, *self.slave.look(now_s)], []
        if not self.slave.is_heard and not self.slave.is_running:
            self._id = self._chosen_id
        return moved

    def beats_at(self, now_s: float) -> float:
        return self.slave.beats_at(now_s)


class Sync:
    """The source in use, and the song kept in step with it.

    In a Link session, playing waits for the session's next bar, as long as the song's own bar is there, and
    the peers start and stop together. `make_link` is for tests.
    """

    def __init__(
        self,
        player: Followed,
        tell: Callable[[SyncState], None],
        warn: Callable[[str], None],
        make_link: Callable[[float, float], LinkSession] = LinkSession,
    ) -> None:
        self._player, self._tell, self._warn, self._make_link = player, tell, warn, make_link
        self.source = SyncSource.INTERNAL
        self._midi: MidiMaster | None = None
        self._link: LinkSession | None = None
        self._follower: Follower | None = None
        self._waiting: tuple[float, messages.Play] | None = None
        self._song_bpm = 0.0
        self._told: SyncState | None = SyncState(SyncSource.INTERNAL, 0.0, 0, is_heard=False)
        self._next_tell_s = 0.0

    def set_source(self, command: SetSync, now_s: float) -> None:
        """Follow this source from now on; the song stops first, if another one drove it."""
        if self.source is not SyncSource.INTERNAL or command.source is not SyncSource.INTERNAL:
            self._player.stop(now_s)
        self.close()
        self.source = command.source
        try:
            self._start(command, now_s)
        except PlaybackError as error:
            self.source = SyncSource.INTERNAL
            self._warn(str(error))
        self._told, self._next_tell_s = None, now_s
        self.step(now_s)

    def close(self) -> None:
        """Leave the source that there is."""
        if self._link is not None:
            self._link.close()
        self._midi = self._link = self._follower = self._waiting = None

    def play(self, command: messages.Play, now_s: float) -> None:
        """Play now, or on the bar of the Link session."""
        if self._link is None:
            self._player.play(command, now_s)
            return
        if not self._link.is_running:  # it joins in a moment
            self._waiting = (inf, command)
            return
        phase, quantum = self._player.place_in_bar(command.from_tick)
        starts_s = self._link.next_start_s(phase, quantum, now_s)
        self._waiting = starts_s, command
        self._link.set_started(True, starts_s)
        self.step(now_s)

    def stop(self, now_s: float) -> None:
        """Stop was pressed: what waits for the bar does not start; Link's peers stop too."""
        self._waiting = None
        if self._link is not None and self._link.is_running:
            self._link.set_started(False, now_s)

    def hear(self, input_id: str, message: bytes, at_s: float) -> None:
        """A message of the clock."""
        if self._midi is not None and self._follower is not None and self._midi.hear(input_id, message, at_s):
            self._follower.wake()

    def next_due_s(self) -> float:
        if self.source is SyncSource.INTERNAL:
            return self._next_tell_s if self._told is None else inf
        waiting_s = self._waiting[0] if self._waiting else inf
        follower_s = self._follower.next_due_s() if self._follower else inf
        return min(self._next_tell_s, waiting_s, follower_s)

    def step(self, now_s: float) -> None:
        if self._follower is not None and now_s >= self._follower.next_due_s():
            self._follower.step(now_s)
            self._do_as_peers(now_s)
        if self._waiting is not None and self._waiting[0] == inf and self._link and self._link.is_running:
            self.play(self._waiting[1], now_s)
        if self._waiting is not None and now_s >= self._waiting[0]:
            self._start_waiting()
        if now_s >= self._next_tell_s:
            self._next_tell_s = now_s + _TELL_INTERVAL_S
            self._tell_state()

    def line_changed(self, line: Timeline, now_s: float) -> None:
        """A tempo set by hand is the Link session's as well; the session's own is not written to the song."""
        bpm = 60_000_000 / line.tempo_map.tempo_us_at(int(line.tick))
        if self._link is not None and self._link.is_running and self._song_bpm not in (0.0, bpm):
            self._link.set_bpm(bpm, now_s)
        self._song_bpm = bpm

    def _start(self, command: SetSync, now_s: float) -> None:
        if command.source is SyncSource.CLOCK:
            self._midi = MidiMaster(command.input_id)
            self._follower = Follower(self._midi, self._player)
        elif command.source is SyncSource.LINK:
            line = self._player.line_at(now_s)
            self._song_bpm = 60_000_000 / line.tempo_map.tempo_us_at(int(line.tick))
            self._link = self._make_link(self._song_bpm, now_s)
            self._follower = Follower(self._link, self._player, self._begin_anew)

    def _do_as_peers(self, now_s: float) -> None:
        """Start on the bar, or stop, because another peer of the Link session did."""
        change = self._link.take_change() if self._link is not None else None
        line = self._player.line_at(now_s)
        if change is False:
            self._waiting = None
            if line.is_playing:
                self._player.stop(now_s)
        elif change and not line.is_playing and self._waiting is None:
            self.play(messages.Play(round(line.tick), self._player.loop), now_s)

    def _begin_anew(self, tick: float, now_s: float) -> None:
        """The song was moved by hand, or the session was: go on from there with the session's next bar."""
        self._player.stop(now_s)
        self.play(messages.Play(round(tick), self._player.loop, past_end=True), now_s)

    def _start_waiting(self) -> None:
        assert self._waiting is not None and self._link is not None and self._follower is not None
        (at_s, command), self._waiting = self._waiting, None
        self._player.play(command, at_s)
        line = self._player.line_at(at_s)
        starts_s = max(at_s, line.starts_s)
        self._follower.begin_at(self._link.beats_at(starts_s), line.tick_at(starts_s))

    def _tell_state(self) -> None:
        bpm, peers, is_heard = 0.0, 0, False
        if self._midi is not None:
            bpm, is_heard = self._midi.bpm, self._midi.is_heard
        elif self._link is not None:
            bpm, peers, is_heard = self._link.bpm, self._link.peers, self._link.is_running
        state = SyncState(self.source, round(bpm, 2), peers, is_heard)
        if state != self._told:
            self._told = state
            self._tell(state)
