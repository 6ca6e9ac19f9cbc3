"""The takes as the window shows them: order, filter, what is selected, and what undo does to it."""

from dataclasses import replace

from genre_studio.generation.outcomes import PartialNotes
from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.scales import Scale
from genre_studio.plugin_api import API_VERSION, Ability, PluginInfo, Take
from genre_studio.ui.take_shelf import TakeOrder, TakeShelf
from tests.helpers.requests import BAR, small_request, small_song
from tests.helpers.takes import a_record, provenance_of

INFO = PluginInfo("echo", "Echo", "1", API_VERSION, "", frozenset({Ability.CONTINUE}), ("jazz",), (), "a:B")


def shelf_of(*ids: int) -> tuple[Document, TakeShelf]:
    document = Document(small_song())
    document.add_takes(a_record(id) for id in ids)
    return document, TakeShelf(document, lambda: Scale(0, "minor"), now_s=lambda: 1_700_000_000.0)


def ids(shelf: TakeShelf) -> list[int]:
    return [take.id for take in shelf.takes]


def whole(index: int) -> Take:
    return Take(index, {0: make_notes([2 * BAR], [480], [60])}, provenance_of(index + 1))


def test_a_discarded_take_comes_back_by_undo_and_is_looked_at() -> None:
    document, shelf = shelf_of(1, 2, 3)
    shelf.select(2)
    shelf.discard(2)
    assert ids(shelf) == [1, 3]
    assert shelf.current is not None
    assert shelf.current.id == 3
    assert document.undo_name == "Discard take 2 (Jazz, Echo)"
    document.undo()
    assert ids(shelf) == [1, 2, 3]
    assert shelf.current.id == 2


def test_the_last_take_gone_selects_nothing() -> None:
    _, shelf = shelf_of(1)
    shelf.select(1)
    told: list[object] = []
    shelf.selected.connect(told.append)
    shelf.discard(1)
    assert (shelf.current, told[-1]) == (None, None)


def test_an_id_is_never_used_twice_even_for_a_take_that_undo_could_bring_back() -> None:
    document, shelf = shelf_of(1, 2)
    shelf.discard(2)
    shelf.begin(small_request(), INFO)
    for index in range(2):
        shelf.finish(whole(index))
    shelf.end()
    document.undo()
    assert sorted(document.takes) == [1, 2, 3, 4]


def test_a_run_fills_the_shelf_and_what_is_not_whole_at_its_end_goes() -> None:
    document, shelf = shelf_of()
    shelf.begin(small_request(), INFO, parent=9)
    assert [take.is_whole for take in shelf.takes] == [False, False]
    shelf.add_notes(PartialNotes(0, 0, make_notes([2 * BAR], [240], [62])))
    shelf.add_notes(PartialNotes(0, 0, make_notes([2 * BAR + 240], [240], [64])))
    assert shelf.takes[0].note_count == 2
    shelf.finish(whole(0))
    shelf.end()
    (take,) = shelf.takes
    assert document.takes == {take.id: take}
    assert (take.parent, take.created_s, take.note_count) == (9, 1_700_000_000.0, 1)
    assert document.undo_name is None


def test_what_a_run_brings_after_another_song_was_opened_is_left() -> None:
    document, shelf = shelf_of(1)
    shelf.begin(small_request(), INFO)
    document.replace(small_song())
    shelf.abandon()
    shelf.finish(whole(0))
    shelf.end()
    assert (ids(shelf), dict(document.takes)) == ([], {})


def test_a_take_in_the_making_can_be_discarded() -> None:
    document, shelf = shelf_of()
    shelf.begin(small_request(), INFO)
    shelf.discard(shelf.takes[0].id)
    shelf.finish(whole(0))
    shelf.finish(whole(1))
    assert [take.number for take in shelf.takes] == [2]
    assert len(document.takes) == 1


def test_notes_that_come_after_the_tracks_have_moved_land_on_their_track() -> None:
    document, shelf = shelf_of()
    shelf.begin(small_request(song=document.song), INFO)
    melody, bass, drums = document.song.tracks
    document.apply("Move", replace(document.song, tracks=(drums, bass, melody)))
    shelf.add_notes(PartialNotes(0, 0, make_notes([2 * BAR], [240], [62])))
    assert shelf.takes[0].notes.keys() == {2}
    shelf.finish(whole(0))
    assert shelf.takes[0].notes.keys() == {2}
    assert shelf.takes[0].asked.tracks == (2, 1, 0)
    document.apply("Remove", replace(document.song, tracks=(drums, bass)))
    shelf.finish(whole(1))
    assert shelf.takes[1].notes == {}


def test_stepping_goes_round_in_both_directions() -> None:
    _, shelf = shelf_of(1, 2, 3)
    seen = []
    for by in (1, 1, 1, 1, -1, -1):
        shelf.step(by)
        assert shelf.current is not None
        seen.append(shelf.current.id)
    assert seen == [1, 2, 3, 1, 3, 2]


def test_stars_filter_and_sort_and_are_steps() -> None:
    document, shelf = shelf_of(1, 2, 3)
    shelf.toggle_star(3)
    assert document.undo_name == "Star take 3 (Jazz, Echo)"
    shelf.sort(TakeOrder.STARRED)
    assert ids(shelf) == [3, 1, 2]
    shelf.show_only_starred(True)
    assert ids(shelf) == [3]
    assert shelf.count == 3
    document.undo()
    assert ids(shelf) == []
    shelf.show_only_starred(False)
    shelf.sort(TakeOrder.NEWEST)
    assert ids(shelf) == [1, 2, 3]


def test_unstarring_a_filtered_take_selects_the_one_in_its_place() -> None:
    _, shelf = shelf_of(1, 2, 3)
    for id in (1, 2):
        shelf.toggle_star(id)
    shelf.show_only_starred(True)
    shelf.select(1)
    shelf.toggle_star(1)
    assert ids(shelf) == [2]
    assert shelf.current is not None
    assert shelf.current.id == 2
