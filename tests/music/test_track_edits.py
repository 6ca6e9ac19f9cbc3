from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.document import Document
from genre_studio.music.song import Song, Track
from genre_studio.music.track_edits import (
    program_of,
    start_value,
    track_after_move,
    with_channel,
    with_colour,
    with_duplicate,
    with_moved_track,
    with_output,
    with_program,
    with_start_value,
    without_track,
)


def song_of(count: int = 4) -> Song:
    return Song(tracks=tuple(Track(f"T{i}", i, colour=i) for i in range(count)))


def names(song: Song) -> list[str]:
    return [track.name for track in song.tracks]


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_a_moved_track_can_be_moved_back_and_the_shown_one_is_found(index, to, shown) -> None:
    song = song_of()
    moved = with_moved_track(song, index, to)
    assert moved.tracks[to] is song.tracks[index]
    assert with_moved_track(moved, to, index).tracks == song.tracks
    assert moved.tracks[track_after_move(index, to, shown)] is song.tracks[shown]


@given(st.integers(0, 3), st.integers(0, 127))
def test_every_edit_can_be_undone(index, value) -> None:
    document = Document(song_of())
    before = document.song.tracks
    for edit in (without_track, with_duplicate):
        document.apply("Edit", edit(document.song, index))
        assert document.undo() == "Edit"
        assert document.song.tracks == before
    document.apply("Program", with_program(document.song, index, value))
    assert program_of(document.song.tracks[index]) == value
    document.undo()
    assert program_of(document.song.tracks[index]) is None


def test_a_program_goes_behind_its_bank_and_replaces_the_first() -> None:
    bank = make_channel_events([(0, ChannelEventKind.CONTROL, 0, 1), (9, ChannelEventKind.CONTROL, 7, 1)])
    song = with_program(Song(tracks=(Track(events=bank),)), 0, 40)
    assert song.tracks[0].events["kind"].tolist() == [0xB, 0xC, 0xB]
    assert with_program(song, 0, 41).tracks[0].events["value"].tolist() == [1, 41, 1]


def test_duplicates_channels_and_colours() -> None:
    assert names(with_duplicate(song_of(2), 0)) == ["T0", "T0 copy", "T1"]
    assert with_channel(song_of(), 1, 9).tracks[1].is_drums
    assert with_colour(song_of(), 1, 7).tracks[1].colour == 7


@given(st.integers(0, 127), st.integers(0, 127))
def test_a_controller_at_the_start_is_set_and_undone(first: int, second: int) -> None:
    document = Document(song_of())
    assert start_value(document.song.tracks[1], 7) is None
    document.apply("Volume", with_start_value(document.song, 1, 7, first))
    document.apply("Pan", with_start_value(document.song, 1, 10, second))
    assert start_value(document.song.tracks[1], 7) == first
    assert start_value(document.song.tracks[1], 10) == second
    while document.undo():
        pass
    assert start_value(document.song.tracks[1], 7) is None


def test_the_last_value_at_the_start_counts_and_later_ones_stay() -> None:
    control = ChannelEventKind.CONTROL
    events = make_channel_events([(0, control, 7, 50), (0, control, 7, 60), (480, control, 7, 70)])
    song = with_start_value(Song(tracks=(Track(events=events),)), 0, 7, 99)
    assert song.tracks[0].events["value"].tolist() == [50, 99, 70]
    assert start_value(song.tracks[0], 7) == 99


def test_a_track_may_have_an_output_of_its_own() -> None:
    document = Document(song_of())
    document.apply("Output", with_output(document.song, 2, "port:Studio 1"))
    assert document.song.tracks[2].output_id == "port:Studio 1"
    document.undo()
    assert document.song.tracks[2].output_id == ""
