"""MIDI ports of the system through RtMidi: the one file that imports rtmidi."""

import os
import sys

import rtmidi

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.ports import PortLost

CLIENT_NAME = "Genre Studio"

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
_ERRORS = (SystemError, rtmidi.RtMidiError)


class RtMidiPorts:
    """The MIDI systems of this machine and their ports, by ids `port:SYSTEM:name` and `virtual:SYSTEM`."""

    def __init__(self) -> None:
        # RtMidi's JACK part would otherwise start a server of its own.
        os.environ.setdefault("JACK_NO_START_SERVER", "1")
        self._lookouts: dict[str, rtmidi.MidiOut] = {}
        self.find_systems()

    def find_systems(self) -> None:
        """Look again for the MIDI systems that did not answer before. Slow where one hangs."""
        for api in rtmidi.get_compiled_api():
            name = _API_NAMES.get(api)
            if name is not None and name not in self._lookouts:
                try:
                    self._lookouts[name] = rtmidi.MidiOut(api, name=f"{CLIENT_NAME} lookout")
                except _ERRORS:
                    continue  # no such system here: listing the others is the answer

    def outputs(self) -> list[Output]:
        found = []
        for system, lookout in self._lookouts.items():
            found += [
                Output(f"port:{system}:{name}", _title(name, system), OutputKind.PORT)
                for name in _port_names(lookout)
            ]
        if sys.platform != "win32":
            found += [
                Output(f"virtual:{system}", f"{CLIENT_NAME} port, for a DAW to listen to", OutputKind.VIRTUAL)
                for system in self._lookouts
            ]
        return found

    def open(self, output_id: str) -> "RtMidiPort":
        """Raises PlaybackError with a sentence where that cannot be done."""
        kind, system, *name = output_id.split(":", 2)
        if kind == "virtual" and sys.platform == "win32":
            raise PlaybackError(NO_VIRTUAL_PORTS)
        api = next((api for api, title in _API_NAMES.items() if title == system), None)
        if system not in self._lookouts or api is None:
            raise PlaybackError("There is no MIDI system on this machine, so playback is silent.")
        try:
            midi_out = rtmidi.MidiOut(api, name=CLIENT_NAME)
            if kind == "virtual":
                midi_out.open_virtual_port("out")
            else:
                _open_named(midi_out, name[0])
        except _ERRORS as error:
            raise PlaybackError(f"The MIDI output could not be opened: {error}") from None
        return RtMidiPort(midi_out)

    def close(self) -> None:
        for lookout in self._lookouts.values():
            lookout.delete()
        self._lookouts.clear()


class RtMidiPort:
    """One open port."""

    def __init__(self, midi_out: "rtmidi.MidiOut") -> None:
        self._midi_out = midi_out

    def send(self, message: bytes) -> None:
        try:
            self._midi_out.send_message(message)
        except (*_ERRORS, ValueError) as error:
            raise PortLost(f"The MIDI output does not answer any more: {error}") from None

    def close(self) -> None:
        self._midi_out.close_port()
        self._midi_out.delete()


def _port_names(lookout: "rtmidi.MidiOut") -> list[str]:
    """The ports of other programs and devices."""
    try:
        names: list[str] = lookout.get_ports()
    except _ERRORS:
        return []
    return [name for name in names if not name.startswith(CLIENT_NAME)]


def _open_named(midi_out: "rtmidi.MidiOut", name: str) -> None:
    names = midi_out.get_ports()
    if name not in names:
        raise PlaybackError(f"The MIDI output '{name}' is not there; connect it or choose another.")
    midi_out.open_port(names.index(name), "out")


def _title(name: str, system: str) -> str:
    return f"{name} (JACK)" if system == "JACK" else name
