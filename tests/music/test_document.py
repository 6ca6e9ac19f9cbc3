from dataclasses import replace

import numpy as np

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo


def song_of(*names: str) -> Song:
    return Song(
        tracks=tuple(
            Track(name, i, make_notes([0, 480], [480, 480], [60, 62])) for i, name in enumerate(names)
        )
    )


def renamed(song: Song, index: int, name: str) -> Song:
    return song.with_track(index, replace(song.tracks[index], name=name))


def names_of(document: Document) -> list[str]:
    return [track.name for track in document.song.tracks]


def test_gestures_are_undone_and_redone_by_name():
    document = Document(song_of("Lead", "Bass"))
    document.apply("Rename Lead", renamed(document.song, 0, "Flute"))
    document.apply("Delete Bass", replace(document.song, tracks=document.song.tracks[:1]))
    assert (document.undo_name, document.redo_name) == ("Delete Bass", None)
    assert document.undo() == "Delete Bass"
    assert names_of(document) == ["Flute", "Bass"]
    assert document.undo() == "Rename Lead"
    assert names_of(document) == ["Lead", "Bass"]
    assert (document.undo_name, document.redo_name) == (None, "Rename Lead")
    assert document.undo() is None
    assert document.redo() == "Rename Lead"
    assert document.redo() == "Delete Bass"
    assert document.redo() is None
    assert names_of(document) == ["Flute"]


def test_the_revision_grows_by_one_at_every_change_and_not_at_none():
    document = Document(song_of("Lead"))
    document.apply("Nothing", replace(document.song))
    copied_notes = document.song.tracks[0].notes.copy()
    document.apply("Nothing", document.song.with_track(0, document.song.tracks[0].with_notes(copied_notes)))
    assert (document.revision, document.undo_name) == (0, None)
    document.apply("Rename", renamed(document.song, 0, "Flute"))
    document.undo()
    document.redo()
    assert document.revision == 3


def test_a_new_gesture_forgets_what_was_undone():
    document = Document(song_of("Lead"))
    document.apply("One", renamed(document.song, 0, "1"))
    document.undo()
    document.apply("Two", renamed(document.song, 0, "2"))
    assert document.redo() is None
    assert names_of(document) == ["2"]


def test_is_changed_follows_the_saved_state_through_undo_and_branches():
    document = Document(song_of("Lead"))
    assert not document.is_changed
    document.apply("One", renamed(document.song, 0, "1"))
    assert document.is_changed
    document.mark_saved()
    assert not document.is_changed
    document.undo()
    assert document.is_changed
    document.redo()
    assert not document.is_changed
    document.undo()
    document.apply("Other", renamed(document.song, 0, "other"))
    assert document.is_changed


def test_opening_another_song_clears_the_history():
    document = Document(song_of("Lead"))
    document.apply("One", renamed(document.song, 0, "1"))
    other = song_of("Piano")
    document.replace(other)
    assert document.song is other
    assert (document.undo_name, document.is_changed, document.revision) == (None, False, 2)


def test_listeners_hear_every_change_until_they_leave():
    document = Document(song_of("Lead"))
    heard: list[int] = []

    def listener() -> None:
        heard.append(document.revision)

    leave = document.subscribe(listener)
    leave_again = document.subscribe(listener)
    document.apply("One", renamed(document.song, 0, "1"))
    leave()
    leave()
    document.undo()
    document.mark_saved()
    leave_again()
    document.redo()
    assert heard == [1, 1, 2, 2]


def test_tempo_and_title_are_part_of_a_gesture():
    document = Document(song_of("Lead"))
    document.apply("Set tempo", replace(document.song, tempos=(Tempo(0, 400_000),), title="Fast"))
    assert document.song.tempo_map.tempo_us_at(0) == 400_000
    document.undo()
    assert (document.song.tempos, document.song.title) == ((), "")


def test_an_untouched_track_is_shared_and_a_touched_one_is_a_new_value():
    document = Document(song_of("Lead", "Bass"))
    bass = document.song.tracks[1]
    notes = document.song.tracks[0].notes
    document.apply("Shorten", document.song.with_track(0, document.song.tracks[0].with_notes(notes[:1])))
    document.undo()
    assert document.song.tracks[1] is bass
    assert np.array_equal(document.song.tracks[0].notes, notes)
    assert not document.song.tracks[0].notes.flags.writeable


class Clock:
    """Says what time it is, and is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def titled(document: Document, title: str) -> Song:
    return replace(document.song, title=title)


def test_steps_know_when_they_were_made():
    clock = Clock()
    document = Document(song_of("Lead"), clock=clock)
    document.apply("One", titled(document, "1"))
    clock.now_s = 1_060.0
    document.apply("Two", titled(document, "2"))
    assert [step.made_s for step in document.done_steps] == [1_000.0, 1_060.0]


def test_gestures_of_one_run_are_one_step_while_they_follow_each_other():
    clock = Clock()
    document = Document(song_of("Lead"), clock=clock)
    for title in ("1", "2", "3"):
        document.apply("Nudge", titled(document, title), run="these notes")
        clock.now_s += 0.9
    assert document.done_names == ("Nudge",)
    assert document.song.title == "3"
    clock.now_s += 0.2
    document.apply("Nudge", titled(document, "4"), run="these notes")
    document.apply("Nudge", titled(document, "5"), run="those notes")
    assert document.done_names == ("Nudge", "Nudge", "Nudge")
    document.undo()
    document.undo()
    assert document.song.title == "3"
    document.undo()
    assert document.song.title == ""
    while document.redo():
        pass
    assert document.song.title == "5"


def test_another_gesture_ends_a_run_and_so_does_undo():
    document = Document(song_of("Lead"), clock=Clock())
    document.apply("Nudge", titled(document, "1"), run="run")
    document.apply("Mute", titled(document, "2"))
    document.apply("Nudge", titled(document, "3"), run="run")
    assert document.done_names == ("Nudge", "Mute", "Nudge")
    document.undo()
    document.apply("Nudge", titled(document, "4"), run="run")
    assert document.done_names == ("Nudge", "Mute", "Nudge")
    assert document.undone_names == ()


def test_a_run_that_ends_where_it_began_tells_the_listeners():
    document = Document(song_of("Lead"), clock=Clock())
    titles: list[str] = []
    document.subscribe(lambda: titles.append(document.song.title))
    document.apply("Nudge", titled(document, "1"), run="run")
    document.apply("Nudge", titled(document, ""), run="run")
    assert titles == ["1", ""]
    assert document.done_names == ()
    assert not document.is_changed


def test_what_the_budget_dropped_is_counted_until_another_song_is_open():
    document = Document(song_of("Lead"), history_budget_bytes=1)
    for title in ("1", "2", "3"):
        document.apply("Title", titled(document, title))
    assert (document.done_names, document.dropped_steps) == (("Title",), 2)
    document.replace(song_of("Bass"))
    assert document.dropped_steps == 0
