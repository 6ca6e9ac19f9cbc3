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
