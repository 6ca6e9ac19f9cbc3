"""Ableton Link, where its package is installed: `pip install genre-studio[link]`. The one file with it.

Link is under the GPL, which is why it is an extra and not part of the studio.
"""

import importlib.util
import time
from typing import Any

from genre_studio.playback.clock_in import MasterMoved
from genre_studio.playback.errors import PlaybackError

NOT_INSTALLED = "Ableton Link is not installed; type: pip install genre-studio[link]"
_FIRST_BPM = 120.0
_SETTLE_S = (
    0.5  # before it is enabled: one that joins at once may put its own tempo on the session (aalink#7)
)


def is_installed() -> bool:
    return importlib.util.find_spec("link") is not None


class LinkSession:
    """One peer of the Link session on this network; a `follower.Master`. Times are of the monotonic clock.

    It joins half a second after it was made, and takes the session's tempo rather than bringing its own.
    Raises PlaybackError where Link is not installed.
    """

    def __init__(self, bpm: float = _FIRST_BPM, now_s: float | None = None) -> None:
        try:
            from link import Link  # noqa: PLC0415 - an extra, and nothing else may need it
        except ImportError:
            raise PlaybackError(NOT_INSTALLED) from None
        if not hasattr(Link, "captureAppSessionState"):  # another package of the name
            raise PlaybackError(NOT_INSTALLED)
        self._link: Any = Link(bpm)
        self._clock = self._link.clock()
        self._joins_s = (time.monotonic() if now_s is None else now_s) + _SETTLE_S
        self._link.startStopSyncEnabled = True
        self._joined = False
        self._met_s = 0.0
        self._has_started = False  # as far as we know: we, or another peer
        self._change: bool | None = None
        self._state: Any = self._link.captureAppSessionState()

    @property
    def is_running(self) -> bool:
        """Whether it beats the time: from when it has joined."""
        return self._joined

    @property
    def bpm(self) -> float:
        return float(self._state.tempo())

    @property
    def peers(self) -> int:
        """How many others there are."""
        return int(self._link.numPeers()) if self._joined else 0

    def look(self, now_s: float) -> list[MasterMoved]:
        """Join when it is time, and see what the session is like now."""
        if not self._joined and now_s >= self._joins_s:
            self._link.enabled = True
            self._joined = True
            self._met_s = now_s + _SETTLE_S
        self._state = self._link.captureAppSessionState()
        has_started = bool(self._state.isPlaying())
        if has_started != self._has_started:
            self._has_started = has_started
            # What the session did before we came is no reason to start now.
            self._change = has_started if now_s >= self._met_s else None
        return []

    def take_change(self) -> bool | None:
        """True where another peer has started since the last question, False where one has stopped."""
        change, self._change = self._change, None
        return change

    def set_started(self, has_started: bool, at_s: float) -> None:
        """We start or stop: so do the peers that keep start and stop in step."""
        self._has_started = has_started
        self._state.setIsPlaying(has_started, self._micros(at_s))
        self._link.commitAppSessionState(self._state)

    def beats_at(self, now_s: float, quantum: float = 4.0) -> float:
        """The session's beat; its phase within `quantum` beats is the same for all peers."""
        return float(self._state.beatAtTime(self._micros(now_s), quantum))

    def next_start_s(self, phase: float, quantum: float, now_s: float) -> float:
        """The next time, from `now_s` on, at which the session is `phase` beats into its bar of `quantum`.

        At once where there are no others: then the session starts its bar with us.
        """
        if self.peers == 0:
            self._state.requestBeatAtTime(phase, self._micros(now_s), quantum)
            self._link.commitAppSessionState(self._state)
            return now_s
        at = float(self._state.phaseAtTime(self._micros(now_s), quantum))
        return now_s + ((phase - at) % quantum) * 60 / self.bpm

    def set_bpm(self, bpm: float, now_s: float) -> None:
        """The song got another tempo by hand: so does the session."""
        self._state.setTempo(bpm, self._micros(now_s))
        self._link.commitAppSessionState(self._state)

    def close(self) -> None:
        self._link.enabled = False
        self._joined = False

    def _micros(self, now_s: float) -> int:
        """Link's own clock at a time of the monotonic one: they differ by a start and, slowly, in pace."""
        return round(int(self._clock.micros()) + (now_s - time.monotonic()) * 1e6)
