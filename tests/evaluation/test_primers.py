"""Primers cut from pieces, continued by a generator, and compared on the same tracks."""

from dataclasses import replace

import numpy as np

from genre_studio.evaluation.continuing import continue_request, with_take
from genre_studio.evaluation.copying import copied_bars
from genre_studio.evaluation.primers import cut_primers
from genre_studio.evaluation.windows import make_window, window_of
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter, Tempo
from genre_studio.plugin_api import Constraints

BAR = 1920


def line(bars, channel=0, name="", first_bar=0, program=0):
    """Four quarters a bar, the pitch says which bar."""
    starts = [BAR * bar + 480 * beat for bar in range(first_bar, first_bar + bars) for beat in range(4)]
    pitches = [40 + start // BAR for start in starts]
    events = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, program)])
    return Track(
        name=name, channel=channel, notes=make_notes(starts, [480] * len(starts), pitches), events=events
    )


def band(bars=40):
    return Song(
        tracks=(
            line(bars, name="solo", program=65),
            line(bars, channel=1, name="piano (MMA)"),
            line(bars, channel=DRUM_CHANNEL, name="drums"),
            line(4, channel=3, name="enters late", first_bar=10),
        ),
        tempos=(Tempo(0, 500_000), Tempo(9 * BAR, 400_000)),
    )


def cut(song, most=20, **kwargs):
    return cut_primers(song, piece="tune", author="a", genre="jazz", most=most, left_out=("(MMA)",), **kwargs)


def test_a_primer_is_the_piece_at_that_place():
    primers = cut(band())
    assert [primer.first_bar for primer in primers] == list(range(0, 25, 4))
    second = primers[1]
    assert (second.piece, second.author, second.genre) == ("tune", "a", "jazz")
    assert [track.name for track in second.song.tracks][:3] == ["solo", "piano (MMA)", "drums"]
    assert second.song.tracks[0].program == 65
    assert second.compared == (0, 3)  # neither the machine's piano nor the drums
    assert second.end_tick == 8 * BAR
    np.testing.assert_array_equal(np.unique(second.song.tracks[0].notes["pitch"]), 44 + np.arange(8))
    np.testing.assert_array_equal(np.unique(second.real.tracks[0].notes["pitch"]), 44 + np.arange(16))
    assert [(t.tick, t.tempo_us) for t in second.song.tempos] == [(0, 500_000), (5 * BAR, 400_000)]


def test_tracks_silent_in_the_primer_are_left_out_of_both():
    first = cut(band(), most=1)[0]
    assert len(first.song.tracks) == len(first.real.tracks) == 3
    assert first.compared == (0,)


def test_primers_are_few_and_spread():
    few = [primer.first_bar for primer in cut(band(), most=3)]
    assert (len(few), few[0], few[-1]) == (3, 0, 24)
    assert cut(band(bars=15)) == []
    assert len(cut(band(bars=16))) == 1
    assert [primer.first_bar for primer in cut(band(), following_bars=16)] == [0, 4, 8, 12, 16]


def test_a_primer_lies_in_one_meter():
    song = replace(band(), meters=(Meter(0, 4, 4), Meter(20 * BAR, 3, 4)))
    assert [primer.first_bar for primer in cut(song)][:3] == [0, 4, 20]


def test_a_piece_that_stops_or_hardly_starts_gives_none():
    gap = band(8)
    far = line(1, first_bar=17)
    assert cut(replace(gap, tracks=(gap.tracks[0], replace(far, channel=DRUM_CHANNEL)))) == []
    assert cut(replace(gap, tracks=(line(2, first_bar=0), line(16, channel=DRUM_CHANNEL)))) == []
    assert cut(Song()) == []


def test_a_request_to_continue_and_the_song_it_makes():
    primer = cut(band())[0]
    masks = Constraints(lowest_pitch=40)
    request = continue_request(
        primer, "rock", 16, 3, 7, parameters={"temperature": 0.5}, constraints=masks, model="m"
    )
    assert (request.region.start, request.region.end) == (8 * BAR, 24 * BAR)
    assert (request.genre, request.seed, request.takes, request.tracks) == ("rock", 7, 3, (0, 1, 2))
    assert (request.parameters, request.constraints, request.model) == ({"temperature": 0.5}, masks, "m")
    starts = np.arange(request.region.start, request.region.end, BAR)
    song = with_take(primer.song, {0: make_notes(starts, [480] * len(starts), [60] * len(starts))})
    notes = song.tracks[0].notes
    assert notes["pitch"][-16:].tolist() == [60] * 16
    assert len(np.unique(notes["id"])) == len(notes) == 32 + 16
    assert [len(primer.song.tracks[0].notes), window_of(song, 8, 8).bars] == [32, 8]


def test_copied_bars():
    bar = [(0, 12, 60), (12, 12, 64), (24, 12, 67)]
    other = [(0, 24, 62), (24, 24, 65)]
    shifted = [(48 + onset, length, pitch) for onset, length, pitch in bar]
    primer = make_window(bar, (0, 48, 96))
    assert copied_bars(primer, primer) == 1
    assert copied_bars(primer, make_window([*other, *shifted], (0, 48, 96))) == 0.5
    assert copied_bars(primer, make_window(other, (0, 48, 96))) == 0
    assert copied_bars(primer, make_window([], (0, 48, 96))) == 0
    assert with_take(Song(), {}).tracks == ()
