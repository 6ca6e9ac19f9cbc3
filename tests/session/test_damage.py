"""Damaged session files: what is lost is named, and the rest is read."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from genre_studio.music.document import Document
from genre_studio.session.errors import (
    DamagedSession,
    UnreadableSession,
)
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session
from tests.helpers.sessions import (
    assert_same_document,
    assert_same_history,
    change_in,
    document_of,
    louder,
    recorded,
    worked_on,
)
from tests.helpers.songs import assert_same_song, grid_song

DAMAGES: dict[str, tuple[str, str]] = {
    "a step that is undone": ("DELETE FROM steps WHERE key=6", "1 step of the history"),
    "the oldest step": ("DELETE FROM steps WHERE key=1", "1 step of the history"),
    "a take": ("UPDATE takes SET body=x'00' WHERE key=2", "1 take"),
    "the ledger": ("DELETE FROM ledger", "the last changes"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_damaged_is_named_and_the_rest_is_read(path: Path, name: str):
    statement, loss = DAMAGES[name]
    change_in(path, statement)
    with pytest.raises(DamagedSession):
        Session.open(path, [].append)
    contents = read_session(path)
    assert contents.losses == (loss,)
    assert_same_song(contents.song, worked_on().song)
    document = document_of(contents)
    assert {"Louder 2", "Louder 3"} <= set(document.done_names)
    for _ in document.done_names:
        assert document.undo()


def test_a_song_whose_newest_copy_is_damaged_is_made_again_from_the_one_before(tmp_path: Path):
    path, document = tmp_path / "song.genrestudio", Document(grid_song(40))
    with recorded(path, document) as session:
        for number in range(230):
            document.apply(f"Louder {number}", louder(document.song, number % 30, number % 30 + 2))
            if number == 205:
                assert session.flush()
    database = sqlite3.connect(path)
    names = [name for (name,) in database.execute("SELECT hash FROM objects ORDER BY rowid")]
    assert len(names) == 4, "two songs of one track each"
    database.execute("DELETE FROM objects WHERE hash=?", (names[-1],))
    database.commit()
    database.close()
    contents = read_session(path)
    assert_same_document(document_of(contents), document)


def test_without_any_song_the_file_is_called_unreadable(path: Path):
    change_in(path, "DELETE FROM objects")
    with pytest.raises(UnreadableSession, match="no song could be read from it"):
        read_session(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_never_taken_for_a_whole_one(path: Path, share: float):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    cut = path.read_bytes()
    try:
        session, contents = Session.open(path, [].append)
    except (DamagedSession, UnreadableSession):
        assert path.read_bytes() == cut
        with contextlib.suppress(UnreadableSession):
            read = read_session(path)
            assert read.losses or assert_same_history(document_of(read), worked_on()) is None
        assert path.read_bytes() == cut
    else:  # what was cut off held nothing
        session.close()
        assert_same_history(document_of(contents), worked_on())
