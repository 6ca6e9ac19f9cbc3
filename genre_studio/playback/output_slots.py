"""Which output stands at which number: opened when it is wanted, kept for when it comes back."""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from genre_studio.playback.addresses import MAIN, Sent
from genre_studio.playback.ports import Port, PortLost, all_off_messages

NO_OUTPUT = "none"
_FIRST_OTHER_STATUS = 0xA0  # below it are the note messages
_RECENT_NOTES = 256  # what may have been sent to nobody before it was seen that a port is gone


class PortOpener(Protocol):
    """The part of `port_keeper.PortKeeper` that is used here: nothing of it waits."""

    def open(self, number: int, output_id: str) -> None: ...

    def close_port(self, port: Port) -> None: ...

    def look(self) -> None: ...


@dataclass(slots=True)
class Slot:
    """One output: what is wanted there, what is open there, and what the one that was lost is owed.

    `recent` are the keys (channel, pitch) of the note messages that were sent last.
    """

    wanted: str
    port: Port | None = None
    current: str = NO_OUTPUT
    asked: str = ""  # being opened
    refusal: str = ""  # why it could not be, the last time
    ahead_s: float = 0.0  # by how much earlier the port itself wants its messages
    owed: list[bytes] = field(default_factory=list)
    recent: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=_RECENT_NOTES))


class OutputSlots:
    """Messages to a slot without a port go nowhere; that is no error."""

    def __init__(self, opener: PortOpener) -> None:
        self._opener = opener
        self._slots: dict[int, Slot] = {MAIN: Slot(NO_OUTPUT)}

    def __getitem__(self, number: int) -> Slot:
        return self._slots[number]

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(self._slots)

    @property
    def is_opening(self) -> bool:
        """Whether an output that is wanted is about to be there."""
        return any(slot.asked for slot in self._slots.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """The outputs that are wanted and neither open nor being opened."""
        slots = self._slots.values()
        return tuple(s.wanted for s in slots if s.wanted not in (s.current, s.asked, NO_OUTPUT))

    def send(self, sent: list[Sent]) -> dict[int, str]:
        """Send each message to its port; returns the numbers of those that are gone, each with why."""
        lost: dict[int, str] = {}
        for number, message in sent:
            slot = self._slots.get(number)
            if slot is None or slot.port is None or number in lost:
                continue
            if message[0] < _FIRST_OTHER_STATUS:
                slot.recent.append((message[0] & 0x0F, message[1]))
            try:
                slot.port.send(message)
            except PortLost as error:
                lost[number] = str(error)
        return lost

    def want(self, number: int, output_id: str) -> None:
        """Have this output at this number, as soon as it can be opened."""
        slot = self._slots.setdefault(number, Slot(output_id))
        slot.wanted, slot.refusal = output_id, ""
        if slot.current != output_id:
            self.ask(number, output_id)

    def ask(self, number: int, output_id: str) -> None:
        """Have it opened: the one that is wanted, or one to stand in for it."""
        slot = self._slots[number]
        if slot.asked != output_id:
            slot.asked = output_id
            self._opener.open(number, output_id)

    def awaits(self, number: int, output_id: str) -> bool:
        """Whether this output is asked for at this number, now that there is an answer."""
        slot = self._slots.get(number)
        return slot is not None and slot.asked == output_id

    def take(self, number: int, output_id: str, port: Port) -> None:
        """The port that is awaited was opened."""
        self.release(number)
        slot = self._slots[number]
        slot.port, slot.current, slot.asked, slot.refusal = port, output_id, "", ""
        slot.ahead_s = getattr(port, "ahead_s", 0.0)

    def refuse(self, number: int, sentence: str) -> bool:
        """The port that is awaited could not be opened: whether that is news."""
        slot = self._slots[number]
        slot.asked = ""
        is_news, slot.refusal = sentence != slot.refusal, sentence
        return is_news

    def lose(self, number: int, owed: list[bytes]) -> None:
        """A port is gone. Once it is back it gets `owed`, and the end of all that it may have missed.

        That it is gone is seen late: ends of notes and pedals may have been sent to nobody meanwhile.
        """
        slot = self._slots[number]
        missed = [bytes((0x80 | channel, pitch, 64)) for channel, pitch in dict.fromkeys(slot.recent)]
        slot.owed = [*all_off_messages(), *dict.fromkeys([*owed, *missed])]
        slot.recent.clear()
        self.release(number)

    def release(self, number: int) -> None:
        """Close the port at this number, which stays wanted."""
        slot = self._slots[number]
        if slot.port is not None:
            self._opener.close_port(slot.port)
        slot.port, slot.current, slot.ahead_s = None, NO_OUTPUT, 0.0

    def drop(self, number: int) -> None:
        """Nobody wants this output any more."""
        self.release(number)
        del self._slots[number]

    def close(self) -> None:
        for number in self._slots:
            self.release(number)
