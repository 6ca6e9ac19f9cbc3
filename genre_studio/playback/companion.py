"""What runs beside the song in the playing loop: a clock for others, a recorder, one who follows theirs."""

from typing import Protocol

from genre_studio.playback.transport import Timeline


class Companion(Protocol):
    """Called from the thread that plays, which waits for it: quick, and never blocking.

    All times are of the engine's one monotonic clock, in seconds.
    """

    def next_due_s(self) -> float:
        """When `step` has something to do; infinity where it has not."""

    def step(self, now_s: float) -> None: ...

    def line_changed(self, line: Timeline, now_s: float) -> None:
        """The song starts, stops, jumps, wraps or changes its tempo; `line` says how it runs from now on."""
