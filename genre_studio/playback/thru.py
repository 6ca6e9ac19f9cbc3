"""What comes in at the inputs, heard at once as the part that is played, and told to the window."""

from collections.abc import Callable
from math import inf

from genre_studio.playback.addresses import key_of
from genre_studio.playback.followed import Followed
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.live_messages import InputHeard, SetThru
from genre_studio.playback.transport import Timeline

_TELL_INTERVAL_S = 1 / 30
_PEDALS_AND_WHEELS = ((64, 0), (66, 0), (67, 0), (1, 0))
FIRST_SYSTEM_STATUS = 0xF0


class Thru:
    """Sends on what the inputs play, on the part's own channel; nothing hangs when the part changes."""

    def __init__(self, player: Followed, keys: HeldKeys, tell: Callable[[InputHeard], None]) -> None:
        self._player, self._keys, self._tell = player, keys, tell
        self._part = SetThru(False)
        self._moved: set[tuple[int, int]] = set()  # pedals and wheels not at rest: status, number
        self._heard: list[bytes] = []
        self._next_tell_s = 0.0

    def set_part(self, part: SetThru) -> None:
        if part != self._part:
            self.let_go()
            self._part = part

    def let_go(self) -> None:
        """Let go of keys, pedals and wheels that a hand still holds."""
        number = self._player.number_of(self._part.output_id)
        self._player.send_now(self._keys.release_all(Holder.THRU))
        rest = [_at_rest(status, controller) for status, controller in sorted(self._moved)]
        self._player.send_now([(number, message) for message in rest])
        self._moved.clear()

    def next_due_s(self) -> float:
        return self._next_tell_s if self._heard else inf

    def step(self, now_s: float) -> None:
        if self._heard and now_s >= self._next_tell_s:
            heard, self._heard = tuple(self._heard), []
            self._next_tell_s = now_s + _TELL_INTERVAL_S
            self._tell(InputHeard(heard))

    def line_changed(self, line: Timeline, now_s: float) -> None:
        pass

    def hear(self, message: bytes) -> None:
        """A channel message of a chosen input."""
        self._heard.append(message)
        if self._part.is_on:
            self._pass_on(message)

    def _pass_on(self, message: bytes) -> None:
        part, kind = self._part, message[0] & 0xF0
        number = self._player.number_of(part.output_id)
        if kind in (0x80, 0x90):
            key = key_of(number, part.channel, message[1])
            if kind == 0x90 and message[2]:
                self._player.set_program(part.output_id, part.channel, part.program)
                self._player.send_now(self._keys.press(Holder.THRU, key, message[2]))
            else:
                self._player.send_now(self._keys.release(Holder.THRU, key))
            return
        sent = bytes((kind | part.channel, *message[1:]))
        self._note_moved(sent)
        self._player.send_now([(number, sent)])

    def _note_moved(self, message: bytes) -> None:
        """Remember what has to be put back when the hand goes."""
        status = message[0]
        place = status, message[1] if status & 0xF0 == 0xB0 else 0
        if status & 0xF0 == 0xE0 or place[1] in dict(_PEDALS_AND_WHEELS):
            if message == _at_rest(*place):
                self._moved.discard(place)
            elif status & 0xF0 in (0xB0, 0xE0):
                self._moved.add(place)


def _at_rest(status: int, controller: int) -> bytes:
    return bytes((status, 0, 0x40)) if status & 0xF0 == 0xE0 else bytes((status, controller, 0))
