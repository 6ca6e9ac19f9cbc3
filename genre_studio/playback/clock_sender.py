"""MIDI clock at every output that was asked to have it, beside the song."""

from math import inf

from genre_studio.playback.clock_out import ClockMaster
from genre_studio.playback.followed import Followed
from genre_studio.playback.transport import Timeline

_HELD_UP_S = 0.5  # a machine that slept: what was due then is not sent as if it had not


class ClockSender:
    """One master a port, so that one that is switched on, or comes back, is brought in by itself."""

    def __init__(self, player: Followed) -> None:
        self._player = player
        self._output_ids: tuple[str, ...] = ()
        self._masters: dict[int, ClockMaster] = {}

    def set_outputs(self, output_ids: tuple[str, ...], now_s: float) -> None:
        """Send to these outputs from now on; the empty id is the main one."""
        self._output_ids = output_ids
        self.step(now_s)

    def next_due_s(self) -> float:
        return min((master.next_due_s() for master in self._masters.values()), default=inf)

    def step(self, now_s: float) -> None:
        if self._output_ids or self._masters:
            self._meet_ports(now_s)
        for number, master in self._masters.items():
            while now_s - _HELD_UP_S <= (due_s := master.next_due_s()) < now_s:
                self._send(number, master.advance(due_s), due_s)
            self._send(number, master.advance(now_s))

    def line_changed(self, line: Timeline, now_s: float) -> None:
        for number, master in self._masters.items():
            self._send(number, master.line_changed(line, now_s))

    def close(self) -> None:
        """Stop the slaves: before the outputs close."""
        for number, master in self._masters.items():
            self._send(number, master.end())
        self._masters.clear()

    def _meet_ports(self, now_s: float) -> None:
        """A master for each output that is open, and none where it is not, or should have no clock."""
        numbers = {self._player.number_of(id) for id in self._output_ids}
        for number in set(self._masters) - numbers:
            self._send(number, self._masters.pop(number).end())
        for number in numbers:
            is_open = self._player.is_open(number)
            if is_open and number not in self._masters:
                self._masters[number] = master = ClockMaster(self._player.line_at(now_s), now_s)
                self._send(number, master.begin(now_s))
            elif not is_open:
                self._masters.pop(number, None)

    def _send(self, number: int, messages: list[bytes], due_s: float | None = None) -> None:
        self._player.send([(number, message) for message in messages], due_s)
