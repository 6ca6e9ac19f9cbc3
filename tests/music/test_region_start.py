from dataclasses import replace

import pytest

from genre_studio.music.channel_events import ChannelEventKind, Controller, make_channel_events, of_kind
from genre_studio.music.document import Document
from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.region_start import with_usual_sound
from genre_studio.music.song import Song, Track
from genre_studio.music.take_song import take_song
from genre_studio.music.takes import apply_take
from genre_studio.music.timing import Tempo
from tests.helpers.songs import assert_same_song

CONTROL, BEND = ChannelEventKind.CONTROL, ChannelEventKind.BEND
BAR = 1920
TAKE = make_notes([4 * BAR], [480], [60])


def song_with(*rows: tuple[int, int, int, int], tempos: tuple[Tempo, ...] = ()) -> Song:
    """Four bars of quarter notes with the channel events `rows`."""
    notes = make_notes(range(0, 4 * BAR, 480), [480] * 16, [60] * 16)
    return Song(tracks=(Track("Lead", 0, notes, make_channel_events(rows)),), tempos=tempos)


def stated(song: Song, tick: int = 4 * BAR) -> set[tuple[int, int, int]]:
    events = song.tracks[0].events
    return {(int(e["kind"]), int(e["number"]), int(e["value"])) for e in events[events["tick"] == tick]}


FADE = tuple((3 * BAR + 60 * step, CONTROL, Controller.VOLUME, 90 - 3 * step) for step in range(31))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(0, CONTROL, Controller.SUSTAIN, 127)], {(CONTROL, Controller.SUSTAIN, 0)}),
        ([(100, BEND, 0, -400)], {(BEND, 0, 0)}),
        ([(0, CONTROL, Controller.VOLUME, 90), *FADE], {(CONTROL, Controller.VOLUME, 90)}),
        ([(4 * BAR - 9, CONTROL, Controller.EXPRESSION, 0)], {(CONTROL, Controller.EXPRESSION, 127)}),
    ],
    ids=["pedal", "bend", "fade-out", "expression that no one set before"],
)
def test_what_is_off_is_set_right_where_the_take_starts(rows, expected):
    assert stated(apply_take(song_with(*rows), 4 * BAR, 5 * BAR, {0: TAKE})) == expected


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(0, CONTROL, Controller.SUSTAIN, 127), (3 * BAR, CONTROL, Controller.SUSTAIN, 0)],
        [(0, CONTROL, Controller.VOLUME, 12)],  # a quiet mix is a mix
        [(0, CONTROL, Controller.VOLUME, 90), (3 * BAR, CONTROL, Controller.VOLUME, 45)],
    ],
)
def test_nothing_is_added_where_nothing_is_off(rows):
    song = song_with(*rows)
    assert with_usual_sound(song, 4 * BAR, 5 * BAR, [0]) is song


def test_a_track_that_the_take_leaves_empty_keeps_its_events():
    song = song_with((0, CONTROL, Controller.SUSTAIN, 127))
    assert apply_take(song, 4 * BAR, 5 * BAR, {0: EMPTY_NOTES}).tracks[0].events is song.tracks[0].events


def test_the_rest_of_a_fade_out_after_the_last_note_does_not_swallow_the_take():
    late = [(4 * BAR + 60 * step, CONTROL, Controller.VOLUME, 20 - step) for step in range(1, 20)]
    after = apply_take(song_with(*FADE, *late), 4 * BAR, 5 * BAR, {0: TAKE})
    volumes = of_kind(after.tracks[0].events, CONTROL, Controller.VOLUME)
    assert (int(volumes["tick"][-1]), int(volumes["value"][-1])) == (4 * BAR, 100)


def test_a_pedal_that_another_track_of_the_channel_holds_is_lifted_once():
    song = song_with((0, CONTROL, Controller.SUSTAIN, 127))
    song = replace(song, tracks=(*song.tracks, Track("Left hand", 0)))
    after = apply_take(song, 4 * BAR, 5 * BAR, {1: TAKE, 0: TAKE})
    assert [len(track.events) for track in after.tracks] == [1, 1]


RITARDANDO = (Tempo(0, 500_000), Tempo(3 * BAR, 700_000), Tempo(4 * BAR - 240, 1_200_000))


def test_the_tempo_returns_after_a_final_ritardando():
    song = song_with(tempos=(*RITARDANDO, Tempo(4 * BAR, 1_500_000), Tempo(4 * BAR + 10, 1_600_000)))
    after = apply_take(song, 4 * BAR, 5 * BAR, {0: TAKE})
    assert after.tempos == (*RITARDANDO, Tempo(4 * BAR, 500_000))


def test_the_tempo_stays_where_later_notes_would_move_or_it_is_not_far_off():
    song = song_with(tempos=RITARDANDO)
    early = make_notes([3 * BAR], [480], [62])
    assert apply_take(song, 3 * BAR, 4 * BAR, {0: early}).tempos == RITARDANDO
    gentle = song_with(tempos=RITARDANDO[:2])
    assert apply_take(gentle, 4 * BAR, 5 * BAR, {0: TAKE}).tempos == RITARDANDO[:2]


def test_a_take_alone_sounds_as_it_does_in_the_song():
    song = song_with((0, CONTROL, Controller.VOLUME, 90), *FADE, tempos=RITARDANDO)
    alone = take_song(song, 4 * BAR, 5 * BAR, {0: TAKE})
    assert stated(alone, 0) == {(CONTROL, Controller.VOLUME, 90)}
    assert alone.tempos == (Tempo(0, 500_000),)


def test_undo_takes_everything_back_in_one_step():
    song = song_with((0, CONTROL, Controller.SUSTAIN, 127), tempos=RITARDANDO)
    document = Document(song)
    document.apply("Keep take", apply_take(song, 4 * BAR, 5 * BAR, {0: TAKE}))
    assert document.song.tempos != RITARDANDO
    document.undo()
    assert_same_song(document.song, song)
    document.redo()
    assert stated(document.song) == {(CONTROL, Controller.SUSTAIN, 0)}
