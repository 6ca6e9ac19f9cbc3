"""What RtMidi does not tell of a JACK server: that it was stopped, how long its periods are, who a client is.

Through libjack's own functions, in the very library that RtMidi brought along. The calls let go of Python's
interpreter lock, which RtMidi's do not, so that the song goes on beside them. The server waits for the
callbacks of a client, and RtMidi for the server with that lock held: so there is none but that for its end.
"""

import ctypes

_CLIENT_NAME = b"Genre Studio watch"
_NO_START_SERVER = 1
_MIDI = b"8 bit raw midi"
_IS_INPUT, _IS_OUTPUT = 1, 2  # JackPortFlags
_TEXT, _CLIENT = ctypes.c_char_p, ctypes.c_void_p
_ON_SHUTDOWN = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "jack_client_open": (_CLIENT, [_TEXT, ctypes.c_int, ctypes.POINTER(ctypes.c_int)]),
    "jack_client_close": (ctypes.c_int, [_CLIENT]),
    "jack_on_shutdown": (None, [_CLIENT, _ON_SHUTDOWN, ctypes.c_void_p]),
    "jack_get_buffer_size": (ctypes.c_uint32, [_CLIENT]),
    "jack_get_sample_rate": (ctypes.c_uint32, [_CLIENT]),
    "jack_get_uuid_for_client_name": (ctypes.c_void_p, [_CLIENT, _TEXT]),
    "jack_get_ports": (ctypes.POINTER(_TEXT), [_CLIENT, _TEXT, _TEXT, ctypes.c_ulong]),
    "jack_free": (None, [ctypes.c_void_p]),
}


class JackServer:
    """A client of the server that neither plays nor has ports. Once `is_gone`, it stays so: make another."""

    def __init__(self, library: ctypes.CDLL, client: int) -> None:
        self._jack, self._client = library, client
        self.is_gone = False
        self._on_shutdown = _ON_SHUTDOWN(self._shut_down)  # kept for as long as it may be called
        library.jack_on_shutdown(client, self._on_shutdown, None)

    @staticmethod
    def reach(library_path: str) -> "JackServer | None":
        """The server that runs, by way of a library that is linked with libjack; None where none answers."""
        try:
            library = ctypes.CDLL(library_path)
            for name, (result, arguments) in _FUNCTIONS.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError):  # built without JACK
            return None
        status = ctypes.c_int(0)
        client = library.jack_client_open(_CLIENT_NAME, _NO_START_SERVER, ctypes.byref(status))
        return JackServer(library, client) if client else None

    @property
    def period_s(self) -> float:
        """Everything that is sent within one period arrives at the end of it."""
        if self.is_gone:
            return 0.0
        frames = int(self._jack.jack_get_buffer_size(self._client))
        return frames / int(self._jack.jack_get_sample_rate(self._client))

    def port_names(self, *, inputs: bool) -> list[str]:
        """The MIDI ports that may be played (JACK's inputs) or that may be listened to (its outputs)."""
        flags = _IS_INPUT if inputs else _IS_OUTPUT
        found = None if self.is_gone else self._jack.jack_get_ports(self._client, None, _MIDI, flags)
        if not found:
            return []
        names: list[str] = []
        while (name := found[len(names)]) is not None:
            names.append(name.decode(errors="replace"))
        self._jack.jack_free(found)
        return names

    def identity_of(self, port_name: str) -> bytes:
        """What tells a client from another that came after it under the same name; empty: it is not there."""
        client_name = port_name.partition(":")[0].encode()
        text = None if self.is_gone else self._jack.jack_get_uuid_for_client_name(self._client, client_name)
        if not text:
            return b""
        identity = ctypes.string_at(text)
        self._jack.jack_free(text)
        return identity

    def close(self) -> None:
        self._jack.jack_client_close(self._client)
        self.is_gone = True

    def _shut_down(self, _: int | None) -> None:
        self.is_gone = True
