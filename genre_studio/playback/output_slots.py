"""Which output stands at which number: opened when it is wanted, kept for when it comes back."""

from dataclasses import dataclass, field
from typing import Protocol

from genre_studio.playback.addresses import MAIN, Sent
from genre_studio.playback.ports import Port, PortLost

NO_OUTPUT = "none"


class PortOpener(Protocol):
    """The part of `port_keeper.PortKeeper` that is used here: nothing of it waits."""

    def open(self, number: int, output_id: str) -> None: ...

    def close_port(self, port: Port) -> None: ...

    def look(self) -> None: ...


@dataclass(slots=True)
class Slot:
    """One output: what is wanted there, what is open there, and what the one that was lost is owed."""

    wanted: str
    port: Port | None = None
    current: str = NO_OUTPUT
    asked: str = ""  # being opened
    owed: list[bytes] = field(default_factory=list)  # ends of notes that it never got


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
            try:
                slot.port.send(message)
            except PortLost as error:
                lost[number] = str(error)
        return lost

    def want(self, number: int, output_id: str) -> None:
        """Have this output at this number, as soon as it can be opened."""
        slot = self._slots.setdefault(number, Slot(output_id))
        slot.wanted = output_id
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
        slot.port, slot.current, slot.asked = port, output_id, ""

    def refuse(self, number: int) -> None:
        """The port that is awaited could not be opened."""
        self._slots[number].asked = ""

    def lose(self, number: int, owed: list[bytes]) -> None:
        """A port is gone; `owed` is what it has to be sent once it is back."""
        self.release(number)
        self._slots[number].owed = owed

    def release(self, number: int) -> None:
        """Close the port at this number, which stays wanted."""
        slot = self._slots[number]
        if slot.port is not None:
            self._opener.close_port(slot.port)
        slot.port, slot.current = None, NO_OUTPUT

    def drop(self, number: int) -> None:
        """Nobody wants this output any more."""
        self.release(number)
        del self._slots[number]

    def close(self) -> None:
        for number in self._slots:
            self.release(number)
