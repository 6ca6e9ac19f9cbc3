"""FluidSynth, a program of its own, plays what the engine sends it through JACK; its sound is listened to."""

import subprocess
import sys
import textwrap
import time
import wave
from itertools import pairwise

import numpy as np
import pytest

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import OutputsChanged, Playhead
from tests.helpers.playback import PATIENCE_S, jack_server, wait_for

RATE = 44_100
SYNTH = textwrap.dedent("""
    import sys
    import fluidsynth
    from genre_studio.playback.fluidsynth_library import soundfont_path
    synth = fluidsynth.Synth(gain=0.8, samplerate=44100.0)
    for name, value in (("audio.file.name", sys.argv[1]), ("midi.jack.server", sys.argv[2]),
                        ("midi.jack.id", "judge"), ("midi.autoconnect", 0)):
        synth.setting(name, value)
    synth.sfload(str(soundfont_path()), 1)
    synth.start(driver="file", midi_driver="jack")
    print("there", synth.midi_driver, flush=True)
    sys.stdin.read()
    synth.delete()
""")


@pytest.fixture
def server(needs_synth, monkeypatch):
    with jack_server() as name:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
        monkeypatch.setenv("JACK_NO_START_SERVER", "1")
        yield name


@pytest.fixture
def recording(server, tmp_path):
    """A running synth; called, it ends and gives (samples, rate) of what it played."""
    path = tmp_path / "judge.wav"
    command = [sys.executable, "-c", SYNTH, str(path), server]
    synth = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    said = synth.stdout.readline()
    if not said.startswith(b"there") or said.strip().endswith(b"None"):
        synth.kill()
        synth.communicate()
        pytest.skip("FluidSynth here does not speak to JACK")

    def heard():
        synth.communicate(timeout=PATIENCE_S)
        with wave.open(str(path)) as audio:
            samples = np.frombuffer(audio.readframes(audio.getnframes()), "<i2").reshape(-1, 2)
            return np.abs(samples).max(axis=1) / 32_767, audio.getframerate()

    yield heard
    if synth.poll() is None:
        synth.kill()
        synth.communicate()


def onsets_s(level, rate):
    """Where it grows loud after having been quiet, in seconds."""
    step = rate // 200
    loud = level[: len(level) // step * step].reshape(-1, step).max(axis=1) > 0.04
    return np.flatnonzero(loud[1:] & ~loud[:-1]) / 200


def test_another_synth_sounds_at_the_right_times(recording):
    # Wood block clicks, which die away before the next; the tempo halves after the third.
    starts = [480, 960, 1440, 1920, 2400]
    notes = make_notes(starts, [60] * 5, [76] * 5, 120)
    song = Song(tracks=(Track(notes=notes, channel=9),), tempos=(Tempo(1440, 1_000_000),))
    client = EngineClient()
    client.start()
    try:
        heard = wait_for(client, lambda e: isinstance(e, OutputsChanged) and "judge" in str(e.outputs))
        judge = next(o.id for o in heard[-1].outputs if "judge" in o.id)
        client.set_output(judge)
        wait_for(client, lambda e: isinstance(e, OutputsChanged) and e.current == judge)
        client.send_song(song)
        client.play(0)
        wait_for(client, lambda e: isinstance(e, Playhead) and not e.is_playing)
        time.sleep(0.3)  # what is on its way
    finally:
        client.close()
    gaps_s = [late - early for early, late in pairwise(onsets_s(*recording()))]
    np.testing.assert_allclose(gaps_s, [0.5, 0.5, 1.0, 1.0], atol=0.06)
