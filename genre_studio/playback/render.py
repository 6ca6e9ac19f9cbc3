"""A song to a WAV file through the preview synth, faster than it plays."""

import os
import wave
from collections.abc import Callable, Iterator
from math import ceil, inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.song import Song
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.fluidsynth_library import Synth, make_synth, send_to_synth
from genre_studio.playback.held_keys import HeldKeys
from genre_studio.playback.native_noise import native_stderr_hidden
from genre_studio.playback.scheduler import Scheduler
from genre_studio.playback.score import Score, score_of
from genre_studio.playback.synth import GAIN, SAMPLE_RATE

_CHANNELS = 2
_BLOCK_S = 0.1
_SILENCE = 8  # of 32,767: quieter than this, the last release has died away
_LONGEST_TAIL_S = 6.0


def render_song(
    song: Song, path: Path, progress: Callable[[float], None], sample_rate: int = SAMPLE_RATE
) -> None:
    """Write what the song's audible tracks sound like as 16-bit stereo, with the tail of the last notes.

    `progress` is called with the fraction done, 0..1; what it raises ends the rendering. The file
    appears whole or not at all. Raises PlaybackError with one sentence.
    """
    score = score_of(song)
    if not (score.events["end"] > 0).any():
        raise PlaybackError("There is nothing to render: no track that sounds has a note.")
    with native_stderr_hidden():
        synth = make_synth(sample_rate, GAIN)
    part = path.with_name(path.name + ".part")
    try:
        _write(part, _blocks(synth, score, sample_rate), score, sample_rate, progress)
        os.replace(part, path)
    except OSError as error:
        raise PlaybackError(f"The audio cannot be written to {path}: {error.strerror}.") from None
    finally:
        synth.delete()
        part.unlink(missing_ok=True)
    progress(1.0)


def _write(
    path: Path,
    blocks: Iterator[NDArray[np.int16]],
    score: Score,
    sample_rate: int,
    progress: Callable[[float], None],
) -> None:
    expected_frames = max(1.0, float(score.tempo_map.seconds_at(score.end_tick)) * sample_rate)
    frames = 0
    with path.open("wb") as file, wave.open(file, "wb") as audio:
        audio.setnchannels(_CHANNELS)
        audio.setsampwidth(2)
        audio.setframerate(sample_rate)
        for block in blocks:
            audio.writeframes(block.astype("<i2").tobytes())
            frames += len(block) // _CHANNELS
            progress(min(0.99, frames / expected_frames))


def _blocks(synth: Synth, score: Score, sample_rate: int) -> Iterator[NDArray[np.int16]]:
    """Interleaved samples, a block at a time: the scheduler runs on a clock that counts frames."""
    scheduler = Scheduler(HeldKeys(), ToldSettings())
    scheduler.set_score(score, 0.0)
    _send(synth, scheduler.play(0, None, 0.0))
    frames = 0
    while scheduler.is_playing:
        _send(synth, scheduler.advance(frames / sample_rate))
        due_s = scheduler.next_due_s()
        if due_s == inf:
            break
        # At least one frame on, and never before the due time: rounding down would not reach it.
        count = max(1, ceil(min(due_s - frames / sample_rate, _BLOCK_S) * sample_rate))
        frames += count
        yield synth.get_samples(count)
    yield from _tail(synth, sample_rate)


def _tail(synth: Synth, sample_rate: int) -> Iterator[NDArray[np.int16]]:
    for _ in range(int(_LONGEST_TAIL_S / _BLOCK_S)):
        block: NDArray[np.int16] = synth.get_samples(int(_BLOCK_S * sample_rate))
        yield block
        if np.abs(block.astype(np.int32)).max() <= _SILENCE:
            return


def _send(synth: Synth, messages: list[bytes]) -> None:
    for message in messages:
        send_to_synth(synth, message)
