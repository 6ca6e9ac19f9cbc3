"""MIDI ports of the system through RtMidi: the one file that imports rtmidi."""

import os
import sys
import time
from dataclasses import replace

import rtmidi

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.port_names import PortId, lasting_names, port_id
from genre_studio.playback.ports import PortLost, Receive

CLIENT_NAME = "Genre Studio"

HAS_VIRTUAL_PORTS = sys.platform != "win32"
NO_VIRTUAL_PORTS = (
    "Windows offers no virtual MIDI ports to programs: install loopMIDI or Windows MIDI Services, "
    "add a port there, and choose it here."
)

_API_NAMES = {
    rtmidi.API_LINUX_ALSA: "ALSA",
    rtmidi.API_UNIX_JACK: "JACK",
    rtmidi.API_MACOSX_CORE: "CoreMIDI",
    rtmidi.API_WINDOWS_MM: "Windows",
}
_API_OF = {name: api for api, name in _API_NAMES.items()}
_CALLBACK_GRACE_S = 0.05  # after which a message that was on its way in has been taken in
# JACK passes nothing on before it has taken a new connection into its graph, some periods later, nor
# what was sent in the very period in which a port is closed.
_SETTLE_S = {"JACK": 0.15}
_ERRORS = (SystemError, rtmidi.RtMidiError)


class RtMidiPorts:
    """The MIDI systems of this machine and their ports, by the ids of `port_names`."""

    def __init__(self) -> None:
        # RtMidi's JACK part would otherwise start a server of its own.
        os.environ.setdefault("JACK_NO_START_SERVER", "1")
        self._lookouts: dict[str, tuple[rtmidi.MidiOut, rtmidi.MidiIn]] = {}
        self.find_systems()

    def find_systems(self) -> None:
        """Look again for the MIDI systems that did not answer before. Slow where one hangs."""
        for api in rtmidi.get_compiled_api():
            name = _API_NAMES.get(api)
            if name is not None and name not in self._lookouts:
                try:
                    client = f"{CLIENT_NAME} lookout"
                    self._lookouts[name] = rtmidi.MidiOut(api, name=client), rtmidi.MidiIn(api, name=client)
                except _ERRORS:
                    continue  # no such system here: listing the others is the answer

    def outputs(self) -> list[Output]:
        """What others offer to be played, and the port of ours that they may listen to."""
        found = []
        for system, (midi_out, _) in self._lookouts.items():
            found += _listed(midi_out, system)
        if not HAS_VIRTUAL_PORTS:
            found.append(Output("advice:virtual", "A port for a DAW…", OutputKind.ADVICE, NO_VIRTUAL_PORTS))
        else:
            found += [
                Output(
                    str(PortId(OutputKind.VIRTUAL, system)),
                    f"{CLIENT_NAME} port, for a DAW to listen to",
                    OutputKind.VIRTUAL,
                )
                for system in self._lookouts
            ]
        return found

    def inputs(self) -> list[Output]:
        """What others offer to be listened to: keyboards, and programs that play."""
        return [port for system, (_, midi_in) in self._lookouts.items() for port in _listed(midi_in, system)]

    def open(self, output_id: str) -> "RtMidiPort":
        """Raises PlaybackError with a sentence where that cannot be done."""
        id = self._known(output_id)
        try:
            midi_out = rtmidi.MidiOut(_API_OF[id.system], name=CLIENT_NAME)
            if id.kind is OutputKind.VIRTUAL:
                midi_out.open_virtual_port(_shown_name(id, "out"))
            else:
                _open_named(midi_out, id, "output")
            time.sleep(_SETTLE_S.get(id.system, 0.0))
        except _ERRORS as error:
            raise PlaybackError(f"The MIDI output could not be opened: {error}") from None
        return RtMidiPort(midi_out, _SETTLE_S.get(id.system, 0.0))

    def open_input(self, input_id: str, receive: Receive) -> "RtMidiInput":
        """Listen to a port, or offer one of ours to be played. Raises PlaybackError with a sentence."""
        id = self._known(input_id)
        try:
            midi_in = rtmidi.MidiIn(_API_OF[id.system], name=CLIENT_NAME)
            midi_in.ignore_types(sysex=True, timing=False, active_sense=True)
            midi_in.set_callback(lambda event, _: receive(bytes(event[0]), time.monotonic()))
            if id.kind is OutputKind.VIRTUAL:
                midi_in.open_virtual_port(_shown_name(id, "in"))
            else:
                _open_named(midi_in, id, "input")
        except _ERRORS as error:
            raise PlaybackError(f"The MIDI input could not be opened: {error}") from None
        return RtMidiInput(midi_in)

    def close(self) -> None:
        for lookout in self._lookouts.values():
            for client in lookout:
                client.delete()
        self._lookouts.clear()

    def _known(self, text: str) -> PortId:
        """An id with the name of a system that is there."""
        id = port_id(text)
        if id is None:
            raise PlaybackError(f"There is no MIDI port called '{text}'.")
        if id.kind is OutputKind.VIRTUAL and not HAS_VIRTUAL_PORTS:
            raise PlaybackError(NO_VIRTUAL_PORTS)
        system = id.system or next(iter(self._lookouts), "")
        if system not in self._lookouts:
            raise PlaybackError("There is no MIDI system on this machine, so playback is silent.")
        return replace(id, system=system)


class RtMidiPort:
    """One open port."""

    def __init__(self, midi_out: "rtmidi.MidiOut", settle_s: float) -> None:
        self._midi_out, self._settle_s = midi_out, settle_s

    def send(self, message: bytes) -> None:
        try:
            self._midi_out.send_message(message)
        except (*_ERRORS, ValueError) as error:
            raise PortLost(f"The MIDI output does not answer any more: {error}") from None

    def close(self) -> None:
        time.sleep(self._settle_s)
        self._midi_out.close_port()
        self._midi_out.delete()


class RtMidiInput:
    """One open input."""

    def __init__(self, midi_in: "rtmidi.MidiIn") -> None:
        self._midi_in = midi_in

    def close(self) -> None:
        # WORKAROUND python-rtmidi 1.5.8: close_port and delete hold the interpreter's lock while JACK waits
        # for the thread of a callback, which waits for that lock. So nothing may be on its way in by then.
        self._midi_in.cancel_callback()
        time.sleep(_CALLBACK_GRACE_S)
        self._midi_in.close_port()
        self._midi_in.delete()


def _listed(lookout: "rtmidi.MidiOut | rtmidi.MidiIn", system: str) -> list[Output]:
    """The ports of other programs and devices."""
    try:
        names: list[str] = lookout.get_ports()
    except _ERRORS:
        return []
    others = [name for name in lasting_names(names, system) if not name.startswith(CLIENT_NAME)]
    return [
        Output(str(PortId(OutputKind.PORT, system, name)), _title(name, system), OutputKind.PORT)
        for name in others
    ]


def _open_named(client: "rtmidi.MidiOut | rtmidi.MidiIn", id: PortId, word: str) -> None:
    names = lasting_names(client.get_ports(), id.system)
    if id.name not in names:
        raise PlaybackError(f"The MIDI {word} '{id.name}' is not there; connect it or choose another.")
    client.open_port(names.index(id.name), "out" if word == "output" else "in")


def _shown_name(id: PortId, otherwise: str) -> str:
    """CoreMIDI shows the name of a port alone, the others that of the program with it."""
    name = id.name or otherwise
    return f"{CLIENT_NAME} {name}" if id.system == "CoreMIDI" else name


def _title(name: str, system: str) -> str:
    return f"{name} (JACK)" if system == "JACK" else name
