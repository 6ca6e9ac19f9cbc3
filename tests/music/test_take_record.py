"""Takes in the document: what undo and redo do to them, and whether they follow their tracks."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.provenance import Quoted
from genre_studio.music.take_record import Takes, families, with_takes
from tests.helpers.requests import small_song
from tests.helpers.takes import a_record, provenance_of


def ids_starred(takes: Takes) -> list[tuple[int, bool]]:
    return [(id, take.is_starred) for id, take in sorted(takes.items())]


def test_takes_arrive_without_a_step_and_listeners_hear_it() -> None:
    document = Document(small_song())
    heard: list[int] = []
    document.subscribe(lambda: heard.append(len(document.takes)))
    document.add_takes([a_record(1), a_record(2)])
    assert heard == [2]
    assert document.undo_name is None
    assert not document.is_changed


def test_discarding_and_starring_are_steps_and_takes_that_came_later_stay() -> None:
    document = Document(small_song())
    document.add_takes([a_record(1), a_record(2)])
    document.apply_takes("Discard take 1", with_takes(document.takes, {1: None}))
    starred = replace(document.takes[2], is_starred=True)
    document.apply_takes("Star take 2", with_takes(document.takes, {2: starred}))
    document.add_takes([a_record(3)])
    assert document.undo() == "Star take 2"
    assert document.undo() == "Discard take 1"
    assert ids_starred(document.takes) == [(1, False), (2, False), (3, False)]
    document.jump(2)
    assert ids_starred(document.takes) == [(2, True), (3, False)]


def test_a_step_of_song_and_takes_is_one_step() -> None:
    document = Document(small_song())
    document.add_takes([a_record()])
    kept = with_takes(document.takes, {1: replace(document.takes[1], is_kept=True)})
    document.apply("Keep take 1", replace(document.song, title="Kept"), kept)
    assert document.undo() == "Keep take 1"
    assert (document.song.title, document.takes[1].is_kept) == ("Small", False)
    document.redo()
    assert (document.song.title, document.takes[1].is_kept) == ("Kept", True)


def test_takes_follow_their_tracks_and_come_back_with_them() -> None:
    document = Document(small_song())
    document.add_takes([a_record(1)])
    melody, bass, drums = document.song.tracks
    document.apply("Move", replace(document.song, tracks=(drums, melody, bass)))
    assert document.takes[1].notes.keys() == {0, 1}
    assert document.takes[1].asked.tracks == (1, 2, 0)
    assert len(document.takes[1].notes[0]) == 1
    document.apply("Remove drums", replace(document.song, tracks=(melody, bass)))
    assert document.takes[1].notes.keys() == {0}
    document.jump(-2)
    assert document.takes[1].notes.keys() == {0, 2}


def test_a_take_that_came_before_a_redo_gets_back_what_the_redo_took() -> None:
    document = Document(small_song())
    document.apply("Remove drums", replace(document.song, tracks=document.song.tracks[:2]))
    document.undo()
    document.add_takes([a_record(1)])
    document.redo()
    assert document.takes[1].notes.keys() == {0}
    document.undo()
    assert document.takes[1].notes.keys() == {0, 2}


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["add", "discard", "star", "move", "remove", "undo", "redo"]), max_size=16))
def test_undoing_everything_brings_back_every_take(acts: list[str]) -> None:
    document = Document(small_song())
    made = 0
    for act in acts:
        oldest = next(iter(document.takes), None)
        tracks = document.song.tracks
        if act == "add" and len(tracks) == 3:
            made += 1
            document.add_takes([a_record(made)])
        elif act == "discard" and oldest is not None:
            document.apply_takes("Discard", with_takes(document.takes, {oldest: None}))
        elif act == "star" and oldest is not None:
            starred = replace(document.takes[oldest], is_starred=not document.takes[oldest].is_starred)
            document.apply_takes("Star", with_takes(document.takes, {oldest: starred}))
        elif act == "move":
            document.apply("Move", replace(document.song, tracks=(*tracks[1:], *tracks[:1])))
        elif act == "remove":
            document.apply("Remove", replace(document.song, tracks=tracks[1:]))
        elif act in ("undo", "redo"):
            document.jump(-1 if act == "undo" else 1)
        places = set(range(len(document.song.tracks)))
        assert all(take.notes.keys() <= places for take in document.takes.values())
    document.jump(-len(acts))
    assert len(document.takes) == made
    assert not any(take.is_starred for take in document.takes.values())
    assert all(len(take.notes) == 2 for take in document.takes.values())


def test_a_family_stays_together_and_the_newest_comes_first() -> None:
    first, second = a_record(1, batch=1), a_record(2, batch=1)
    other = a_record(3, batch=2, number=1)
    child = a_record(4, batch=3, number=1, parent=2)
    grandchild = a_record(5, batch=4, number=1, parent=4)
    orphan = a_record(6, batch=5, number=1, parent=99)
    lines = [(take.id, depth) for take, depth in families([first, second, other, child, grandchild, orphan])]
    assert lines == [(6, 0), (1, 0), (2, 0), (4, 1), (5, 2), (3, 0)]


def test_the_notes_of_a_quote_are_its_top_ones() -> None:
    notes = make_notes([0, 480, 480, 960, 1440], [100] * 5, [60, 62, 50, 64, 65])
    quoted = provenance_of(quoted=Quoted(2, "An old tune", 0, 480, 960))
    take = a_record(notes={0: notes}, provenance=quoted)
    lit = take.quoted_notes()
    assert lit[0]["pitch"].tolist() == [62, 64]
    assert not take.quoted_notes(at_least=3)
    assert not a_record(notes={0: notes}).quoted_notes()
    assert not a_record(notes={1: notes}, provenance=quoted).quoted_notes()
    assert not a_record(provenance=None).quoted_notes()
