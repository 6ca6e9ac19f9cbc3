"""Undo and redo as a list of differences under a memory budget."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from genre_studio.music.difference import SongDifference
from genre_studio.music.take_record import TakesDifference

DEFAULT_BUDGET_BYTES = 100_000_000
"""Room for a thousand ordinary gestures, or about 120 that each move 10,000 notes."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One finished gesture. States are numbers that are never used twice within one history.

    `made_s` is when it was finished, in seconds since the epoch; 0 where nobody knows any more.
    """

    name: str
    difference: SongDifference
    state_before: int
    state_after: int
    takes: TakesDifference = field(default_factory=TakesDifference)
    made_s: float = 0.0

    @property
    def nbytes(self) -> int:
        return self.difference.nbytes + self.takes.nbytes


class History:
    """Steps behind and ahead of the present. The oldest are dropped once the budget is spent."""

    def __init__(self, budget_bytes: int = DEFAULT_BUDGET_BYTES) -> None:
        self._budget_bytes = budget_bytes
        self._done: deque[Step] = deque()
        self._undone: list[Step] = []
        self._nbytes = 0
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many of the oldest steps the budget has cost since the history was begun."""
        return self._dropped

    @property
    def undo_step(self) -> Step | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def redo_step(self) -> Step | None:
        """The step that redo would bring back."""
        return self._undone[-1] if self._undone else None

    @property
    def done_names(self) -> tuple[str, ...]:
        """The names of the steps behind the present, oldest first."""
        return tuple(step.name for step in self._done)

    @property
    def undone_names(self) -> tuple[str, ...]:
        """The names of the steps ahead of the present, the one that redo brings back first."""
        return tuple(step.name for step in reversed(self._undone))

    @property
    def nbytes(self) -> int:
        """The memory that all steps hold, in bytes, near enough for a budget."""
        return self._nbytes

    def __len__(self) -> int:
        """The number of steps that can be undone."""
        return len(self._done)

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps behind the present, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """The steps ahead of the present, the one that redo brings back first."""
        return tuple(reversed(self._undone))

    def push(self, step: Step) -> int:
        """Add a finished gesture: what had been undone is gone. The newest step is always kept.

        Returns how many of the oldest steps were dropped to stay within the budget.
        """
        self._nbytes -= sum(undone.nbytes for undone in self._undone)
        self._undone.clear()
        self._done.append(step)
        self._nbytes += step.nbytes
        dropped = 0
        while self._nbytes > self._budget_bytes and len(self._done) > 1:
            self._nbytes -= self._done.popleft().nbytes
            dropped += 1
        self._dropped += dropped
        return dropped

    def step_back(self) -> Step | None:
        """Move one step from behind to ahead, and return it; None at the oldest."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def step_forward(self) -> Step | None:
        """Move one step from ahead to behind, and return it; None at the newest."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def amend_undo_step(self, step: Step) -> None:
        """Put another step in place of the one that undo would take back."""
        self._nbytes += step.nbytes - self._done[-1].nbytes
        self._done[-1] = step

    def restore(self, done: Iterable[Step], undone: Iterable[Step]) -> None:
        """Take over the steps of an earlier day, in the orders of `done` and `undone`."""
        self.clear()
        self._done.extend(done)
        self._undone.extend(reversed(tuple(undone)))
        self._nbytes = sum(step.nbytes for step in (*self._done, *self._undone))

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
        self._nbytes = self._dropped = 0
