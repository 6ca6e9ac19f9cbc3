"""Clips from a file to a driver's buffers, and the process around it."""

import ctypes
import wave
from pathlib import Path

import numpy as np
import pytest

from genre_studio.playback.clip_player import ClipPlayer
from genre_studio.playback.clip_sound import LoopedSound, fill, read_clip
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.synth import AUDIO_DRIVER_VARIABLE


def write_clip(path: Path, samples: np.ndarray, channels: int = 1, width: int = 2) -> Path:
    with wave.open(str(path), "wb") as audio:
        audio.setnchannels(channels)
        audio.setsampwidth(width)
        audio.setframerate(8000)
        audio.writeframes(samples.astype("<i2").tobytes())
    return path


def test_a_clip_is_looped_from_where_it_was_asked() -> None:
    sound = LoopedSound()
    assert sound.next(3).tolist() == [0, 0, 0]
    sound.set(np.arange(4, dtype=np.float32), at=6)
    assert sound.next(5).tolist() == [2, 3, 0, 1, 2]
    assert sound.next(2).tolist() == [3, 0]
    sound.clear()
    assert sound.next(2).tolist() == [0, 0]


def test_every_channel_of_a_driver_is_filled() -> None:
    sound = LoopedSound()
    sound.set(np.array([0.5, -0.5], np.float32), 0)
    buffers = [(ctypes.c_float * 4)() for _ in range(2)]
    pointers = (ctypes.POINTER(ctypes.c_float) * 2)(
        *(ctypes.cast(each, ctypes.POINTER(ctypes.c_float)) for each in buffers)
    )
    assert fill(sound, 4, 2, pointers) == 0
    assert [list(each) for each in buffers] == [[0.5, -0.5, 0.5, -0.5]] * 2


def test_channels_are_mixed_and_what_is_no_sound_is_one_sentence(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.wav", np.array([16_384, 0, -16_384, 0]), channels=2)
    samples, rate = read_clip(path)
    assert (samples.tolist(), rate) == ([0.25, -0.25], 8000)
    path.write_bytes(b"RIFF")
    for broken in (path, tmp_path / "none.wav"):
        with pytest.raises(PlaybackError, match="cannot be played"):
            read_clip(broken)
    with pytest.raises(PlaybackError, match="16 bits"):
        read_clip(write_clip(path, np.array([1, 2]), width=1))


def test_a_process_without_a_sound_device_says_so_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AUDIO_DRIVER_VARIABLE, "none-of-these")
    told: list[str] = []
    now_s = [10.0]
    player = ClipPlayer(told.append, lambda: now_s[0])
    player.close()  # nothing was started yet
    player.play(write_clip(tmp_path / "a.wav", np.zeros(80)), 2.0)
    now_s[0] += 1.5
    assert (player.is_playing, player.position_s) == (True, 3.5)
    player.stop()
    assert (player.is_playing, player.position_s) == (False, 0.0)
    player.play(tmp_path / "none.wav")
    player.close()
    assert any("none.wav" in sentence for sentence in told)
    assert any("FluidSynth" in sentence or "sound device" in sentence for sentence in told)
    assert not player.is_playing
