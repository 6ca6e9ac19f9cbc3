"""Seconds to load a 100,000-note MIDI file: bytes to Song, against pretty_midi and mido.

    python benchmarks/midi_load.py [--notes 100000] [--tracks 16] [--repeats 5]

The same file for all three, made here: notes, controllers and bends over several tracks. The median
of the repeats is printed, and the time of writing the song back.
"""

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mido
import numpy as np
import pretty_midi

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.midi_file import read_song, song_bytes, write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo


def make_song(note_count: int, track_count: int) -> Song:
    """A dense song: per track, overlapping notes with human timing and a controller every beat."""
    rng = np.random.default_rng(7)
    tracks = []
    for index in range(track_count):
        count = note_count // track_count + (index < note_count % track_count)
        end = count * 60
        notes = make_notes(
            np.sort(rng.integers(0, end, count)),
            rng.integers(30, 480, count),
            rng.integers(30, 90, count),
            rng.integers(1, 128, count),
        )
        events = [(tick, ChannelEventKind.CONTROL, 11, tick // 480 % 128) for tick in range(0, end, 480)]
        tracks.append(Track(f"Track {index + 1}", index % 16, notes, make_channel_events(events)))
    return Song(tracks=tuple(tracks), tempos=(Tempo(0, 500_000), Tempo(48_000, 450_000)))


def median_seconds(action: Callable[[], object], repeats: int) -> tuple[float, float]:
    """The medians of wall and processor time of `action` over `repeats` runs."""
    runs = []
    for _ in range(repeats):
        start = time.perf_counter(), time.process_time()
        action()
        runs.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    wall, processor = zip(*runs, strict=True)
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--notes", type=int, default=100_000)
    options.add_argument("--tracks", type=int, default=16)
    options.add_argument("--repeats", type=int, default=5)
    chosen = options.parse_args()
    song = make_song(chosen.notes, chosen.tracks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.mid"
        write_song(song, path)
        print(f"Python {platform.python_version()}; {song.note_count:,} notes, {chosen.tracks} tracks")
        actions: dict[str, Callable[[], object]] = {
            "genre_studio read_song": lambda: read_song(path),
            "mido MidiFile": lambda: mido.MidiFile(path),
            "pretty_midi PrettyMIDI": lambda: pretty_midi.PrettyMIDI(str(path)),
            "genre_studio song_bytes": lambda: song_bytes(song),
        }
        for name, action in actions.items():
            wall, processor = median_seconds(action, chosen.repeats)
            print(f"{name:<24} {wall:6.2f} s, of which {processor:6.2f} s on the processor")


if __name__ == "__main__":
    main()
