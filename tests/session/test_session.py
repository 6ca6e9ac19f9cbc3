"""What is edited under a session is there when it is opened again."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.session.open_file import open_file_path
from genre_studio.session.opening import read_session
from genre_studio.session.packing import unpack
from genre_studio.session.session import Session, write_session
from tests.helpers.session_view import View
from tests.helpers.sessions import (
    assert_same_document,
    assert_same_history,
    contents_of,
    document_of,
    louder,
    recorded,
    reopened,
)
from tests.helpers.songs import assert_same_song, grid_song, songs
from tests.helpers.takes import a_record

GESTURES = st.lists(
    st.one_of(songs(max_tracks=3), st.integers(-3, 3), st.sampled_from(["take", "star", "discard"])),
    max_size=10,
)


def carry_out(document: Document, gesture: Any, number: int) -> None:
    match gesture:
        case Song():
            document.apply(f"Edit {number}", gesture)
        case int():
            document.jump(gesture)
        case "take":
            document.add_takes([a_record(number + 1)])
        case "discard":
            document.apply_takes("Discard all", {})
        case "star":
            document.apply_takes("Star all", {id: a_record(id, is_starred=True) for id in document.takes})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GESTURES, GESTURES)
def test_a_document_comes_back_with_its_whole_history(tmp_path: Path, first: list[Any], then: list[Any]):
    path = tmp_path / "song.genrestudio"
    document = Document(Song())
    with recorded(path, document):
        for number, gesture in enumerate(first):
            carry_out(document, gesture, number)
    again = reopened(path)
    assert_same_document(document, again)
    session, _ = Session.open(path, [].append)
    leave = again.subscribe_changes(session.record)
    for number, gesture in enumerate(then, 100):
        carry_out(document, gesture, number)
        carry_out(again, gesture, number)
    leave()
    session.close()
    assert_same_history(document, reopened(path))


def test_steps_beyond_the_budget_are_gone_from_the_file_too(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    document = Document(grid_song(400), history_budget_bytes=200_000)
    with recorded(path, document) as session:
        for i in range(60):
            document.apply(f"Louder {i}", louder(document.song, 0, 390 - i))
        assert session.flush()
        assert len(document.done_names) < 60
        assert_same_document(document, document_of(read_session(path)))
    again = reopened(path)
    assert_same_song(again.song, document.song)
    assert again.done_names == document.done_names


def test_the_file_is_alone_and_complete_at_rest_and_between_commits(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    document = Document(grid_song(50))
    with recorded(path, document) as session:
        document.apply("Louder", louder(document.song))
        assert session.flush()
        copy = tmp_path / "copy.genrestudio"
        copy.write_bytes(path.read_bytes())
        assert_same_history(document, reopened(copy))
        document.redo()
    assert {each.name for each in tmp_path.iterdir()} == {"song.genrestudio", "copy.genrestudio"}


def test_the_view_comes_back(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    with recorded(path, Document(Song())) as session:
        session.show(View(track=2, scroll_x=10.5, region=(0, 480)))
        session.show(View(track=3, scroll_x=11.5, region=None))
    packed = read_session(path).view
    assert packed is not None
    assert unpack(View, packed) == View(track=3, scroll_x=11.5, region=None)


def test_a_copy_is_whole_and_replaces_what_was_there(tmp_path: Path):
    path = tmp_path / "copy.genrestudio"
    path.write_bytes(b"something else")
    document = Document(grid_song(50))
    for _ in range(3):
        document.apply("Louder", louder(document.song))
    document.undo()
    document.add_takes([a_record()])
    write_session(path, contents_of(document))
    assert [each.name for each in tmp_path.iterdir()] == ["copy.genrestudio"]
    assert_same_history(document, reopened(path))


def test_what_does_not_change_is_written_once(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    document = Document(grid_song(20_000))
    with recorded(path, document) as session:
        assert session.flush()
        before = path.stat().st_size
        for i in range(30):
            document.apply("Louder", louder(document.song, i, i + 3))
        assert session.flush()
        assert path.stat().st_size - before < 30 * 4096


def test_a_session_begun_over_another_replaces_it_with_its_left_overs(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    document = Document(grid_song(5))
    with recorded(path, document):
        document.apply("Louder", louder(document.song))
    path.with_name(f"{path.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    open_file_path(path).write_bytes(b"old")
    fresh = Document(Song(title="Fresh"))
    with recorded(path, fresh) as session:
        assert session.flush()
    assert_same_document(fresh, reopened(path))


@pytest.mark.parametrize("count", [0, 1, 250])
def test_anchors_come_and_go_and_the_song_stays_in_reach(tmp_path: Path, count: int):
    path = tmp_path / "song.genrestudio"
    document = Document(grid_song(12))
    with recorded(path, document) as session:
        for i in range(count):
            document.apply(f"Title {i}", Song(title=f"{i}", tracks=document.song.tracks))
            if i % 97 == 0:
                assert session.flush()
        document.jump(-count // 2)
        assert session.flush()
        document.apply("After the undo", louder(document.song))
    assert_same_history(document, reopened(path))
