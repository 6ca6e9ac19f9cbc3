"""All the places where music can go and come from, listed and opened by id."""

from pathlib import Path

from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.ports import InputPort, LogPort, NullPort, Port, Receive
from genre_studio.playback.rtmidi_ports import RtMidiPorts
from genre_studio.playback.synth import SynthPort

SYNTH = Output("synth", "Built-in synth", OutputKind.SYNTH)
NONE = Output("none", "No output", OutputKind.NONE)
LOG_PREFIX = "log:"
"""Ids that begin so name a file to write messages to. They are not listed: they are for diagnosis."""


class Outputs:
    def __init__(self) -> None:
        self._midi = RtMidiPorts()

    def list(self, *, look_for_systems: bool = False) -> tuple[Output, ...]:
        self._midi.look()
        if look_for_systems:
            self._midi.find_systems()
        return (SYNTH, *self._midi.outputs(), NONE)

    def open(self, output_id: str) -> Port:
        """Raises PlaybackError with one sentence where that cannot be done."""
        if output_id == NONE.id:
            return NullPort()
        if output_id == SYNTH.id:
            return SynthPort()
        if output_id.startswith(LOG_PREFIX):
            return LogPort(Path(output_id.removeprefix(LOG_PREFIX)))
        return self._midi.open(output_id)

    def inputs(self) -> tuple[Output, ...]:
        return tuple(self._midi.inputs())

    def open_input(self, input_id: str, receive: Receive) -> InputPort:
        """Raises PlaybackError with one sentence where that cannot be done."""
        return self._midi.open_input(input_id, receive)

    def close(self) -> None:
        self._midi.close()
