"""How late the engine was and where it sent: gathered while it plays, reported a few times a second."""

from collections.abc import Callable
from math import inf

from genre_studio.playback.addresses import Sent
from genre_studio.playback.messages import Activity

_INTERVAL_S = 0.1


class ActivityMeter:
    def __init__(self) -> None:
        self._numbers: set[int] = set()
        self._worst_late_s = 0.0
        self._next_report_s = 0.0

    def note_sent(self, sent: list[Sent]) -> None:
        self._numbers.update([number for number, _ in sent])

    def note_late(self, late_s: float) -> None:
        """By how much something was late; what is not due yet counts as nothing."""
        self._worst_late_s = max(self._worst_late_s, late_s)

    def next_due_s(self) -> float:
        return self._next_report_s if self._numbers else inf

    def report(self, now_s: float, id_of: Callable[[int], str]) -> Activity:
        """What there is to say since the last report; the next one comes after the interval."""
        report = Activity(tuple(id_of(number) for number in sorted(self._numbers)), self._worst_late_s)
        self._numbers.clear()
        self._worst_late_s = 0.0
        self._next_report_s = now_s + _INTERVAL_S
        return report
