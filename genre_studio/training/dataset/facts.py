"""What a MIDI file holds, in the figures that a dataset is chosen by; a millisecond or two a file.

Parsed by symusic, whose parser is C++: reading thousands of files only to look at them is where speed
counts. What it refuses goes to the studio's own reader, which repairs more and says what is wrong.
"""

import hashlib
from typing import Any

import numpy as np
import symusic
from numpy.typing import NDArray

from genre_studio.music.instruments import Family, family_of
from genre_studio.music.midi_file import MidiFileError, read_song_bytes, song_bytes
from genre_studio.music.scales import key_of_durations
from genre_studio.training.dataset.piece_facts import PieceFacts

STEPS_PER_QUARTER = 24  # how finely two pieces are compared: louder, rushed or renamed is still the same
_GRID = np.array([0, 6, 8, 12, 16, 18, 24]) / 24  # of a beat: sixteenths and triplets
_NEAR = 0.03  # of a beat, on either side of a grid line
_CHANCE = 6 * 2 * _NEAR  # the share of random onsets that lie near one


def read_facts(data: bytes, name: str) -> PieceFacts:
    """The facts of a MIDI file's bytes. Raises MidiFileError with one sentence."""
    try:
        score: Any = symusic.Score.from_midi(data)
    except Exception:
        # Anything that C++ throws arrives as some exception; the slower reader has words for it.
        score = symusic.Score.from_midi(song_bytes(read_song_bytes(data, name).song))
    if score.ticks_per_quarter < 1:
        raise MidiFileError(f"{name} states no resolution in ticks: choose another file.")
    return _facts(score, name)


def _facts(score: Any, name: str) -> PieceFacts:
    tracks = [(track, track.notes.numpy()) for track in score.tracks]
    tracks = [(track, notes) for track, notes in tracks if len(notes["time"])]
    if not tracks:
        raise MidiFileError(f"{name} holds no notes: choose another file.")
    onsets, durations, pitches = (
        np.concatenate([notes[column] for _, notes in tracks]).astype(np.int64)
        for column in ("time", "duration", "pitch")
    )
    drums = np.repeat([track.is_drum for track, _ in tracks], [len(notes["time"]) for _, notes in tracks])
    per_quarter = int(score.ticks_per_quarter)
    end = int((onsets + durations).max())
    content, shape = _digests(onsets, pitches, drums, per_quarter)
    meters, bars = _meters(score.time_signatures.numpy(), per_quarter, end)
    weights = np.bincount(pitches[~drums] % 12, durations[~drums], minlength=12).astype(np.float64)
    return PieceFacts(
        content=content,
        shape=shape,
        title=next((track.name.strip() for track in score.tracks if track.name.strip()), "")[:200],
        notes=len(onsets),
        bars=bars,
        seconds=_seconds(score.tempos.numpy(), per_quarter, end),
        meters=meters,
        key=key_of_durations(weights).title if weights.any() else "",
        families=tuple(_family(track).title for track, _ in tracks),
        steadiness=_steadiness(onsets, per_quarter),
        only_drums=bool(drums.all()),
    )


def _family(track: Any) -> Family:
    return family_of(int(track.program) & 127, is_drums=bool(track.is_drum))


def _digests(
    onsets: NDArray[np.int64], pitches: NDArray[np.int64], drums: NDArray[np.bool_], per_quarter: int
) -> tuple[str, str]:
    """Of (onset, pitch) from the first note on, and of the same with pitches from the lowest one up."""
    steps = (onsets * STEPS_PER_QUARTER + per_quarter // 2) // per_quarter
    steps -= steps.min()
    placed = pitches + 1000 * drums  # a drum's number is no pitch: it stays when a song is transposed
    lowest = pitches[~drums].min() if not drums.all() else 0
    return _digest(steps, placed), _digest(steps, np.where(drums, placed, pitches - lowest))


def _digest(steps: NDArray[np.int64], pitches: NDArray[np.int64]) -> str:
    codes = np.unique(steps * 4096 + pitches)  # sorted; doubled notes count once
    return hashlib.blake2b(codes.tobytes(), digest_size=12).hexdigest()


def _meters(changes: Any, per_quarter: int, end: int) -> tuple[tuple[str, ...], int]:
    """The meters that hold before `end`, each once, and the number of bars begun until then."""
    rows = [
        (int(time), int(numerator), int(denominator))
        for time, numerator, denominator in zip(
            changes["time"], changes["numerator"], changes["denominator"], strict=True
        )
        if time < end and numerator and denominator
    ]
    if not rows or rows[0][0] > 0:
        rows.insert(0, (0, 4, 4))
    bars = 0
    for (time, numerator, denominator), following in zip(rows, [*rows[1:], (end, 4, 4)], strict=True):
        bar_ticks = max(1, 4 * per_quarter * numerator // denominator)
        bars += -(-(following[0] - time) // bar_ticks)
    return tuple(dict.fromkeys(f"{n}/{d}" for _, n, d in rows)), bars


def _seconds(tempos: Any, per_quarter: int, end: int) -> float:
    """How long `end` ticks last; 120 beats a minute where nothing is said."""
    ticks = np.concatenate([[0], tempos["time"], [end]]).clip(max=end).astype(np.float64)
    micros = np.concatenate([[500_000], tempos["mspq"]]).astype(np.float64)
    return float((np.diff(ticks).clip(min=0) * micros).sum() / per_quarter / 1e6)


def _steadiness(onsets: NDArray[np.int64], per_quarter: int) -> float:
    within = (onsets % per_quarter) / per_quarter
    away = np.abs(within[:, None] - _GRID).min(1)
    return round(max(0.0, (float((away <= _NEAR).mean()) - _CHANCE) / (1 - _CHANCE)), 3)
