"""Ports between processes through a JACK server of our own: several at once, named, gone and back again."""

import json
import os
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.music.song import Song
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineMessage, OutputsChanged, Playhead
from genre_studio.playback.port_names import own_port
from tests.helpers.playback import PATIENCE_S, jack_server, keys_down, scale_song, wait_for

rtmidi = pytest.importorskip("rtmidi")
STORM = Path(__file__).parents[2] / "benchmarks" / "playback_storm.py"


@pytest.fixture(scope="module", autouse=True)
def _jack():
    with pytest.MonkeyPatch.context() as patch, jack_server() as name:
        patch.setenv("JACK_DEFAULT_SERVER", name)
        patch.setenv("JACK_NO_START_SERVER", "1")
        yield


class Listener:
    """A JACK input."""

    def __init__(self, name):
        self.heard = []
        try:
            self._midi = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
        except (SystemError, rtmidi.RtMidiError) as error:
            pytest.skip(f"rtmidi cannot speak to JACK here: {error}")
        self._midi.set_callback(lambda event, _: self.heard.append((time.monotonic(), bytes(event[0]))))

    def listen_to(self, name):
        """Connect to the first output whose name holds this, as a DAW would."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not (found := [i for i, port in enumerate(self._midi.get_ports()) if name in port]):
            assert time.monotonic() < deadline_s, f"nobody offers {name}"
            time.sleep(0.02)
        self._midi.open_port(found[0], "in")
        return self

    def unplug(self):
        self._midi.cancel_callback()
        self._midi.close_port()
        self._midi.delete()

    def pitches(self):
        return [message[1] for _, message in self.heard if message[0] & 0xF0 == 0x90]


@pytest.fixture
def client():
    client = EngineClient()
    client.set_output("none")
    client.start()
    yield client
    client.close()


def on_outputs(song, *output_ids):
    """The song's track once for each output, on channels 0, 1, ..."""
    track = song.tracks[0]
    return Song(
        tracks=tuple(replace(track, channel=i, output_id=id) for i, id in enumerate(output_ids)),
        tempos=song.tempos,
    )


def everything_is_there(event):
    return isinstance(event, OutputsChanged) and not event.missing


def has_stopped(event):
    return isinstance(event, Playhead) and not event.is_playing


def test_each_track_has_a_named_port_of_its_own_for_a_daw_to_listen_to(client):
    song = on_outputs(scale_song(6, 120), own_port("Bass"), own_port("Keys"))
    client.send_song(song)
    listeners = [Listener(f"daw-{name}").listen_to(name) for name in ("Bass", "Keys")]
    time.sleep(0.1)  # until JACK has taken the connections into its graph
    client.play(0)
    wait_for(client, has_stopped)
    deadline_s = time.monotonic() + PATIENCE_S
    while any(len(each.heard) < 12 for each in listeners) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    for channel, listener in enumerate(listeners):
        assert listener.pitches() == [60, 61, 62, 63, 64, 65]
        assert {message[0] & 0x0F for _, message in listener.heard} == {channel}
        assert not keys_down(listener.heard)
        listener.unplug()


PROGRAM = textwrap.dedent("""
    import json, sys, time
    import rtmidi
    heard = []
    midi = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=sys.argv[1])
    midi.set_callback(lambda event, _: heard.append((time.monotonic(), bytes(event[0]).hex())))
    midi.open_virtual_port("in")
    print("there", flush=True)
    sys.stdin.read()
    midi.close_port()
    print(json.dumps(heard))
""")


class Program:
    """Another program that listens, and that may crash."""

    def __init__(self, name):
        self.output_id = f"port:JACK:{name}:in"
        command = [sys.executable, "-c", PROGRAM, name]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout.readline() == b"there\n"

    def crash(self):
        self._process.kill()
        self._process.communicate()

    def heard(self):
        """Ends it: (time, message) of all that it heard."""
        said, _ = self._process.communicate(timeout=PATIENCE_S)
        return [(time_s, bytes.fromhex(data)) for time_s, data in json.loads(said)]


def test_a_program_that_crashes_while_playing_is_played_to_again_when_it_is_back(client):
    stays, goes = Program("stays"), Program("goes")
    client.send_song(on_outputs(scale_song(400, 120), stays.output_id, goes.output_id))
    client.play(0)
    wait_for(client, lambda e: isinstance(e, Playhead) and e.tick > 200)
    goes.crash()
    told = wait_for(client, lambda e: isinstance(e, OutputsChanged) and e.missing == (goes.output_id,))
    assert any(isinstance(e, EngineMessage) and "goes" in e.text for e in told)
    back = Program("goes")
    wait_for(client, everything_is_there)
    back_tick = wait_for(client, lambda e: isinstance(e, Playhead))[-1].tick
    wait_for(client, lambda e: isinstance(e, Playhead) and e.tick > back_tick + 600)
    client.stop()
    wait_for(client, has_stopped)
    client.close()  # returns when what was sent has left
    first, second = stays.heard(), back.heard()
    for heard in (first, second):
        ons = [message[1] for _, message in heard if message[0] & 0xF0 == 0x90]
        assert len(ons) >= 3
        assert ons == [60 + (ons[0] - 60 + i) % 12 for i in range(len(ons))]  # none lost, none twice
        assert not keys_down(heard)


def test_a_small_storm_leaves_nothing_hanging():
    """The benchmark of 1,000 random sequences, with a few of them."""
    environment = os.environ | {"PYTHONPATH": str(STORM.parents[1])}
    command = [sys.executable, str(STORM), "--sequences", "12", "--seed", "3"]
    storm = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert storm.returncode == 0, storm.stdout + storm.stderr
    assert "12 sequences" in storm.stdout
