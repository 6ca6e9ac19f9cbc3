"""The engine process from end to end, heard through a log of what it sent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from pathlib import Path

import pytest

from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineMessage, EngineStopped, OutputsChanged, Playhead
from tests.helpers.playback import PATIENCE_S, keys_down, logged, scale_song, wait_for


@pytest.fixture
def log(tmp_path):
    return tmp_path / "sent.log"


@pytest.fixture
def client(log):
    client = EngineClient()
    client.set_output(f"log:{log}")
    client.start()
    yield client
    client.close()


def is_playing(event):
    return isinstance(event, Playhead) and event.is_playing


def has_stopped(event):
    return isinstance(event, Playhead) and not event.is_playing


def test_starting_does_not_wait_and_the_client_imports_nothing_heavy():
    code = textwrap.dedent("""
        import sys, time
        from genre_studio.playback.engine_client import EngineClient
        client = EngineClient()
        client.set_output("none")
        before_s = time.monotonic()
        client.start()
        took_s = time.monotonic() - before_s
        client.close()
        print(took_s, [n for n in ("rtmidi", "fluidsynth", "torch", "PySide6") if n in sys.modules])
    """)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    took_s, imported = run.stdout.split(maxsplit=1)
    assert float(took_s) < 0.5
    assert imported.strip() == "[]"
    assert not run.stderr


def test_a_song_plays_to_its_end_on_time(client, log):
    client.send_song(scale_song(8, 120))
    client.play(0)
    heard = wait_for(client, has_stopped)
    assert any(isinstance(event, OutputsChanged) for event in heard[:2])  # what says that it is ready
    sent = logged(log)
    ons = [time_s for time_s, message in sent if message[0] == 0x90]
    gaps = [late - early for early, late in pairwise(ons)]
    assert len(ons) == 8
    assert not keys_down(sent)
    assert sum(gaps) == pytest.approx(7 * 0.125, abs=0.06)
    assert heard[-1] == Playhead(960, False)
    ticks = [event.tick for event in heard if isinstance(event, Playhead)]
    assert ticks == sorted(ticks)


def test_stop_edit_and_preview_leave_nothing_hanging(client, log):
    client.send_song(scale_song(100, 2000))
    client.play(0, (0, 4000))
    wait_for(client, lambda e: is_playing(e) and e.tick > 50)
    client.send_song(scale_song(100, 1000))
    client.preview_note(0, 5, 60, 100, duration_s=60)
    client.locate(3000)
    client.set_loop(None)
    wait_for(client, lambda e: is_playing(e) and e.tick >= 3050)
    client.stop()
    wait_for(client, has_stopped)
    assert len(logged(log)) > 4
    assert not keys_down(logged(log))


def test_many_songs_at_once_end_with_the_last(client, log):
    for count in range(1, 60):
        client.send_song(scale_song(count, 60))
    client.send_song(scale_song(1, 60, channel=5))
    client.play(0)
    wait_for(client, has_stopped)
    assert [message.hex()[:2] for _, message in logged(log)] == ["95", "85"]


def test_panic_silences_every_channel(client, log):
    client.send_song(scale_song(4, 5000))
    client.play(0)
    wait_for(client, is_playing)
    client.panic()
    wait_for(client, has_stopped)
    client.close()
    sent = {message for _, message in logged(log)}
    assert all(bytes((0xB0 | channel, 123, 0)) in sent for channel in range(16))


def test_an_output_that_is_not_there_is_a_sentence_and_the_playhead_moves(client):
    client.send_song(scale_song())
    client.set_output("port:ALSA:no such thing")
    client.play(0)
    heard = wait_for(client, lambda e: is_playing(e) and e.tick > 40)
    sentences = [event.text for event in heard if isinstance(event, EngineMessage)]
    assert len(sentences) == 1
    assert sentences[0].startswith(
        ("There is no MIDI system", "The MIDI output 'no such thing' is not there")
    )


def test_changing_the_output_lets_go_there_and_takes_the_settings_along(client, log, tmp_path):
    client.send_song(scale_song(2, 5000))
    client.play(0)
    wait_for(client, lambda e: is_playing(e) and e.tick > 20)
    client.set_output(f"log:{tmp_path / 'other.log'}")
    wait_for(client, lambda e: isinstance(e, OutputsChanged) and "other" in e.current)
    assert len(logged(log)) == 2
    assert not keys_down(logged(log))


def test_a_killed_engine_is_reported_and_starts_again_with_the_song(client, log):
    client.send_song(scale_song(2, 120))
    wait_for(client, lambda e: isinstance(e, OutputsChanged))
    client._connection._process.kill()
    wait_for(client, lambda e: isinstance(e, EngineStopped))
    client.play(0)  # to nobody
    client.start()
    client.play(0)
    wait_for(client, has_stopped)
    assert len(logged(log)) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be ended as here")
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP"])
def test_an_engine_that_is_told_to_end_leaves_silence(client, log, ending):
    client.send_song(scale_song(2, 50_000))
    client.play(0)
    wait_for(client, is_playing)
    _wait_until(lambda: keys_down(logged(log)))
    client._connection._process.send_signal(getattr(signal, ending))
    wait_for(client, lambda e: isinstance(e, EngineStopped))
    assert not keys_down(logged(log))


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be killed as here")
@pytest.mark.parametrize("pipe_held_open", [False, True])
def test_when_the_window_dies_the_engine_goes_silent_and_ends(log, pipe_held_open):
    """Also when a child of the window, such as a worker, keeps the pipe to the engine open."""
    code = textwrap.dedent(f"""
        import os, sys, time
        from tests.helpers.playback import scale_song
        from genre_studio.playback.engine_client import EngineClient
        client = EngineClient()
        client.set_output("log:{log}")
        client.start()
        client.send_song(scale_song(2, 50_000))
        client.play(0)
        sleeper = os.fork() if {pipe_held_open} else 0
        if {pipe_held_open} and sleeper == 0:
            time.sleep(20)
            os._exit(0)
        print(client._connection._process.pid, sleeper, flush=True)
        time.sleep(60)
    """)
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": root}
    window = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    engine_pid, sleeper_pid = (int(word) for word in window.stdout.readline().split())
    try:
        _wait_until(lambda: keys_down(logged(log)))
        window.kill()
        killed_s = time.monotonic()
        _wait_until(lambda: not keys_down(logged(log)))
        assert logged(log)[-1][0] - killed_s < 1.0  # 0.1 s when the machine is idle
        _wait_until(lambda: not _is_alive(engine_pid))
    finally:
        window.kill()
        window.wait()
        window.stdout.close()
        if sleeper_pid:
            os.kill(sleeper_pid, signal.SIGKILL)


def _wait_until(is_true):
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_true():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def _is_alive(pid):
    """A zombie, which waits for the process that adopted it, is not alive."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
