"""16 tracks, 5,000 notes a second for 60 s, through JACK: is any note lost, doubled or out of order?

    python benchmarks/playback_flood.py [--seconds 60] [--rate 5000] [--ports 1]

Each track plays on a channel of its own; its notes are told apart by pitch and velocity, which repeat
only after 7,620. What arrives on a channel has to be what was written there, note for note, each let go
before its key is struck again. With --ports 16 every track has an output of its own.
"""

import argparse
import os
import sys
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
from jack_bench import Receiver, jack_server, play_through
from rich.console import Console

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo

TRACKS = 16
TICKS_PER_S = 10_000
LEAD_IN_S = 0.5
PITCHES, VELOCITIES = 60, 127
DURATION_TICKS = 20


def flood(rate: float, seconds: float) -> Song:
    """Notes of all tracks in turn, so that no two begin at one tick."""
    count = int(rate * seconds / TRACKS)
    step = TICKS_PER_S * TRACKS / rate
    tracks = []
    for number in range(TRACKS):
        k = np.arange(count)
        starts = (LEAD_IN_S * TICKS_PER_S + (k + number / TRACKS) * step).astype(int)
        notes = make_notes(
            starts, np.full(count, DURATION_TICKS), 36 + k % PITCHES, 1 + k // PITCHES % VELOCITIES
        )
        tracks.append(Track(f"Part {number + 1}", number, notes))
    return Song(TICKS_PER_S, tuple(tracks), (Tempo(0, 1_000_000),))


def faults(song: Song, heard: list[bytes]) -> dict[str, int]:
    """How many notes each kind of fault befell, over all channels."""
    found = {"lost": 0, "doubled or out of order": 0, "not let go": 0}
    for track in song.tracks:
        mine = [message for message in heard if message[0] & 0x0F == track.channel]
        places = [m[1] - 36 + (m[2] - 1) * PITCHES for m in mine if m[0] & 0xF0 == 0x90]
        steps = np.diff(np.array([-1, *places, len(track.notes)])) % (PITCHES * VELOCITIES)
        is_jump = (steps > 1) & (steps < PITCHES * VELOCITIES // 2)
        found["lost"] += int((steps[is_jump] - 1).sum())
        found["doubled or out of order"] += int(((steps == 0) | (steps >= PITCHES * VELOCITIES // 2)).sum())
        found["not let go"] += keys_left(mine)
    return found


def keys_left(messages: list[bytes]) -> int:
    """How often a key was struck that was still down, and how many are down at the end."""
    down: set[int] = set()
    count = 0
    for message in messages:
        if message[0] & 0xF0 == 0x90:
            count += message[1] in down
            down.add(message[1])
        elif message[0] & 0xF0 == 0x80:
            down.discard(message[1])
    return count + len(down)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--rate", type=float, default=5000.0, help="notes a second")
    arguments.add_argument("--ports", type=int, default=1, choices=(1, 2, 4, 8, 16))
    options = arguments.parse_args()
    song = flood(options.rate, options.seconds)
    with jack_server(), ExitStack() as stack:
        ports = [stack.enter_context(Receiver(f"flood-{i}")) for i in range(options.ports)]
        tracks = [
            replace(track, output_id=ports[i % options.ports].output_id)
            for i, track in enumerate(song.tracks)
        ]
        play_through(replace(song, tracks=tuple(tracks)), ports[0].output_id, lambda _: None)
    heard = [message for port in ports for _, message in port.messages]
    found = faults(song, heard)
    rates = [rate_of(port.messages) for port in ports]
    Console().print(
        f"{song.note_count:,} notes on {TRACKS} channels and {options.ports} ports in "
        f"{options.seconds:g} s; load average {os.getloadavg()[0]:.1f}\n"
        f"received {sum(m[0] & 0xF0 == 0x90 for m in heard):,} note-ons, {sum(rates):,.0f} a second; "
        + ", ".join(f"{count} {fault}" for fault, count in found.items())
    )
    sys.exit(1 if any(found.values()) else 0)


def rate_of(messages: list[tuple[float, bytes]]) -> float:
    times_s = [time_s for time_s, message in messages if message[0] & 0xF0 == 0x90]
    return len(times_s) / max(1e-9, times_s[-1] - times_s[0]) if len(times_s) > 1 else 0.0


if __name__ == "__main__":
    main()
