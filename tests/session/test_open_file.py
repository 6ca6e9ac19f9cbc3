"""What lies beside an open session: who has it, and changes on their way into it."""

import os
from pathlib import Path

import pytest

from genre_studio.music.document import Document
from genre_studio.session.errors import (
    DamagedSession,
    SessionInUse,
)
from genre_studio.session.open_file import LoggedChange, OpenFile, RecordKind, open_file_path
from genre_studio.session.opening import read_session
from genre_studio.session.packing import pack
from genre_studio.session.session import Session, write_session
from tests.helpers.sessions import (
    assert_same_document,
    assert_same_history,
    contents_of,
    document_of,
    louder,
    reopened,
    worked_on,
)
from tests.helpers.songs import grid_song

# Two windows on one file


def test_a_second_window_hears_who_has_the_file_and_can_read_it(path: Path):
    session, _ = Session.open(path, [].append)
    with pytest.raises(
        SessionInUse, match=rf"open in another window of the studio \(process {os.getpid()}\)"
    ):
        Session.open(path, [].append)
    with pytest.raises(SessionInUse):
        write_session(path, contents_of(Document(grid_song(2))))
    assert_same_history(document_of(read_session(path)), worked_on())
    session.close()
    assert_same_history(reopened(path), worked_on())


def test_a_lock_whose_process_is_gone_is_no_lock(path: Path):
    left = open_file_path(path)
    left.write_bytes(b"GSopen1\n" + (4_000_000).to_bytes(8, "big"))
    assert_same_history(reopened(path), worked_on())
    assert not left.exists()


def test_a_lock_file_of_nonsense_is_no_lock(path: Path):
    open_file_path(path).write_bytes(os.urandom(300))
    assert_same_history(reopened(path), worked_on())


# Changes on their way into the file


def logged(document: Document, sequence: int) -> LoggedChange:
    return LoggedChange(sequence, RecordKind.STEP, pack(document.done_steps[-1]))


def test_changes_that_a_crash_left_beside_the_file_are_taken_in(path: Path):
    document = worked_on()
    document.apply("The last one", louder(document.song))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(document, 1)])
    open_file.append([LoggedChange(2, RecordKind.MOVE, pack(-2))])
    open_file.close(keep=True)
    document.jump(-2)
    assert_same_history(document_of(read_session(path)), document)
    document.jump(9)
    document.jump(-2)
    session, contents = Session.open(path, [].append)
    assert_same_document(document_of(contents), document)
    assert session.flush()
    session.close()
    assert_same_history(reopened(path), document)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.999])
def test_a_change_that_breaks_off_was_never_finished(path: Path, kept: float):
    document = worked_on()
    document.apply("The last one", louder(document.song))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(document, 1)])
    open_file.close(keep=True)
    left = open_file_path(path)
    left.write_bytes(left.read_bytes()[: max(20, int(left.stat().st_size * kept))])
    assert_same_history(reopened(path), worked_on())


def test_a_change_that_fits_another_song_is_told_not_applied(path: Path):
    big = Document(grid_song(90))
    big.apply("Beyond", louder(big.song, 70, 90))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(big, 1)])
    open_file.close(keep=True)
    with pytest.raises(DamagedSession):
        Session.open(path, [].append)
    contents = read_session(path)
    assert contents.losses == ("the last gesture",)
    assert_same_document(document_of(contents), worked_on())
