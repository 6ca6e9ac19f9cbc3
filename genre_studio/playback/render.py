"""A song to a WAV file through the preview synth, faster than it plays."""

import wave
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.song import Song
from genre_studio.playback.addresses import MAIN, Sent
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.fluidsynth_library import Synth, make_synth, send_to_synth, synth_frames
from genre_studio.playback.held_keys import HeldKeys
from genre_studio.playback.native_noise import native_stderr_hidden
from genre_studio.playback.part_paths import part_paths
from genre_studio.playback.scheduler import Scheduler
from genre_studio.playback.score import Score, score_of
from genre_studio.playback.synth import GAIN, SAMPLE_RATE

_CHANNELS = 2
_BLOCK_S = 0.1
_SILENCE = 2e-4  # of full scale: quieter than this, the last release has died away
_LONGEST_TAIL_S = 6.0
_COPY_BYTES = 1 << 20
_MOST_WAVE_BYTES = 0xFFFF_FFFF - 36  # a WAV file states its length in 32 bits, most of its header included
PEAK = 0.89  # of full scale, the loudest sample: 1 dB of room, so that no player clips it


def render_song(
    song: Song, path: Path, progress: Callable[[float], None], sample_rate: int = SAMPLE_RATE
) -> None:
    """Write what the song's audible tracks sound like as 16-bit stereo, with the tail of the last notes,
    brought to one loudest level.

    `progress` is called with the fraction done, 0..1; what it raises ends the rendering. The file
    appears whole or not at all. Raises PlaybackError with one sentence.
    """
    score = score_of(song)
    if not (score.events["end"] > 0).any():
        raise PlaybackError("There is nothing to render: no track that sounds has a note.")
    seconds = float(score.tempo_map.seconds_at(score.end_tick))
    longest_s = _MOST_WAVE_BYTES / (2 * _CHANNELS * sample_rate) - _LONGEST_TAIL_S
    if seconds > longest_s:
        raise PlaybackError(
            f"The song lasts {seconds / 3600:,.1f} hours, a WAV file {longest_s / 3600:.1f} at most: "
            "cut its end."
        )
    with native_stderr_hidden():
        # Tracks on different outputs may share a channel: each output is a device of its own here.
        synth = make_synth(sample_rate, GAIN, devices=1 + max(score.ports, default=MAIN))
    frames_expected = max(1.0, seconds * sample_rate)
    wave_part, float_part = part_paths(path)
    try:
        peak = _write_floats(float_part, _blocks(synth, score, sample_rate), progress, frames_expected)
        _write_wave(wave_part, float_part, PEAK / max(peak, 1e-6), sample_rate)
        wave_part.replace(path)
    except OSError as error:
        raise PlaybackError(f"The audio cannot be written to {path}: {error.strerror}.") from None
    finally:
        synth.delete()
        for part in (wave_part, float_part):
            part.unlink(missing_ok=True)
    progress(1.0)


def _write_floats(
    path: Path,
    blocks: Iterator[NDArray[np.float32]],
    progress: Callable[[float], None],
    frames_expected: float,
) -> float:
    """Write raw samples for the second pass, which needs to know the peak that is returned."""
    peak, frames = 0.0, 0
    with path.open("wb") as file:
        for block in blocks:
            file.write(block.tobytes())
            peak = max(peak, float(np.abs(block).max()))
            frames += len(block)
            progress(min(0.99, frames / frames_expected))
    return peak


def _write_wave(path: Path, floats: Path, gain: float, sample_rate: int) -> None:
    with floats.open("rb") as raw, path.open("wb") as file, wave.open(file, "wb") as audio:
        audio.setnchannels(_CHANNELS)
        audio.setsampwidth(2)
        audio.setframerate(sample_rate)
        while data := raw.read(_COPY_BYTES):
            samples = np.frombuffer(data, np.float32) * (gain * 32_767)
            audio.writeframes(np.rint(samples).astype("<i2").tobytes())


def _blocks(synth: Synth, score: Score, sample_rate: int) -> Iterator[NDArray[np.float32]]:
    """Frames, a block at a time: the scheduler runs on a clock that counts them."""
    scheduler = Scheduler(HeldKeys(), ToldSettings())
    scheduler.set_score(score, 0.0)
    _send(synth, scheduler.play(0, None, 0.0))
    frames = 0
    while True:
        _send(synth, scheduler.advance(frames / sample_rate))
        if not scheduler.is_playing:
            break
        wait_s = min(scheduler.next_due_s() - frames / sample_rate, _BLOCK_S)
        # At least one frame on, and never before the due time: rounding down would not reach it.
        count = max(1, ceil(wait_s * sample_rate))
        frames += count
        yield synth_frames(synth, count)
    yield from _tail(synth, sample_rate)


def _tail(synth: Synth, sample_rate: int) -> Iterator[NDArray[np.float32]]:
    for _ in range(int(_LONGEST_TAIL_S / _BLOCK_S)):
        block = synth_frames(synth, int(_BLOCK_S * sample_rate))
        yield block
        if float(np.abs(block).max()) < _SILENCE:
            return


def _send(synth: Synth, messages: list[Sent]) -> None:
    for port, message in messages:
        send_to_synth(synth, message, port)
