"""1,000 random sequences of play, seek, loop, mute, edit and port loss, through JACK: does a note hang?

    python benchmarks/playback_storm.py [--sequences 1000] [--seed 1]

The real engine plays on two outputs, each a process. A sequence is up to eight gestures, 10 to 80 ms
apart; in one of twelve, an output is taken away while it plays and given back. After each the music is
stopped: every key that was struck at either output has to be up, and every pedal, and none may have been
struck while it was down.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np
from jack_bench import PATIENCE_S, engine_at, has_stopped, jack_server, spawn, wait_for
from rich.console import Console

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import OutputsChanged
from genre_studio.playback.priority import prefer_this_process

LOSS_CHANCE = 1 / 12
TICKS = 2000  # of a song: less than a second, so that much happens between two gestures


class StrictSynth:
    """What is down at a synth that forgives nothing."""

    def __init__(self) -> None:
        self.down: set[tuple[int, int]] = set()
        self.count, self.struck_twice = 0, 0

    def hear(self, message: bytes) -> None:
        kind, channel = message[0] & 0xF0, message[0] & 0x0F
        if kind == 0x90:
            self.count += 1
            self.struck_twice += (channel, message[1]) in self.down
            self.down.add((channel, message[1]))
        elif kind == 0x80:
            self.down.discard((channel, message[1]))
        elif kind == 0xB0 and message[1] in (64, 66):
            pedal = channel, 1000 + message[1]
            (self.down.add if message[2] else self.down.discard)(pedal)


def _run_device(name: str, orders: Connection) -> None:
    """A JACK input in a process of its own: one that is pulled out must not hold up what the other hears."""
    import rtmidi  # noqa: PLC0415 - only in the receiving process, after the server is chosen

    prefer_this_process()
    synth, midi = StrictSynth(), None
    while (order := orders.recv()) != "end":
        if order == "plug in":
            midi = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
            midi.set_callback(lambda event, _: synth.hear(bytes(event[0])))
            midi.open_virtual_port("in")
        elif order == "pull out" and midi is not None:
            midi.cancel_callback()
            time.sleep(0.05)  # see RtMidiInput.close
            midi.close_port()
            midi.delete()
        elif order == "forget":
            synth.down.clear()
            synth.struck_twice = 0
        orders.send((sorted(synth.down), synth.struck_twice, synth.count))


class Device:
    """The near end of one device."""

    def __init__(self, name: str) -> None:
        self.output_id = f"port:JACK:{name}:in"
        self._orders, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_run_device, args=(name, theirs), daemon=True)
        self._process.start()
        self.ask("plug in")

    def ask(self, order: str) -> tuple[list[tuple[int, int]], int, int]:
        """Have it done; what is down then, how often a key was struck twice, and how many were struck."""
        self._orders.send(order)
        state: tuple[list[tuple[int, int]], int, int] = self._orders.recv()
        return state

    def end(self) -> None:
        self.ask("pull out")
        self._orders.send("end")
        self._process.join()


class Storm:
    def __init__(self, client: EngineClient, devices: list[Device], seed: int) -> None:
        self._client, self._devices = client, devices
        self._dice = np.random.default_rng(seed)
        self._song = Song()
        self._losses = 0
        self.faults: list[str] = []

    @property
    def losses(self) -> int:
        return self._losses

    def sequence(self, number: int) -> None:
        self._send(self._random_song())
        self._client.play(int(self._dice.integers(0, TICKS)), self._random_loop())
        done = []
        for _ in range(self._dice.integers(1, 9)):
            gesture = self._dice.choice(self._gestures())
            done.append(gesture.__name__.lstrip("_"))
            gesture()
            time.sleep(float(self._dice.uniform(0.01, 0.08)))
        if self._dice.random() < LOSS_CHANCE:
            done.append("lose")
            self._lose()
        self._client.poll()
        self._client.stop()
        wait_for(self._client, has_stopped, PATIENCE_S)
        self._judge(number, done)

    def _judge(self, number: int, done: list[str]) -> None:
        deadline_s = time.monotonic() + 1.0
        while any(device.ask("tell")[0] for device in self._devices) and time.monotonic() < deadline_s:
            time.sleep(0.01)
        for device in self._devices:
            down, struck_twice, _ = device.ask("tell")
            if down or struck_twice:
                what = f"{down} down, {struck_twice} struck twice"
                self.faults.append(f"{number} {device.output_id}: {what}: {done}")
            device.ask("forget")

    def _gestures(self) -> list[Callable[[], None]]:
        return [
            *[self._play, self._seek, self._edit] * 3, *[self._loop, self._mute, self._preview] * 2,
            self._click, self._stop, self._panic, self._move,
        ]  # fmt: skip

    def _play(self) -> None:
        bars = int(self._dice.integers(0, 2))
        self._client.play(
            int(self._dice.integers(0, TICKS)), self._random_loop(), count_in_bars=bars, past_end=bool(bars)
        )

    def _seek(self) -> None:
        self._client.locate(int(self._dice.integers(0, TICKS)))

    def _loop(self) -> None:
        self._client.set_loop(self._random_loop())

    def _mute(self) -> None:
        tracks = tuple(replace(t, muted=bool(self._dice.integers(0, 2))) for t in self._song.tracks)
        self._send(replace(self._song, tracks=tracks))

    def _edit(self) -> None:
        self._send(self._random_song())

    def _preview(self) -> None:
        device = self._dice.choice(self._devices)
        self._client.preview_note(0, 1, int(self._dice.integers(60, 64)), 90, 0.02, device.output_id)

    def _click(self) -> None:
        self._client.set_metronome(
            bool(self._dice.integers(0, 2)), self._dice.choice(self._devices).output_id
        )

    def _stop(self) -> None:
        self._client.stop()

    def _panic(self) -> None:
        self._client.panic()

    def _move(self) -> None:
        self._client.set_output(self._dice.choice(self._devices).output_id)

    def _lose(self) -> None:
        """Take an output away until that is seen, and give it back until it is used again."""
        self._losses += 1
        self._client.play(0, (0, TICKS))
        time.sleep(0.1)
        self._client.poll()
        device = self._dice.choice(self._devices)
        device.ask("pull out")
        wait_for(self._client, lambda e: isinstance(e, OutputsChanged) and bool(e.missing), PATIENCE_S)
        time.sleep(float(self._dice.uniform(0, 0.2)))
        device.ask("plug in")
        wait_for(self._client, lambda e: isinstance(e, OutputsChanged) and not e.missing, PATIENCE_S)
        time.sleep(0.1)

    def _send(self, song: Song) -> None:
        self._song = song
        self._client.send_song(song)

    def _random_loop(self) -> tuple[int, int] | None:
        if self._dice.random() < 0.5:
            return None
        start = int(self._dice.integers(0, TICKS))
        return start, start + int(self._dice.integers(1, 200))

    def _random_song(self) -> Song:
        """Two tracks on the same few keys, one for each output, with pedals."""
        tracks = []
        for device in self._devices:
            count = int(self._dice.integers(1, 60))
            starts = np.sort(self._dice.integers(0, TICKS, count))
            notes = make_notes(
                starts, self._dice.integers(1, 400, count), 60 + self._dice.integers(0, 4, count)
            )
            ticks = np.sort(self._dice.integers(0, TICKS, 6)).tolist()
            pedals = make_channel_events(
                [(tick, ChannelEventKind.CONTROL, 64, 127 * (i % 2 == 0)) for i, tick in enumerate(ticks)]
            )
            channel = int(self._dice.integers(0, 2))
            tracks.append(Track("", channel, notes, pedals, output_id=device.output_id))
        return Song(240, tuple(tracks), (Tempo(0, int(self._dice.choice([100_000, 77_777]))),))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sequences", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with jack_server():
        devices = [Device("storm-a"), Device("storm-b")]
        with engine_at(devices[0].output_id) as client:
            storm = Storm(client, devices, options.seed)
            for number in range(options.sequences):
                storm.sequence(number)
        notes = sum(device.ask("tell")[2] for device in devices)
        for device in devices:
            device.end()
    for fault in storm.faults[:20]:
        Console().print(fault, highlight=False)
    Console().print(
        f"{options.sequences:,} sequences, {storm.losses} of them with an output lost, {notes:,} notes: "
        f"{len(storm.faults)} with a key or pedal left down or struck twice (asked: 0); "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    sys.exit(1 if storm.faults else 0)


if __name__ == "__main__":
    main()
