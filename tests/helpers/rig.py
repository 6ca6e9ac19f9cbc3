"""The engine without its process: a player, what runs beside it, ports that listen, a clock to turn."""

from collections.abc import Callable
from itertools import count

from genre_studio.music.song import Song
from genre_studio.playback import messages
from genre_studio.playback.beside import Beside
from genre_studio.playback.input_tender import Heard
from genre_studio.playback.player import Player
from genre_studio.playback.port_keeper import PortOpened
from genre_studio.playback.score import score_of

_LONGEST_STEP_S = 0.05


class ListeningPort:
    """Keeps what it was sent, each message with the time of the rig's clock."""

    def __init__(self, rig: "Rig") -> None:
        self._rig = rig
        self.sent: list[tuple[float, bytes]] = []

    def send(self, message: bytes) -> None:
        self.sent.append((self._rig.now_s, message))

    def close(self) -> None:
        pass


class Rig:
    """Ports open at once. `told` is all that the window would hear."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.told: list[object] = []
        self.ports: dict[str, ListeningPort] = {}
        self.wanted_inputs: frozenset[str] = frozenset()
        self._opened: list[tuple[int, str]] = []
        self.player = Player(self, self.told.append)
        self.beside = Beside(self.player, self, self.told.append)
        self.player.open_first("main", "")
        self.run(0.0)

    # What the player and its company ask of the keeper of the ports.

    def open(self, number: int, output_id: str) -> None:
        self._opened.append((number, output_id))

    def close_port(self, port: ListeningPort) -> None:
        pass

    def look(self) -> None:
        pass

    def want_inputs(self, input_ids: frozenset[str]) -> None:
        self.wanted_inputs = input_ids

    # What a test does.

    def do(self, command: object) -> None:
        """A command of the window."""
        if not self.beside.take(command, self.now_s):
            match command:
                case messages.Stop():
                    self.player.stop(self.now_s)
                case messages.Locate(tick):
                    self.player.locate(tick, self.now_s)
                case messages.SetLoop(loop):
                    self.player.set_loop(loop, self.now_s)
                case messages.Panic():
                    self.player.panic(self.now_s)
        self.run(0.0)

    def set_song(self, song: Song) -> None:
        self.player.set_score(score_of(song), self.now_s)
        self.run(0.0)

    def play(self, tick: int = 0, loop: messages.Loop | None = None, **others: object) -> None:
        self.do(messages.Play(tick, loop, **others))

    def hear(self, message: bytes, input_id: str = "keys", late_s: float = 0.0) -> None:
        """A message that came in so long ago, noticed now."""
        self.do(Heard(input_id, message, self.now_s - late_s))

    def run(self, seconds: float, beside: Callable[[float], None] | None = None) -> None:
        """Let time pass; everything due is done on time."""
        end_s = self.now_s + seconds
        for _ in count():
            while self._opened:
                number, output_id = self._opened.pop(0)
                port = self.ports.setdefault(output_id, ListeningPort(self))
                self.player.ports_changed(PortOpened(number, output_id, port), self.now_s)
            due_s = self.player.next_due_s()
            next_s = max(self.now_s, min(due_s, end_s, self.now_s + _LONGEST_STEP_S))
            if next_s >= end_s and due_s > end_s and not self._opened:
                self.now_s = end_s
                return
            self.now_s = next_s
            self.player.step(self.now_s)

    def heard(self, output_id: str = "main") -> list[tuple[float, bytes]]:
        return self.ports[output_id].sent

    def of(self, kind: type) -> list[object]:
        """What the window was told of a kind."""
        return [event for event in self.told if isinstance(event, kind)]

    @property
    def tick(self) -> float:
        line = self.player.line_at(self.now_s)
        return line.tick_at(self.now_s)
