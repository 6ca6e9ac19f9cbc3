"""How fast a run learns and what it uses, over its last steps."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

import torch

from genre_studio.training.memory import memory_in_use_bytes
from genre_studio.training.reports import StepReport

_STEPS = 20  # over which the pace is taken
_MEMORY_EVERY_S = 1.0


class Pace:
    """Fills the figures of time and memory into reports."""

    def __init__(self, device: torch.device, clock: Callable[[], float]) -> None:
        self._device, self._clock = device, clock
        self._began_s = clock()
        self._steps: deque[tuple[float, int]] = deque([(self._began_s, 0)], maxlen=_STEPS + 1)
        self._memory_at_s = self._began_s
        self._memory_bytes = 0

    def filled_in(self, report: StepReport, notes: int, parts: int) -> StepReport:
        """`report` with what is known of its time, pace and memory."""
        now_s = self._clock()
        self._steps.append((now_s, notes))
        first_s = self._steps[0][0]
        learned = sum(count for _, count in list(self._steps)[1:])
        if now_s >= self._memory_at_s:
            self._memory_at_s = now_s + _MEMORY_EVERY_S
            self._memory_bytes = memory_in_use_bytes(self._device)
        return replace(
            report,
            elapsed_s=now_s - self._began_s,
            notes_per_second=learned / (now_s - first_s) if now_s > first_s else 0.0,
            memory_bytes=self._memory_bytes,
            device=str(self._device),
            parts=parts,
        )
