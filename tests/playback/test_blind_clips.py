"""Loudness by the standard, and clips that nothing but their music tells apart."""

import wave
from pathlib import Path

import numpy as np
import pytest

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.clip_song import looped, on_piano
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter, Tempo
from genre_studio.playback.blind_clips import RATE, render_clips
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.loudness import SILENT_LUFS, gain_to, loudness_lufs


def sine(frequency: float, db: float, seconds: float = 5.0, rate: int = 48_000) -> np.ndarray:
    t = np.arange(round(seconds * rate)) / rate
    return 10 ** (db / 20) * np.sin(2 * np.pi * frequency * t)


@pytest.mark.parametrize("rate", [44_100, 48_000, 22_050])
def test_a_full_sine_of_1_khz_in_one_channel_is_3_lufs_below(rate: int) -> None:
    # ITU-R BS.1770-4, annex 1: 0 dBFS at 997 Hz in one front channel reads -3.01.
    assert loudness_lufs(sine(997, 0.0, rate=rate), rate) == pytest.approx(-3.01, abs=0.04)


def test_two_channels_are_3_lu_louder_and_the_scale_is_in_db() -> None:
    both = np.stack([sine(997, -20)] * 2, axis=1)
    assert loudness_lufs(both, 48_000) == pytest.approx(-20.0, abs=0.02)
    assert loudness_lufs(sine(997, -30), 48_000) == pytest.approx(-33.01, abs=0.02)


def test_lows_weigh_less_and_highs_more() -> None:
    # The K weighting at 25 Hz and 10 kHz: about -8.6 and +4.0 dB against 1 kHz's 0.7.
    middle = loudness_lufs(sine(997, -20), 48_000)
    assert loudness_lufs(sine(10_000, -20), 48_000) - middle == pytest.approx(3.3, abs=0.1)
    assert loudness_lufs(sine(25, -20), 48_000) < middle - 8


def test_pauses_do_not_count() -> None:
    # EBU Tech 3341, case 3 in kind: quiet stretches fall below the relative gate.
    sound = np.concatenate([sine(997, -36, 10), sine(997, -23, 60), sine(997, -36, 10)])
    assert loudness_lufs(np.stack([sound] * 2, axis=1), 48_000) == pytest.approx(-23.0, abs=0.1)
    assert loudness_lufs(np.concatenate([sine(997, -23), np.zeros(480_000)]), 48_000) > -26.3


def test_silence_and_less_than_a_block() -> None:
    assert loudness_lufs(np.zeros(48_000), 48_000) == SILENT_LUFS
    assert loudness_lufs(np.zeros(0), 48_000) == SILENT_LUFS
    assert loudness_lufs(sine(997, 0, 0.1), 48_000) == pytest.approx(-3.01, abs=0.5)
    assert gain_to(-20, -26) == pytest.approx(0.501, abs=1e-3)


def _song(notes: int = 4, velocity: int = 96, program: int = 0, tempo_us: int = 500_000) -> Song:
    events = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, program)])
    lead = make_notes(
        [i * 480 for i in range(notes)], [480] * notes, [60 + i % 12 for i in range(notes)], velocity
    )
    kit = Track("Kit", DRUM_CHANNEL, make_notes([0], [60], [36], velocity))
    return Song(
        tracks=(Track("Lead", 0, lead, events), kit), tempos=(Tempo(0, tempo_us),), meters=(Meter(0, 4, 4),)
    )


def test_a_short_song_is_looped_from_bar_lines_and_a_long_one_cut() -> None:
    song = looped(_song(notes=3), 5.0)  # one bar of three notes, two seconds; ten beats in all
    assert song.tracks[0].notes["start"].tolist() == [480 * beat for beat in (0, 1, 2, 4, 5, 6, 8, 9)]
    assert song.note_end_tick == 10 * 480
    assert looped(_song(notes=40), 1.0).tracks[0].notes["start"].tolist() == [0, 480]
    half = looped(_song(notes=40, tempo_us=1_000_000), 1.0)
    assert half.tracks[0].notes["start"].tolist() == [0]
    assert half.tracks[0].program == 0
    with pytest.raises(ValueError, match="no note"):
        looped(Song(), 1.0)


def test_on_a_piano_there_are_no_drums_and_no_instruments() -> None:
    (lead,) = on_piano(_song(program=30)).tracks
    assert lead.program == 0


@pytest.mark.usefixtures("needs_synth")
def test_clips_are_equally_long_and_loud(tmp_path: Path) -> None:
    songs = {"c1": _song(4, 30), "c2": _song(16, 127, program=30), "c3": _song(64, 80, program=12)}
    told: list[float] = []
    common = render_clips(songs, tmp_path, 4.0, told.append)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c1.wav", "c2.wav", "c3.wav"]
    for name in songs:
        with wave.open(str(tmp_path / f"{name}.wav")) as audio:
            assert (audio.getnchannels(), audio.getframerate(), audio.getnframes()) == (1, RATE, 4 * RATE)
            sound = np.frombuffer(audio.readframes(audio.getnframes()), "<i2") / 32_768
        assert loudness_lufs(sound, RATE) == pytest.approx(common, abs=0.1)
        assert 0.01 < np.abs(sound).max() < 0.9
        assert np.abs(sound[-10:]).max() < 0.001
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


@pytest.mark.usefixtures("needs_synth")
def test_a_song_without_notes_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlaybackError, match="c9 cannot be played"):
        render_clips({"c9": Song()}, tmp_path, 2.0, lambda fraction: None)
