"""Training gives way: low priority always, and one core free while something plays."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from genre_studio.training.runs.playing import something_plays

_NICENESS = 10
_LOOK_EVERY_S = 1.0


def be_modest() -> None:
    """Lower this process's priority, never raise it."""
    process = psutil.Process()
    with suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(max(0, _NICENESS - process.nice()))


class Courtesy:
    """Keeps this process off its first core while something plays.

    By affinity and not by fewer threads: with another number of threads sums are added up in another
    order, and the run would no longer be the one that an unbroken run is. Where a system has no
    affinity (macOS), priority alone gives way. A process with a single core keeps it.
    """

    def __init__(self, root: Path, plays: Callable[[Path], bool] = something_plays) -> None:
        self._root, self._plays = root, plays
        self._look_at_s = 0.0
        self._all_cores = _cores()
        self._kept_off = False

    def heed(self, now_s: float) -> None:
        """Look, at most once a second, whether something plays, and make room or take it back."""
        if now_s < self._look_at_s or len(self._all_cores) < 2:
            return
        self._look_at_s = now_s + _LOOK_EVERY_S
        plays = self._plays(self._root)
        if plays != self._kept_off:
            self._kept_off = plays
            _run_on(self._all_cores[1:] if plays else self._all_cores)


def _cores() -> list[int]:
    """The cores this process may use; empty where the system cannot say."""
    if sys.platform == "darwin":
        return []
    with suppress(psutil.Error, OSError):
        return psutil.Process().cpu_affinity() or []
    return []


def _run_on(cores: list[int]) -> None:
    """Keep every thread of this process on `cores`: on Linux each has an affinity of its own."""
    with suppress(psutil.Error, OSError):
        if sys.platform == "linux":
            for thread in psutil.Process().threads():
                with suppress(OSError):  # it ended meanwhile
                    os.sched_setaffinity(thread.id, cores)
        elif sys.platform == "win32":
            psutil.Process().cpu_affinity(cores)
