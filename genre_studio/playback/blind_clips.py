"""Clips for blind listening: the same synth, the same length, the same loudness, one channel."""

import contextlib
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.clip_song import looped
from genre_studio.music.song import Song
from genre_studio.playback.clip_sound import read_clip
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.loudness import gain_to, loudness_lufs, peak_db
from genre_studio.playback.render import render_song

RATE = 44_100
LOUDEST_LUFS = -20.0  # of all clips, where none of them would clip at it
_PEAK_DB = -1.0
_FADE_S = 0.4
_RENDERING = 0.9  # of the time


def render_clips(
    songs: Mapping[str, Song], folder: Path, seconds: float, progress: Callable[[float], None]
) -> float:
    """Write NAME.wav for each song, `seconds` long, looped where it is shorter; returns the common LUFS.

    All clips are brought to one loudness: LOUDEST_LUFS, or the highest that clips none of them. `progress`
    is told the fraction done, and what it raises ends it. Raises PlaybackError with one sentence.
    """
    measured = {}
    for number, (name, song) in enumerate(songs.items()):
        samples = _rendered(name, song, folder / f"{name}.wav", seconds)
        measured[name] = (loudness_lufs(samples, RATE), peak_db(samples))
        progress(_RENDERING * (number + 1) / len(songs))
    room = (lufs - peak for lufs, peak in measured.values())  # at a peak of full scale
    common = min(LOUDEST_LUFS, *(each + _PEAK_DB for each in room)) if measured else LOUDEST_LUFS
    for number, (name, (lufs, _)) in enumerate(measured.items()):
        path = folder / f"{name}.wav"
        _write(path, read_clip(path)[0] * gain_to(lufs, common))
        progress(_RENDERING + (1 - _RENDERING) * (number + 1) / len(songs))
    return common


def _rendered(name: str, song: Song, path: Path, seconds: float) -> NDArray[np.float32]:
    """Write and return `seconds` of a song, the end faded."""
    try:
        alike = looped(song, seconds)
    except ValueError as error:
        raise PlaybackError(f"{name} cannot be played: {error}.") from error
    render_song(alike, path, lambda fraction: None, RATE)
    sound = read_clip(path)[0]
    frames = round(seconds * RATE)
    clip = np.zeros(frames, np.float32)
    clip[: min(frames, len(sound))] = sound[:frames]
    fade = min(frames, round(_FADE_S * RATE))
    clip[frames - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    _write(path, clip)
    return clip


def _write(path: Path, samples: NDArray[np.float32]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file, wave.open(file, "wb") as audio:
            audio.setnchannels(1)
            audio.setsampwidth(2)
            audio.setframerate(RATE)
            audio.writeframes(np.clip(np.rint(samples * 32_767), -32_768, 32_767).astype("<i2").tobytes())
        part.replace(path)
    except OSError as error:
        raise PlaybackError(f"The audio cannot be written to {path}: {error.strerror}.") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
