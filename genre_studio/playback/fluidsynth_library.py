"""FluidSynth through pyfluidsynth, imported late: it searches the disk, and the library may be missing."""

import ctypes
import importlib
import importlib.util
import io
import sys
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.playback.errors import PlaybackError

_SOUNDFONT = "TimGM6mb.sf2"
_LOG_LEVELS = 5
_DRUM_TYPE = 1  # fluid_midi_channel_type

_HOW_TO_INSTALL = {
    "linux": "type: sudo apt install libfluidsynth3",
    "darwin": "type: brew install fluid-synth",
    "win32": "type: choco install fluidsynth",
}

Library = Any  # pyfluidsynth's module, which has no types
Synth = Any  # its Synth object


@cache
def fluidsynth_library() -> Library:
    """pyfluidsynth, with FluidSynth's own log switched off. Raises PlaybackError where it is missing."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints the library's path where CI is set
            library = importlib.import_module("fluidsynth")
    except (ImportError, OSError, AttributeError):
        how = _HOW_TO_INSTALL.get(sys.platform, "install the FluidSynth library")
        raise PlaybackError(f"The built-in synth needs FluidSynth; {how}") from None
    log = ctypes.CDLL(library.lib).fluid_set_log_function
    log.argtypes, log.restype = (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p), ctypes.c_void_p
    for level in range(_LOG_LEVELS):
        log(level, None, None)
    return library


def soundfont_path() -> Path:
    """The General MIDI soundfont in pretty_midi, found without the cost of importing it."""
    spec = importlib.util.find_spec("pretty_midi")
    path = Path(spec.origin).parent / _SOUNDFONT if spec and spec.origin else None
    if path is None or not path.is_file():
        raise PlaybackError("The built-in sounds are missing; type: pip install pretty_midi")
    return path


def make_synth(sample_rate: int, gain: float, *, devices: int = 1) -> Synth:
    """A FluidSynth synth with the General MIDI sounds loaded and nothing to play on yet.

    It stands for as many devices of 16 channels as are asked for.
    """
    library, path = fluidsynth_library(), soundfont_path()
    synth = library.Synth(gain=gain, samplerate=float(sample_rate), channels=16 * devices)
    if synth.sfload(str(path), 1) < 0:
        synth.delete()
        raise PlaybackError(f"The built-in sounds could not be loaded from {path}.")
    for device in range(1, devices):  # by itself it has drums on its very first channel 10 only
        drums = 16 * device + DRUM_CHANNEL
        _native().fluid_synth_set_channel_type(ctypes.c_void_p(synth.synth), drums, _DRUM_TYPE)
        synth.program_change(drums, 0)
    return synth


def synth_frames(synth: Synth, count: int) -> NDArray[np.float32]:
    """The next `count` frames of sound, (count, 2); full scale is 1, and louder is not clipped."""
    frames = np.empty((count, 2), np.float32)
    write = _native().fluid_synth_write_float
    address = frames.ctypes.data_as(ctypes.c_void_p)
    if write(ctypes.c_void_p(synth.synth), count, address, 0, 2, address, 1, 2) != 0:
        raise PlaybackError("The built-in synth failed while rendering.")
    return frames


@cache
def _native() -> ctypes.CDLL:
    """The C library itself, for what pyfluidsynth leaves out."""
    return ctypes.CDLL(fluidsynth_library().lib)


def send_to_synth(synth: Synth, message: bytes, device: int = 0) -> None:
    """One channel message to a synth; what it has no use for (pressure, system messages) is left out."""
    kind, channel = message[0] & 0xF0, 16 * device + (message[0] & 0x0F)
    if kind == 0x90:
        synth.noteon(channel, message[1], message[2])
    elif kind == 0x80:
        synth.noteoff(channel, message[1])
    elif kind == 0xB0:
        synth.cc(channel, message[1], message[2])
    elif kind == 0xC0:
        synth.program_change(channel, message[1])
    elif kind == 0xE0:
        synth.pitch_bend(channel, (message[2] << 7 | message[1]) - 8192)
