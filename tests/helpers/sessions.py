"""Documents with a session behind them, harm to its file, and equality of all that a session holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.session.records import Contents
from genre_studio.session.session import Session
from tests.helpers.songs import assert_same_song, grid_song
from tests.helpers.takes import a_record


def worked_on(count: int = 6) -> Document:
    """A document with gestures behind and ahead of it, and takes."""
    document = Document(grid_song(60))
    for number in range(count):
        document.apply(f"Louder {number}", louder(document.song, number, number + 5))
    document.add_takes([a_record(1), a_record(2)])
    document.jump(-2)
    return document


def change_in(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def contents_of(document: Document) -> Contents:
    return Contents(document.song, document.takes, document.done_steps, document.undone_steps)


def document_of(contents: Contents) -> Document:
    document = Document(Song())
    document.restore(contents.song, contents.takes, contents.done, contents.undone)
    return document


@contextmanager
def recorded(
    path: Path, document: Document, told: list[str] | None = None, **options: Any
) -> Iterator[Session]:
    """A new session that follows a document; closed at the end."""
    troubled = (told if told is not None else list[str]()).append
    session = Session.begin(path, contents_of(document), troubled, **options)
    leave = document.subscribe_changes(session.record)
    try:
        yield session
    finally:
        leave()
        session.close()


def reopened(path: Path) -> Document:
    """The document in a session file, which is closed again."""
    session, contents = Session.open(path, [].append)
    session.close()
    return document_of(contents)


def louder(song: Song, first: int = 0, last: int = 10) -> Song:
    """An edit for whom any will do."""
    notes = edits.shift_velocity(song.tracks[0].notes, np.arange(first, last), 1)
    return song.with_track(0, song.tracks[0].with_notes(notes))


def assert_same_value(one: Any, other: Any) -> None:
    """Equal in every field, array and record."""
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    elif hasattr(one, "items"):
        assert one.keys() == other.keys()
        for key, value in one.items():
            assert_same_value(value, other[key])
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same_value(a, b)
    elif hasattr(one, "__dataclass_fields__"):
        assert type(one) is type(other)
        for field in fields(one):
            assert_same_value(getattr(one, field.name), getattr(other, field.name))
    else:
        assert type(one) is type(other)
        assert one == other


def assert_same_document(one: Document, other: Document) -> None:
    """The same music, takes and history, and the same way back and forth through it."""
    assert_same_song(one.song, other.song)
    assert_same_value(dict(one.takes), dict(other.takes))
    assert (one.done_names, one.undone_names) == (other.done_names, other.undone_names)


def assert_same_history(one: Document, other: Document) -> None:
    """As `assert_same_document`, at every step. Both end where their history does."""
    assert_same_document(one, other)
    while any([one.redo(), other.redo()]):
        assert_same_document(one, other)
    while any([one.undo(), other.undo()]):
        assert_same_document(one, other)
