"""Messages on their way: each output gets them as much earlier as it needs to sound with the others."""

from collections import deque
from collections.abc import Mapping
from math import inf

from genre_studio.playback.addresses import Sent
from genre_studio.playback.output_slots import OutputSlots

MOST_LEAD_S = 0.3
_FIRST_OTHER_STATUS = 0xA0  # below it are the note messages
_NOTE_ON = 0x90


class Outgoing:
    """What the player sends is due at a time of its clock, which runs ahead of the real one by `ahead_s`.

    That is as much as the earliest output wants; what the others get waits here. The messages of one output
    keep their order. Where no output wants anything, all goes out at once and nothing ever waits.
    """

    def __init__(self, slots: OutputSlots) -> None:
        self._slots = slots
        self._leads_s: dict[str, float] = {}
        self._waiting: dict[int, deque[tuple[float, bytes]]] = {}  # by output; due times of the real clock
        self._worst_late_s = 0.0

    def set_leads(self, leads_s: Mapping[str, float]) -> None:
        """How much earlier than it should sound each output is sent to, by its id; negative is later."""
        self._leads_s = {
            id: min(max(lead_s, -MOST_LEAD_S), MOST_LEAD_S) for id, lead_s in leads_s.items() if lead_s
        }

    @property
    def ahead_s(self) -> float:
        """How far the player has to run ahead."""
        return max(0.0, *(self._lead_s(number) for number in self._slots.numbers))

    def put(self, sent: list[Sent], due_s: float, now_s: float) -> dict[int, str]:
        """Messages that should sound at `due_s`, in order. Returns the outputs that are gone, with why."""
        clock_s = now_s - self.ahead_s
        at_once: list[Sent] = []
        for number, message in sent:
            at_s = due_s - self._lead_s(number) if number in self._slots.numbers else clock_s
            if self._waiting.get(number) or at_s > clock_s:
                self._wait(number, message, at_s)
            else:
                self._note_late(clock_s - at_s)
                at_once.append((number, message))
        return self._slots.send(at_once)

    def put_now(self, sent: list[Sent]) -> dict[int, str]:
        """What a hand plays: it overtakes all that waits but messages of its own key or controller."""
        at_once: list[Sent] = []
        for number, message in sent:
            waiting = self._waiting.get(number, ())
            if any(_place(other) == _place(message) for _, other in waiting):
                self._wait(number, message, -inf)
            else:
                at_once.append((number, message))
        return self._slots.send(at_once)

    def next_due_s(self) -> float:
        """When, on the player's clock, the next message that waits has to go."""
        first_s = min((waiting[0][0] for waiting in self._waiting.values() if waiting), default=inf)
        return first_s + self.ahead_s

    def release(self, now_s: float) -> dict[int, str]:
        """Send what has waited long enough. Returns the outputs that are gone, with why."""
        clock_s, at_once = now_s - self.ahead_s, []
        for number, waiting in self._waiting.items():
            while waiting and waiting[0][0] <= clock_s:
                at_s, message = waiting.popleft()
                self._note_late(clock_s - at_s)
                at_once.append((number, message))
        return self._slots.send(at_once)

    def flush(self, number: int) -> None:
        """Send all that waits for an output at once, before it is left: what begins no note."""
        waiting = self._waiting.pop(number, ())
        self._slots.send([(number, message) for _, message in waiting if not _begins_note(message)])

    def discard(self, number: int) -> None:
        """The output is gone."""
        self._waiting.pop(number, None)

    def take_worst_late_s(self) -> float:
        """By how much the latest message was sent after its time, since the last of these questions."""
        worst_s, self._worst_late_s = self._worst_late_s, 0.0
        return worst_s

    def _lead_s(self, number: int) -> float:
        slot = self._slots[number]
        return self._leads_s.get(slot.current, 0.0) + slot.ahead_s

    def _wait(self, number: int, message: bytes, at_s: float) -> None:
        waiting = self._waiting.setdefault(number, deque())
        waiting.append((max(at_s, waiting[-1][0]) if waiting else at_s, message))

    def _note_late(self, late_s: float) -> None:
        self._worst_late_s = max(self._worst_late_s, late_s)


def _place(message: bytes) -> tuple[int, ...]:
    """What a message sets: a key, a controller, or something else of a channel."""
    if message[0] < _FIRST_OTHER_STATUS:
        return message[0] & 0x0F, message[1]
    return tuple(message[:2]) if message[0] & 0xF0 == 0xB0 else (message[0],)


def _begins_note(message: bytes) -> bool:
    return message[0] & 0xF0 == _NOTE_ON and message[2] > 0
