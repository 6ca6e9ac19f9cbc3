"""Which process is meant: its number alone may be another program's after a restart."""

import os
from dataclasses import dataclass

import psutil

_SAME_START_S = 2.0  # how far two readings of one start may lie apart, across clock corrections


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A process by its number and the time at which it began, seconds since the epoch."""

    pid: int
    started_at: float

    @classmethod
    def of(cls, pid: int | None = None) -> "ProcessIdentity | None":
        """That process's identity, this one's for None; None where there is no such process."""
        try:
            process = psutil.Process(pid if pid is not None else os.getpid())
            return cls(process.pid, process.create_time())
        except psutil.Error:
            return None

    def lives(self) -> bool:
        """Whether that very process still runs; one that ended and waits to be collected does not."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started_at) < _SAME_START_S
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False
