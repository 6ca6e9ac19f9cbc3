from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.general_midi import INSTRUMENT_NAMES
from genre_studio.music.notes import make_notes
from genre_studio.music.song import KeySignature, Marker, Song, Track
from genre_studio.music.song_summary import key_name, summarise
from genre_studio.music.timing import Meter, Tempo

_CONTROL, _PROGRAM, _BEND = ChannelEventKind.CONTROL, ChannelEventKind.PROGRAM, ChannelEventKind.BEND


def _trio() -> Song:
    bass = Track(
        "Bass",
        2,
        make_notes([0, 480], [480, 480], [40, 43]),
        make_channel_events(
            [(0, _PROGRAM, 0, 32), (0, _CONTROL, 64, 127), (0, _CONTROL, 20, 1), (9, _BEND, 0, 5)]
        ),
    )
    drums = Track("", 9, make_notes([0], [3840 - 1], [36]))
    return Song(
        tracks=(bass, drums, Track("Silent", 0)),
        tempos=(Tempo(0, 500_000), Tempo(960, 250_000), Tempo(100_000, 100_000)),
        meters=(Meter(0, 4, 4), Meter(1920, 3, 4), Meter(3360, 4, 4)),
        keys=(KeySignature(0, -3, True), KeySignature(0, -3, True), KeySignature(1920, 2)),
        markers=(Marker(0, "Verse"),),
        title="Trio",
    )


def test_a_song_in_figures() -> None:
    summary = summarise(_trio())
    assert (summary.title, summary.notes, summary.bars) == ("Trio", 3, 3)
    assert abs(summary.seconds - (1.0 + 2879 / 480 * 0.25)) < 1e-9
    assert (summary.slowest_bpm, summary.fastest_bpm) == (
        120.0,
        240.0,
    )  # the last change comes after the music
    assert summary.meters == ("4/4", "3/4")
    assert summary.keys == ("C minor", "D major")
    assert summary.markers == ("Verse",)


def test_a_track_in_figures() -> None:
    bass, drums, silent = summarise(_trio()).tracks
    assert (bass.channel, bass.program, bass.instrument, bass.family) == (3, 32, "Acoustic Bass", "Bass")
    assert (bass.notes, bass.lowest_pitch, bass.highest_pitch) == (2, 40, 43)
    assert bass.controllers == ("controller 20", "sustain pedal", "pitch bend")
    assert (drums.instrument, drums.family) == ("Drum Kit", "Drums")
    assert (silent.notes, silent.lowest_pitch, silent.highest_pitch) == (0, None, None)


def test_an_empty_song_lasts_nothing() -> None:
    summary = summarise(Song())
    assert (summary.seconds, summary.bars, summary.notes, summary.tracks) == (0.0, 0, 0, ())
    assert summary.slowest_bpm == summary.fastest_bpm == 120.0


def test_keys_at_both_ends_of_the_circle() -> None:
    assert key_name(KeySignature(0, -7)) == "Cb major"
    assert key_name(KeySignature(0, 7, True)) == "A# minor"


def test_every_program_has_its_own_name() -> None:
    assert len(set(INSTRUMENT_NAMES)) == 128
