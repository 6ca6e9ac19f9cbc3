"""MIDI ports of the system through RtMidi: the one file that imports rtmidi."""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import inf

import rtmidi
import rtmidi._rtmidi

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.jack_server import JackServer
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
_JACK = "JACK"
_JACK_STOPPED = "JACK was stopped; the outputs there are used again once it is back."
_RETURN_INTERVAL_S = 1.0
_HIDDEN_S = 0.4  # shorter than from one look to the next
_LIBRARY = rtmidi._rtmidi.__file__  # linked with libjack where RtMidi was built for it


class RtMidiPorts:
    """The MIDI systems of this machine and their ports, by the ids of `port_names`."""

    def __init__(self) -> None:
        # RtMidi's JACK part would otherwise start a server of its own.
        os.environ.setdefault("JACK_NO_START_SERVER", "1")
        self._lookouts: dict[str, tuple[rtmidi.MidiOut, rtmidi.MidiIn]] = {}
        self._jack: JackServer | None = None
        self._looked_for_jack_s = inf  # when last, since its server was stopped
        self._joined: dict[str, tuple[str, bytes]] = {}  # others' JACK ports, by id: name, identity
        self._hidden_until_s: dict[str, float] = {}
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
        if _JACK in self._lookouts and self._jack is None:
            self._jack = JackServer.reach(_LIBRARY)

    def look(self) -> None:
        """See whether the JACK server was stopped or is back, or ports were exchanged. Before listing."""
        now_s = time.monotonic()
        if self._jack is not None and self._jack.is_gone:
            for client in self._lookouts.pop(_JACK, ()):
                _keep_for_good(client)
            self._jack.close()
            self._jack, self._looked_for_jack_s = None, now_s
            self._joined.clear()
        elif self._jack is not None:
            self._hide_exchanged(self._jack, now_s)
        elif now_s - self._looked_for_jack_s >= _RETURN_INTERVAL_S:
            self._looked_for_jack_s = now_s
            self._jack = JackServer.reach(_LIBRARY)  # RtMidi's own try would hold up the song
            if self._jack is not None:
                self._looked_for_jack_s = inf
                self.find_systems()

    def _hide_exchanged(self, jack: JackServer, now_s: float) -> None:
        """A port that went and came back between two looks has lost us: it is missing for one of them."""
        for id, (name, identity) in list(self._joined.items()):
            if jack.identity_of(name) not in (identity, b""):
                del self._joined[id]
                self._hidden_until_s[id] = now_s + _HIDDEN_S

    def outputs(self) -> list[Output]:
        """What others offer to be played, and the port of ours that they may listen to."""
        found = []
        for system in self._lookouts:
            found += self._shown(system, outputs=True)
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
        return [port for system in self._lookouts for port in self._shown(system, outputs=False)]

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
        server = self._joined_server(id)
        return RtMidiPort(midi_out, _SETTLE_S.get(id.system, 0.0), server, partial(self._leave, id))

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
        return RtMidiInput(midi_in, self._joined_server(id), partial(self._leave, id))

    def close(self) -> None:
        if self._jack is not None:
            self._jack.close()
            self._jack = None
        for lookout in self._lookouts.values():
            for client in lookout:
                client.delete()
        self._lookouts.clear()

    def _shown(self, system: str, *, outputs: bool) -> list[Output]:
        now_s = time.monotonic()
        names = self._names(system, outputs=outputs)
        return [o for o in _listed(names, system) if self._hidden_until_s.get(o.id, 0.0) <= now_s]

    def _names(self, system: str, *, outputs: bool) -> list[str]:
        """Of JACK by another way than RtMidi's, which holds the interpreter's lock while a note is due."""
        if system == _JACK and self._jack is not None:
            return self._jack.port_names(inputs=outputs)
        lookout = self._lookouts[system][0 if outputs else 1]
        try:
            names: list[str] = lookout.get_ports()
        except _ERRORS:
            return []
        return names

    def _joined_server(self, id: PortId) -> JackServer | None:
        """A port was opened: the JACK server that it belongs to."""
        if id.system != _JACK:
            return None
        if id.kind is OutputKind.PORT and self._jack is not None:
            self._joined[str(id)] = id.name, self._jack.identity_of(id.name)
        return self._jack

    def _leave(self, id: PortId) -> None:
        self._joined.pop(str(id), None)

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
    """One open port. `server` is the JACK server that it belongs to, if any; `leave` is called at its end."""

    def __init__(
        self,
        midi_out: "rtmidi.MidiOut",
        settle_s: float,
        server: JackServer | None,
        leave: Callable[[], None],
    ) -> None:
        self._midi_out, self._settle_s, self._server, self._leave = midi_out, settle_s, server, leave
        # A message arrives at the end of its period. Sent half a period ahead, it is as often early as late.
        self.ahead_s = server.period_s / 2 if server is not None else 0.0

    def send(self, message: bytes) -> None:
        if self._server is not None and self._server.is_gone:
            raise PortLost(_JACK_STOPPED)
        try:
            self._midi_out.send_message(message)
        except (*_ERRORS, ValueError) as error:
            raise PortLost(f"The MIDI output does not answer any more: {error}") from None

    def close(self) -> None:
        self._leave()
        if self._server is not None and self._server.is_gone:
            _keep_for_good(self._midi_out)
            return
        time.sleep(self._settle_s)
        self._midi_out.close_port()
        self._midi_out.delete()


class RtMidiInput:
    """One open input; `server` and `leave` as in RtMidiPort."""

    def __init__(
        self, midi_in: "rtmidi.MidiIn", server: JackServer | None, leave: Callable[[], None]
    ) -> None:
        self._midi_in, self._server, self._leave = midi_in, server, leave

    def close(self) -> None:
        self._leave()
        if self._server is not None and self._server.is_gone:
            _keep_for_good(self._midi_in)
            return
        # WORKAROUND python-rtmidi 1.5.8: close_port and delete hold the interpreter's lock while JACK waits
        # for the thread of a callback, which waits for that lock. So nothing may be on its way in by then.
        self._midi_in.cancel_callback()
        time.sleep(_CALLBACK_GRACE_S)
        self._midi_in.close_port()
        self._midi_in.delete()


def _keep_for_good(client: "rtmidi.MidiOut | rtmidi.MidiIn") -> None:
    """Never let go of a client whose JACK server is gone.

    WORKAROUND python-rtmidi 1.5.8: to close it takes a second, with the interpreter's lock held.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(client))


def _listed(names: list[str], system: str) -> list[Output]:
    """The ports of other programs and devices."""
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
