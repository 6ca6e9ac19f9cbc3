"""Keeps the wanted MIDI inputs open as they come and go; called from the thread that keeps all ports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.live_messages import ALL_INPUTS, Input
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.ports import InputPort, Receive

_ECHOES = "Midi Through"  # ALSA's port that gives back what is sent to it: recording it would feed back


class InputList(Protocol):
    """The places where music comes from (`outputs.Outputs`)."""

    def list(self, *, look_for_systems: bool = False) -> tuple[Output, ...]: ...

    def inputs(self) -> tuple[Output, ...]: ...

    def open_input(self, input_id: str, receive: Receive) -> InputPort: ...


@dataclass(frozen=True, slots=True)
class InputsSeen:
    """The inputs that there are now, which of them are open, and sentences on those that refused."""

    inputs: tuple[Input, ...]
    open_ids: tuple[str, ...]
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came in, at `at_s` of the monotonic clock."""

    input_id: str
    message: bytes
    at_s: float


InputNews: TypeAlias = InputsSeen | Heard


class InputTender:
    """`want` may be called from any thread, all else from one; `put` is called from it and from MIDI's."""

    def __init__(self, ports: InputList, put: Callable[[InputNews], None]) -> None:
        self._ports, self._put = ports, put
        self._wanted: frozenset[str] = frozenset()
        self._open: dict[str, InputPort] = {}
        self._refused: set[str] = set()
        self._seen: InputsSeen | None = None

    def want(self, input_ids: frozenset[str]) -> None:
        """Have these inputs open whenever they are there; `ALL_INPUTS` stands for every one."""
        self._wanted = input_ids

    def tend(self) -> None:
        """Look what there is, open what is wanted, close what is not."""
        inputs = self._listed()
        there = {each.id for each in inputs}
        wanted = self._wanted_of(inputs)
        self._refused &= there & wanted  # one that went is tried again when it is back
        for input_id in set(self._open) - (there & wanted):
            self._open.pop(input_id).close()
        refusals = [
            text
            for input_id in sorted((there & wanted) - set(self._open) - self._refused)
            if (text := self._opened(input_id))
        ]
        seen = InputsSeen(inputs, tuple(sorted(self._open)), tuple(refusals))
        if seen != self._seen:
            self._seen = InputsSeen(inputs, seen.open_ids)
            self._put(seen)

    def close(self) -> None:
        for port in self._open.values():
            port.close()
        self._open.clear()

    def _listed(self) -> tuple[Input, ...]:
        """What others offer, and the ports of ours that a DAW may play to."""
        ours = [o for o in self._ports.list() if o.kind is OutputKind.VIRTUAL]
        virtual = [Input(each.id, "Genre Studio in, for a DAW to play to") for each in ours]
        return (*(Input(each.id, each.title) for each in self._ports.inputs()), *virtual)

    def _wanted_of(self, inputs: tuple[Input, ...]) -> set[str]:
        wanted = set(self._wanted)
        if ALL_INPUTS in wanted:
            wanted |= {each.id for each in inputs if _ECHOES not in each.title}
        return wanted

    def _opened(self, input_id: str) -> str:
        """Open an input; the sentence that says why not, or nothing."""
        try:
            self._open[input_id] = self._ports.open_input(
                input_id, lambda message, at_s: self._put(Heard(input_id, message, at_s))
            )
        except PlaybackError as error:
            self._refused.add(input_id)
            return str(error)
        return ""
