"""Rendered audio is looked at as numbers: when it sounds, and that it does."""

import json
import wave
from dataclasses import replace

import mido
import numpy as np
import pytest

from genre_studio.cli.render_command import render
from genre_studio.music.channel_events import EMPTY_CHANNEL_EVENTS as NO_EVENTS
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.render import PEAK, render_song
from tests.helpers.playback import scale_song

RATE = 22_050


pytestmark = pytest.mark.usefixtures("needs_synth")


def samples_of(path):
    """(N, 2) between -1 and 1."""
    with wave.open(str(path)) as audio:
        assert (audio.getnchannels(), audio.getsampwidth()) == (2, 2)
        frames = np.frombuffer(audio.readframes(audio.getnframes()), "<i2")
        return frames.reshape(-1, 2) / 32_767, audio.getframerate()


def onset_times_s(samples, rate):
    """Where loudness jumps out of near silence."""
    step = rate // 200
    level = np.abs(samples).max(axis=1)
    level = level[: len(level) // step * step].reshape(-1, step).max(axis=1)
    loud = level > 0.05
    return np.flatnonzero(loud[1:] & ~loud[:-1]) / 200


def test_notes_are_heard_when_they_are_written(tmp_path):
    # Woodblock clicks, which die away before the next one; the tempo halves after the second.
    starts = [480, 960, 1440, 1920]
    notes = make_notes(starts, [60] * 4, [76] * 4, 120)
    song = Song(tracks=(Track(notes=notes, channel=9),), tempos=(Tempo(960, 1_000_000),))
    done = []
    render_song(song, tmp_path / "out.wav", done.append, RATE)
    samples, rate = samples_of(tmp_path / "out.wav")
    assert rate == RATE
    np.testing.assert_allclose(onset_times_s(samples, rate), [0.5, 1.0, 2.0, 3.0], atol=0.02)
    assert np.abs(samples).max() == pytest.approx(PEAK, abs=0.01)
    assert np.abs(samples[-RATE // 50 :]).max() < 0.01
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert [path.name for path in tmp_path.iterdir()] == ["out.wav"]


def test_outputs_of_tracks_are_devices_of_their_own(tmp_path):
    """A long organ note on a second output's channel 1 is no piano, though the main output's channel 1 is."""
    long = make_notes([0], [4800], [60], 120)
    organ = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, 19)])
    alone, beside = Track(notes=long, events=organ), Track(notes=make_notes([0], [10], [60], 1))
    levels = []
    for tracks in (
        (beside, replace(alone, output_id="port:X:y")),
        (beside, replace(alone, events=NO_EVENTS)),
    ):
        render_song(Song(tracks=tracks), tmp_path / "out.wav", lambda fraction: None, RATE)
        samples, _ = samples_of(tmp_path / "out.wav")
        levels.append(np.abs(samples[4 * RATE : 5 * RATE]).max())
    assert levels[0] > 4 * levels[1]  # an organ holds its note, a piano lets it die away


def test_drums_of_a_second_output_are_drums(tmp_path):
    notes = make_notes([480, 960], [60] * 2, [76] * 2, 120)
    drums = Track(notes=notes, channel=9, output_id="port:X:y")
    render_song(Song(tracks=(drums,)), tmp_path / "out.wav", lambda fraction: None, RATE)
    np.testing.assert_allclose(onset_times_s(*samples_of(tmp_path / "out.wav")), [0.5, 1.0], atol=0.02)
    render_song(
        Song(tracks=(replace(drums, output_id=""),)), tmp_path / "main.wav", lambda fraction: None, RATE
    )
    assert len(samples_of(tmp_path / "main.wav")[0]) == len(samples_of(tmp_path / "out.wav")[0])


def test_what_stops_a_rendering_leaves_the_old_file(tmp_path):
    target = tmp_path / "out.wav"
    target.write_bytes(b"old")

    def stop(fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_song(scale_song(), target, stop, RATE)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.wav"]


@pytest.mark.parametrize(
    ("song", "folder", "sentence"),
    [
        (Song(), "", "nothing to render"),
        (replace(scale_song(), tempos=(Tempo(0, 0xFF_FFFF),), ppq=1), "", "hours, a WAV file .* at most"),
        (scale_song(), "missing", "cannot be written"),
    ],
)
def test_what_cannot_be_rendered_is_a_sentence(tmp_path, song, folder, sentence):
    with pytest.raises(PlaybackError, match=sentence):
        render_song(song, tmp_path / folder / "out.wav", lambda fraction: None, RATE)


def test_the_command_renders_a_file(tmp_path, capfd):
    file = mido.MidiFile()
    file.tracks.append(
        mido.MidiTrack([mido.Message("note_on", note=60), mido.Message("note_off", note=60, time=240)])
    )
    file.save(tmp_path / "in.mid")
    render(tmp_path / "in.mid", tmp_path / "out.wav", True)
    printed = capfd.readouterr()
    assert json.loads(printed.out)["output"] == str(tmp_path / "out.wav")
    assert printed.err == ""
    assert np.abs(samples_of(tmp_path / "out.wav")[0]).max() > 0.5
