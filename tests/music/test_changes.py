"""What a document tells of its changes is enough to have the same document again."""

from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.changes import Arrived, Change, Moved, Pushed, Replaced
from genre_studio.music.document import Document
from genre_studio.music.song import Song
from tests.helpers.songs import assert_same_song, songs
from tests.helpers.takes import a_record


def follow(copy: Document, change: Change) -> None:
    match change:
        case Pushed(step):
            copy.replay(step)
        case Moved(by):
            copy.jump(by)
        case Arrived(records):
            copy.add_takes(records)
        case Replaced(song, takes):
            copy.replace(song, takes)


def assert_same_document(one: Document, other: Document) -> None:
    assert_same_song(one.song, other.song)
    assert one.takes == other.takes
    assert (one.done_names, one.undone_names) == (other.done_names, other.undone_names)


@given(st.lists(st.one_of(songs(), st.integers(-3, 3)), max_size=8), st.booleans(), st.booleans())
def test_a_document_that_follows_the_changes_is_the_same(
    gestures: list[Song | int], has_takes: bool, joins: bool
):
    document, copy = Document(Song(), clock=lambda: 0.0), Document(Song())
    leave = document.subscribe_changes(lambda change: follow(copy, change))
    if has_takes:
        document.add_takes([a_record(notes={})])
    for number, gesture in enumerate(gestures):
        if isinstance(gesture, Song):
            document.apply(f"Edit {number}", gesture, run="one run" if joins else None)
        else:
            document.jump(gesture)
        assert_same_document(document, copy)
    leave()
    leave()
    document.apply_takes("Discard all", {})
    assert len(copy.takes) == has_takes


@given(st.lists(songs(), min_size=1, max_size=6), st.integers(0, 6))
def test_a_restored_document_undoes_and_redoes_as_the_one_before(gestures: list[Song], undone: int):
    document = Document(Song())
    for number, song in enumerate(gestures):
        document.apply(f"Edit {number}", song)
    document.jump(-undone)
    again = Document(Song())
    again.restore(document.song, document.takes, document.done_steps, document.undone_steps)
    assert_same_document(document, again)
    assert not again.is_changed
    for steps in (-10, 10, -1):
        assert document.jump(steps) == again.jump(steps)
        assert_same_document(document, again)
    again.apply("Title", Song(title="New"))
    assert again.redo() is None
    assert again.undo() in {"Title", None}


def test_steps_that_fell_out_of_the_budget_are_counted():
    heard: list[Change] = []
    document = Document(Song(), history_budget_bytes=2000)
    document.subscribe_changes(heard.append)
    for number in range(6):
        document.apply("Title", Song(title=str(number)))
    dropped = sum(change.dropped for change in heard if isinstance(change, Pushed))
    assert dropped == 6 - len(document.done_names) > 0
