"""A JACK server that is stopped and started again, and ports exchanged between two looks, while it plays."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise

import pytest
import rtmidi

from genre_studio.music.song import Song
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineMessage, OutputsChanged, Playhead
from genre_studio.playback.port_names import own_port
from tests.helpers.playback import PATIENCE_S, jack_server, logged, scale_song, wait_for

HARDWARE = "port:JACK:Hardware:in"
BASS = own_port("Bass")


@pytest.fixture(autouse=True)
def _no_server_of_its_own(monkeypatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", f"genre-studio-test-{os.getpid()}")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")


@contextmanager
def hardware() -> Iterator[list[bytes]]:
    """Somebody else's port, and what arrives there."""
    heard: list[bytes] = []
    port = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="Hardware")
    port.set_callback(lambda event, _: heard.append(bytes(event[0])))
    port.open_virtual_port("in")
    yield heard
    port.cancel_callback()
    time.sleep(0.05)  # see RtMidiInput.close
    port.delete()


@contextmanager
def engine(output_id: str) -> Iterator[EngineClient]:
    client = EngineClient()
    client.set_output(output_id)
    client.start()
    wait_for(client, lambda e: isinstance(e, OutputsChanged) and e.current == output_id)
    yield client
    client.close()


def song_on_two_outputs() -> Song:
    song = scale_song(8, 120)
    bass = replace(scale_song(8, 120, channel=1).tracks[0], output_id=BASS)
    return replace(song, tracks=(*song.tracks, bass))


def wait_for_notes(heard: list[bytes]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while sum(message[0] & 0xF0 == 0x90 for message in list(heard)) < 3:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def test_a_server_that_is_stopped_is_missed_and_used_again_once_it_is_back() -> None:
    with ExitStack() as engine_stack:
        with jack_server(), hardware() as heard:
            client = engine_stack.enter_context(engine(HARDWARE))
            client.send_song(song_on_two_outputs())
            client.play(0, (0, 960))
            wait_for_notes(heard)
        said = wait_for(
            client, lambda e: isinstance(e, OutputsChanged) and {HARDWARE, BASS} <= set(e.missing)
        )
        assert any(isinstance(e, EngineMessage) for e in said)
        client.poll()
        playheads = wait_for(client, lambda e: isinstance(e, Playhead) and e.tick > 480)
        assert all(e.is_playing for e in playheads if isinstance(e, Playhead))
        with jack_server(), hardware() as heard:
            wait_for(
                client, lambda e: isinstance(e, OutputsChanged) and e.current == HARDWARE and not e.missing
            )
            wait_for_notes(heard)
            engine_stack.close()


def test_a_program_that_was_exchanged_between_two_looks_is_connected_anew() -> None:
    with jack_server(), ExitStack() as engine_stack:
        with hardware() as heard:
            client = engine_stack.enter_context(engine(HARDWARE))
            client.send_song(scale_song(8, 120))
            client.play(0, (0, 960))
            wait_for_notes(heard)
        with hardware() as heard:
            wait_for_notes(heard)
            engine_stack.close()


def test_a_server_that_dies_holds_up_nothing_that_sounds_elsewhere(tmp_path) -> None:
    log = tmp_path / "sent.log"
    with ExitStack() as engine_stack:
        with jack_server():
            client = engine_stack.enter_context(engine("virtual:JACK"))
            song = song_on_two_outputs()
            logged_track = replace(song.tracks[0], output_id=f"log:{log}")
            client.send_song(replace(song, tracks=(logged_track, song.tracks[1])))
            client.play(0, (0, 960))
            wait_for(client, lambda e: isinstance(e, Playhead) and e.tick > 480)
        wait_for(client, lambda e: isinstance(e, OutputsChanged) and BASS in e.missing)
        time.sleep(1.5)  # closing a port whose server is gone takes RtMidi a second
    ons = [time_s for time_s, message in logged(log) if message[0] == 0x90]
    assert max(b - a for a, b in pairwise(ons)) < 0.9
