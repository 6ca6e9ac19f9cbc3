"""Opens, closes and looks for ports in a thread of its own, so that the one that plays never waits for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol, TypeAlias

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.input_tender import InputList, InputNews, InputTender
from genre_studio.playback.messages import Output
from genre_studio.playback.ports import Port

_MOST_TRIES = 5  # to open an output that is listed and yet refuses
_WATCH_INTERVAL_S = 0.5  # a look takes some 0.3 ms beside the thread that plays


class OutputList(InputList, Protocol):
    """The places where music can go, and come from (`outputs.Outputs`)."""

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

    def __init__(self, outputs: OutputList, put: Callable[[PortNews | InputNews], None]) -> None:
        self._outputs = outputs
        self._put = put
        self._inputs = InputTender(outputs, put)
        self._requests: SimpleQueue[tuple[int, str] | Port | bool | None] = SimpleQueue()
        self._seen: tuple[Output, ...] | None = None
        self._next_look_s = 0.0
        self._refusals: dict[str, int] = {}  # of outputs that could not be opened, one after another
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

    def want_inputs(self, input_ids: frozenset[str]) -> None:
        """Have these inputs open whenever they are there. Answered by InputsSeen, then by Heard."""
        self._inputs.want(input_ids)
        self._requests.put(None)

    def finish(self) -> None:
        """Do what was asked so far, then end."""
        self._requests.put(False)
        self._thread.join()

    def _work(self) -> None:
        self._look(look_for_systems=False)
        while True:
            try:
                request = self._requests.get(timeout=max(0.0, self._next_look_s - time.monotonic()))
            except Empty:
                self._look(look_for_systems=False)
                continue
            if request is None:
                self._inputs.tend()
            elif request is True:
                self._seen = None
                self._look(look_for_systems=True)
            elif request is False:
                self._inputs.close()
                return
            elif isinstance(request, tuple):
                self._put(self._opened(*request))
            else:
                request.close()

    def _look(self, *, look_for_systems: bool) -> None:
        """Say what there is now, if that is news; the next look comes after the interval."""
        found = self._outputs.list(look_for_systems=look_for_systems)
        if found != self._seen:
            self._seen = found
            self._put(OutputsSeen(found))
        self._inputs.tend()
        self._next_look_s = time.monotonic() + _WATCH_INTERVAL_S

    def _opened(self, number: int, output_id: str) -> PortNews:
        try:
            port = self._outputs.open(output_id)
        except PlaybackError as error:
            self._refusals[output_id] = self._refusals.get(output_id, 0) + 1
            if self._refusals[output_id] < _MOST_TRIES:
                self._seen = None  # it may have come and gone between two looks: say again what there is
            return PortRefused(number, output_id, str(error))
        self._refusals.pop(output_id, None)
        return PortOpened(number, output_id, port)
