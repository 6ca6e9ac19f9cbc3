"""The preview synth as a port: FluidSynth on its own audio thread, so Python is never in the audio path."""

import os
import sys

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.fluidsynth_library import (
    Library,
    Synth,
    fluidsynth_library,
    make_synth,
    send_to_synth,
)

SAMPLE_RATE = 44_100
GAIN = 0.5  # a full rock arrangement clips some 200 samples of its 13 million: louder would be heard

AUDIO_DRIVER_VARIABLE = "GENRE_STUDIO_AUDIO_DRIVER"
"""Overrides the choice of audio driver: a FluidSynth driver's name, or `file=PATH` to record."""

_DRIVERS = {
    # Sound servers first, since they share the device; bare ALSA last, since it may take it over.
    "linux": ("pipewire", "pulseaudio", "jack", "alsa", "oss"),
    "darwin": ("coreaudio",),
    "win32": ("wasapi", "dsound", "waveout"),
}


class SynthPort:
    """Sounds on the first audio driver that works. Raises PlaybackError where none does."""

    def __init__(self) -> None:
        # libjack would otherwise start a server of its own and wait for it.
        os.environ.setdefault("JACK_NO_START_SERVER", "1")
        self._library = fluidsynth_library()
        self._synth = make_synth(SAMPLE_RATE, GAIN)
        if not _start_audio(self._library, self._synth):
            self._synth.delete()
            raise PlaybackError(
                "No sound device could be opened, so the built-in synth is silent; "
                "connect one or choose a MIDI output."
            )

    def send(self, message: bytes) -> None:
        send_to_synth(self._synth, message)

    def close(self) -> None:
        self._synth.delete()


def _start_audio(library: Library, synth: Synth) -> bool:
    """Try the drivers in order. pyfluidsynth's own start() would open a MIDI input as well."""
    synth.setting("audio.jack.autoconnect", 1)
    synth.setting("audio.jack.id", "Genre Studio synth")
    for driver in driver_names():
        name, _, path = driver.partition("=")
        synth.setting("audio.driver", name)
        if path:
            synth.setting("audio.file.name", path)
        synth.audio_driver = library.new_fluid_audio_driver(synth.settings, synth.synth)
        if synth.audio_driver:
            return True
    return False


def driver_names() -> tuple[str, ...]:
    """The audio drivers to try on this system, the first one that works being right."""
    chosen = os.environ.get(AUDIO_DRIVER_VARIABLE)
    return (chosen,) if chosen else _DRIVERS.get(sys.platform, ("alsa",))
