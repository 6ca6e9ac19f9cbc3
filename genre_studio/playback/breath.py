"""Short rests for a thread of real-time priority that would otherwise never sleep.

Linux stops such threads for 50 ms of each second in which they were busy for 950 (sched_rt_runtime_us):
a dense song, whose notes are due before the last ones are away, would lose its place for that long. A rest
of a third of a millisecond after each five that were busy keeps below that line.
"""

import time
from collections.abc import Callable

BUSY_S = 0.005
REST_S = 0.00035


class Breath:
    """Knows how long the thread has been awake."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._awake_since_s = clock()

    def sleep(self, seconds: float) -> None:
        """A sleep that the thread takes anyway."""
        self._sleep(seconds)
        self.woke()

    def woke(self) -> None:
        """The thread has just waited for something else."""
        self._awake_since_s = self._clock()

    def rest_if_due(self) -> None:
        """Sleep a little where the thread has been busy for long."""
        if self._clock() - self._awake_since_s >= BUSY_S:
            self.sleep(REST_S)
