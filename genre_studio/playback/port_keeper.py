"""Opens, closes and looks for ports in a thread of its own, so that the one that plays never waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol, TypeAlias

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.messages import Output
from genre_studio.playback.ports import Port

_WATCH_INTERVAL_S = 1.0


class OutputList(Protocol):
    """The places where music can go (`outputs.Outputs`)."""

    def list(self, *, look_for_systems: bool = False) -> tuple[Output, ...]: ...

    def open(self, output_id: str) -> Port: ...


@dataclass(frozen=True, slots=True)
class PortOpened:
    number: int
    output_id: str
    port: Port


@dataclass(frozen=True, slots=True)
class PortRefused:
    number: int
    output_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OutputsSeen:
    outputs: tuple[Output, ...]


PortNews: TypeAlias = PortOpened | PortRefused | OutputsSeen


class PortKeeper:
    """Answers every request by one PortNews given to `put`; looks by itself for ports that come and go."""

    def __init__(self, outputs: OutputList, put: Callable[[PortNews], None]) -> None:
        self._outputs = outputs
        self._put = put
        self._requests: SimpleQueue[tuple[int, str] | Port | bool] = SimpleQueue()
        self._thread = Thread(target=self._work, daemon=True, name="ports")
        self._thread.start()

    def open(self, number: int, output_id: str) -> None:
        """Answered by PortOpened or PortRefused."""
        self._requests.put((number, output_id))

    def close_port(self, port: Port) -> None:
        self._requests.put(port)

    def look(self) -> None:
        """Look for MIDI systems that were started since, too. Answered by OutputsSeen."""
        self._requests.put(True)

    def finish(self) -> None:
        """Do what was asked so far, then end."""
        self._requests.put(False)
        self._thread.join()

    def _work(self) -> None:
        seen = self._outputs.list()
        self._put(OutputsSeen(seen))
        while True:
            try:
                request = self._requests.get(timeout=_WATCH_INTERVAL_S)
            except Empty:
                if (found := self._outputs.list()) != seen:
                    seen = found
                    self._put(OutputsSeen(found))
                continue
            if request is False:
                return
            if request is True:
                seen = self._outputs.list(look_for_systems=True)
                self._put(OutputsSeen(seen))
            elif isinstance(request, tuple):
                self._put(self._opened(*request))
            elif not isinstance(request, bool):
                request.close()

    def _opened(self, number: int, output_id: str) -> PortNews:
        try:
            return PortOpened(number, output_id, self._outputs.open(output_id))
        except PlaybackError as error:
            return PortRefused(number, output_id, str(error))
