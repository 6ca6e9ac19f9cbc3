"""Sound from memory to the speakers, by FluidSynth's audio drivers: no other library is needed for it.

The driver's thread calls back into Python for each buffer. That is why this runs in a process of its own
(`clip_player_process`), where nothing else holds Python up.
"""

import ctypes
import os
import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.fluidsynth_library import fluidsynth_library
from genre_studio.playback.synth import driver_names

_FLOATS = ctypes.POINTER(ctypes.c_float)
_FILL = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.POINTER(_FLOATS),
    ctypes.c_int,
    ctypes.POINTER(_FLOATS),
)


class LoopedSound:
    """One sound after the other, each begun again when it ends; silence while none is set."""

    def __init__(self) -> None:
        self._sound = np.zeros(0, np.float32)
        self._at = 0  # the next frame

    def set(self, sound: NDArray[np.float32], at: int) -> None:
        """Go on with `sound`, mono, from frame `at` of it."""
        self._at = at % max(1, len(sound))
        self._sound = sound

    def clear(self) -> None:
        self._sound = np.zeros(0, np.float32)

    def next(self, count: int) -> NDArray[np.float32]:
        """The next `count` frames."""
        sound, at = self._sound, self._at
        if not len(sound):
            return np.zeros(count, np.float32)
        self._at = (at + count) % len(sound)
        frames: NDArray[np.float32] = sound[(at + np.arange(count)) % len(sound)]
        return frames


class ClipOutput:
    """Plays a LoopedSound on the first audio driver that works. Raises PlaybackError where none does."""

    def __init__(self, sound: LoopedSound, rate: int) -> None:
        os.environ.setdefault("JACK_NO_START_SERVER", "1")
        library = fluidsynth_library()
        self._native = ctypes.CDLL(library.lib)
        self._native.new_fluid_audio_driver2.restype = ctypes.c_void_p
        self._settings = library.new_fluid_settings()
        library.fluid_settings_setnum(self._settings, b"synth.sample-rate", float(rate))
        library.fluid_settings_setstr(self._settings, b"audio.jack.id", b"Genre Studio clips")
        library.fluid_settings_setint(self._settings, b"audio.jack.autoconnect", 1)
        self._fill = _FILL(lambda _data, count, _nfx, _fx, nout, out: fill(sound, count, nout, out))
        self._driver = self._started(library)
        if not self._driver:
            raise PlaybackError("No sound device could be opened: connect one, or listen in a browser.")

    def close(self) -> None:
        self._native.delete_fluid_audio_driver(ctypes.c_void_p(self._driver))

    def _started(self, library: Any) -> int | None:
        for name in driver_names():
            library.fluid_settings_setstr(self._settings, b"audio.driver", name.encode())
            settings = ctypes.c_void_p(self._settings)
            driver: int | None = self._native.new_fluid_audio_driver2(settings, self._fill, None)
            if driver:
                return driver
        return None


def fill(sound: LoopedSound, count: int, channels: int, out: Any) -> int:
    """Write the next frames to each of a driver's channel buffers."""
    frames = sound.next(count)
    for channel in range(channels):
        ctypes.memmove(out[channel], frames.ctypes.data, frames.nbytes)
    return 0


def read_clip(path: Path) -> tuple[NDArray[np.float32], int]:
    """A WAV file of 16 bits as one channel, and its sample rate. Raises PlaybackError."""
    try:
        with wave.open(str(path), "rb") as audio:
            channels, width, rate = audio.getnchannels(), audio.getsampwidth(), audio.getframerate()
            data = audio.readframes(audio.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no WAV file"
        raise PlaybackError(f"The sound {path.name} cannot be played: {reason.lower()}.") from error
    if width != 2:
        raise PlaybackError(f"The sound {path.name} cannot be played: it has not 16 bits.")
    samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2")
    mixed: NDArray[np.float32] = (samples.reshape(-1, channels).mean(1) / 32_768).astype(np.float32)
    return mixed, rate
