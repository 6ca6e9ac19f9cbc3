"""Sound at the first try: the engine as it starts by itself, heard at the far end of its audio and MIDI."""

import time
import wave

import numpy as np
import pytest

from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineMessage, OutputKind, OutputsChanged, Playhead
from genre_studio.playback.synth import AUDIO_DRIVER_VARIABLE
from tests.helpers.playback import jack_server, keys_down, scale_song, wait_for

rtmidi = pytest.importorskip("rtmidi")


def played_through(client, **options):
    """Play eight notes, from a start without any other preparation, to their end."""
    client.send_song(scale_song(8, 120, **options))
    client.start()
    client.play(0)
    return wait_for(client, lambda e: isinstance(e, Playhead) and not e.is_playing)


def test_without_a_sound_device_there_is_a_sentence_and_the_playhead_moves(monkeypatch):
    monkeypatch.setenv(AUDIO_DRIVER_VARIABLE, "no-such-driver")
    client = EngineClient()
    try:
        heard = played_through(client)
    finally:
        client.close()
    assert [e.text for e in heard if isinstance(e, EngineMessage)] == [
        "No sound device could be opened, so the built-in synth is silent; "
        "connect one or choose a MIDI output."
    ]
    assert heard[-1] == Playhead(960, False)


def test_the_synth_is_heard(monkeypatch, tmp_path):
    """FluidSynth's file driver stands for a sound card: it takes audio at the speed of one."""
    monkeypatch.setenv(AUDIO_DRIVER_VARIABLE, f"file={tmp_path / 'heard.wav'}")
    client = EngineClient()
    try:
        heard = played_through(client)
    finally:
        client.close()
    assert not [e for e in heard if isinstance(e, EngineMessage)]
    with wave.open(str(tmp_path / "heard.wav")) as audio:
        samples = np.frombuffer(audio.readframes(audio.getnframes()), "<i2")
    sounding_s = (np.abs(samples) > 200).sum() / 2 / 44_100
    assert np.abs(samples).max() > 1_500
    assert sounding_s > 0.5


@pytest.fixture(scope="module")
def jack():
    with pytest.MonkeyPatch.context() as patch, jack_server() as name:
        patch.setenv("JACK_DEFAULT_SERVER", name)
        patch.setenv("JACK_NO_START_SERVER", "1")
        yield name


def listening_port():
    try:
        return rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="listener")
    except (SystemError, rtmidi.RtMidiError) as error:
        pytest.skip(f"rtmidi cannot speak to JACK here: {error}")


def test_another_program_hears_a_midi_port_and_misses_nothing(jack):
    heard = []
    listener = listening_port()
    listener.set_callback(lambda event, _: heard.append((time.monotonic(), bytes(event[0]))))
    listener.open_virtual_port("in")
    client = EngineClient()
    try:
        client.start()
        found = wait_for(client, lambda e: isinstance(e, OutputsChanged))[-1].outputs
        ours = next(o for o in found if o.kind is OutputKind.PORT and "listener" in o.title)
        assert any(o.kind is OutputKind.VIRTUAL for o in found)
        client.set_output(ours.id)
        played_through(client, channel=3)
        client.preview_note(2, 5, 60, 100, 0.01)
        deadline_s = time.monotonic() + 5
        while len(heard) < 19 and time.monotonic() < deadline_s:
            time.sleep(0.01)
        assert len(heard) == 19
        assert not keys_down(heard)
        listener.close_port()
        gone = wait_for(client, lambda e: isinstance(e, OutputsChanged) and e.current == "none")
        assert any(isinstance(e, EngineMessage) and "gone" in e.text for e in gone)
    finally:
        client.close()
        listener.delete()


def test_the_synth_finds_a_jack_server(jack, monkeypatch):
    monkeypatch.setenv(AUDIO_DRIVER_VARIABLE, "jack")
    client = EngineClient()
    try:
        heard = played_through(client)
    finally:
        client.close()
    assert not [e for e in heard if isinstance(e, EngineMessage)]
