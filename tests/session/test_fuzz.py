"""Bytes flipped, cut off and written over in a good file: never a crash, a hang, or a silent loss."""

import contextlib
import random
from pathlib import Path

import pytest

from genre_studio.music.document import Document
from genre_studio.session.errors import DamagedSession, SessionError
from genre_studio.session.open_file import open_file_path
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session, write_session
from tests.helpers.sessions import assert_same_document, contents_of, document_of, louder
from tests.helpers.songs import grid_song
from tests.helpers.takes import a_record


def worked_on() -> Document:
    document = Document(grid_song(200))
    for number in range(12):
        document.apply(f"Louder {number}", louder(document.song, number, number + 30))
    document.add_takes([a_record(1), a_record(2)])
    document.jump(-3)
    return document


def hurt(whole: bytes, dice: random.Random) -> bytes:
    """The file with one misfortune."""
    data = bytearray(whole)
    at = dice.randrange(len(data))
    match dice.randrange(4):
        case 0:
            data[at] ^= 1 << dice.randrange(8)
        case 1:
            for _ in range(dice.randrange(2, 40)):
                data[dice.randrange(len(data))] = dice.randrange(256)
        case 2:
            del data[at:]
        case 3:  # a page of zeros, as after a power cut
            page = at // 4096 * 4096
            data[page : page + 4096] = bytes(len(data[page : page + 4096]))
    return bytes(data)


@pytest.mark.parametrize("seed", range(150))
def test_a_hurt_file_opens_whole_or_says_what_is_lost(tmp_path: Path, seed: int, pristine: bytes):
    path = tmp_path / "song.genrestudio"
    path.write_bytes(hurt(pristine, random.Random(seed)))
    try:
        session, contents = Session.open(path, [].append)
    except SessionError as error:
        assert str(error).startswith("song.genrestudio ")
        assert not open_file_path(path).exists()
        if isinstance(error, DamagedSession):
            _read_what_is_left(path)
    else:
        session.close()
        assert_same_document(document_of(contents), worked_on())


def _read_what_is_left(path: Path) -> None:
    before = path.read_bytes()
    with contextlib.suppress(SessionError):
        contents = read_session(path)
        document = document_of(contents)
        if not contents.losses:
            assert_same_document(document, worked_on())
        while document.undo():
            pass
        while document.redo():
            pass
    assert path.read_bytes() == before


@pytest.mark.parametrize("seed", range(40))
def test_a_hurt_open_file_costs_at_most_what_was_not_in_the_session_yet(
    tmp_path: Path, seed: int, pristine: bytes
):
    dice = random.Random(seed)
    path = tmp_path / "song.genrestudio"
    path.write_bytes(pristine)
    open_file_path(path).write_bytes(
        hurt(b"GSopen1\n" + bytes(dice.randrange(256) for _ in range(400)), dice)
    )
    session, contents = Session.open(path, [].append)
    session.close()
    assert_same_document(document_of(contents), worked_on())


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a good file."""
    path = tmp_path_factory.mktemp("pristine") / "song.genrestudio"
    write_session(path, contents_of(worked_on()))
    return path.read_bytes()
