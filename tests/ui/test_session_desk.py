"""Sessions in the window: begun, opened, named, copied, and what is said where that cannot be."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.music.midi_file import write_song
from genre_studio.session import session as session_module
from genre_studio.session.errors import SessionNotWritten
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session
from genre_studio.session.store import SessionStore
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll import ColourBy, Tool
from tests.helpers.sessions import louder
from tests.helpers.takes import a_record
from tests.helpers.windows import make_window

Start = Callable[..., MainWindow]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the studio, as the app does, with what earlier starts in this test have left."""
    windows: list[MainWindow] = []

    def begin(file: Path | None = None) -> MainWindow:
        window, _ = make_window(tmp_path)
        windows.append(window)
        window.begin(file)
        window.show()
        QApplication.processEvents()
        return window

    yield begin
    for window in windows:
        window.close_now()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def edit(window: MainWindow, count: int = 1) -> None:
    for number in range(count):
        window.document.apply(f"Louder {number}", louder(window.document.song, number, number + 2))


def sessions(tmp_path: Path) -> list[str]:
    return sorted(each.name for each in (tmp_path / "sessions").glob("*.genrestudio"))


def test_the_demo_opens_at_the_first_start_only(start: Start, tmp_path: Path):
    window = start()
    assert window.document.song.title == "Evening Walk"
    window.files.new_song()
    window.close()
    assert len(sessions(tmp_path)) == 1, "the demo was only looked at"
    again = start()
    assert again.document.song.title == "Song"
    assert again.status.message.text() == "Song is as you left it."


def test_a_window_that_was_killed_comes_back_as_it_was(start: Start, tmp_path: Path):
    window = start()
    edit(window, 3)
    window.document.add_takes([a_record(1), a_record(2)])
    window.shelf.toggle_star(2)
    window.actions_of["undo"].trigger()
    window.roll.set_track(2)
    window.tools.choose("tool_select")
    window.looks.colour_by(ColourBy.PITCH)
    bar = window.document.song.meter_map.bar_start
    window.roll.set_region((bar(2), bar(4)))
    window.roll.set_loop((bar(1), bar(3)))
    window.playing.locate(bar(1))
    window.shelf.select(2)
    window.roll.commands.select([0, 3])
    window.roll.viewport.show_ticks((bar(1), bar(6)))
    before = window.roll.viewport.place
    window.sessions.remember_view()
    session = window.sessions._session
    assert session is not None and session.flush()
    path = session.path
    killed = tmp_path / "killed.genrestudio"
    killed.write_bytes(path.read_bytes())  # what is on the disk at this moment
    again = start(killed)
    assert again.document.done_names == window.document.done_names
    assert again.document.redo_name == window.document.redo_name == "Star take 2 (Jazz, Echo)"
    assert [take.id for take in again.shelf.takes] == [take.id for take in window.shelf.takes]
    assert (again.roll.track, again.roll.tool, again.roll.display.look.colours_by) == (
        2,
        Tool.SELECT,
        ColourBy.PITCH,
    )
    assert (again.roll.region, again.roll.loop) == ((bar(2), bar(4)), (bar(1), bar(3)))
    assert again.requests.marked_region == (bar(2), bar(4))
    assert again.playing.tick == bar(1)
    assert again.roll.selection == {0, 3}
    assert again.shelf.current is not None and again.shelf.current.id == 2
    assert again.roll.viewport.place == before
    again.actions_of["redo"].trigger()
    assert again.document.takes[2].is_starred


def test_save_names_the_session_and_goes_on_in_it(start: Start, tmp_path: Path):
    window = start()
    edit(window, 2)
    assert window.sessions.save_to(tmp_path / "Walk")
    assert window.windowTitle() == "Walk[*] - Genre Studio"
    assert sessions(tmp_path) == []
    edit(window)
    window.actions_of["save"].trigger()
    assert window.status.message.text() == "Every change is in Walk.genrestudio already, as it happens."
    assert len(read_session(tmp_path / "Walk.genrestudio").done) == 3
    assert window.settings.recent[0] == str(tmp_path / "Walk.genrestudio")
    window.close()
    again = start()
    assert again.windowTitle() == "Walk[*] - Genre Studio"
    assert again.status.message.text() == "Walk is as you left it, with 3 steps to undo."


def test_a_copy_leaves_the_session_where_it_is(start: Start, tmp_path: Path):
    window = start()
    edit(window)
    assert window.sessions.save_copy_to(tmp_path / "copy.genrestudio")
    edit(window)
    assert len(read_session(tmp_path / "copy.genrestudio").done) == 1
    assert not window.sessions.is_named
    window.sessions.save_to(tmp_path / "Walk")
    assert not window.sessions.save_copy_to(tmp_path / "Walk")
    assert window.banner.text.text() == "Walk.genrestudio is the session itself: give the copy another name."


def test_an_unnamed_song_that_was_left_is_among_the_recent_ones(start: Start, tmp_path: Path):
    window = start()
    edit(window)
    write_song(window.document.song, tmp_path / "other.mid")
    window.files.open_path(tmp_path / "other.mid")
    assert window.windowTitle() == "other.mid[*] - Genre Studio"
    left = Path(window.settings.recent[1])
    assert window._recent_menu.actions()[1].text().startswith("Unnamed, 20")
    window.files.open_path(left)
    assert window.document.undo_name == "Louder 0"
    assert window.windowTitle() == "Evening Walk[*] - Genre Studio"


def test_opening_what_is_open_says_so(start: Start, tmp_path: Path):
    window = start()
    window.sessions.save_to(tmp_path / "Walk")
    song = window.document.song
    window.files.open_path(tmp_path / "Walk.genrestudio")
    assert window.document.song is song
    assert window.status.message.text() == "Walk.genrestudio is open already."


def test_a_second_window_is_told_who_has_the_file_and_offered_a_copy(start: Start, tmp_path: Path):
    first = start()
    first.sessions.save_to(tmp_path / "Walk")
    edit(first)
    assert first.sessions._session is not None and first.sessions._session.flush()
    second = start(tmp_path / "Walk.genrestudio")
    said = second.banner.text.text()
    assert said.startswith("Walk.genrestudio is open in another window of the studio (process ")
    assert not second.document.done_names
    second.banner.answers[0].click()
    assert second.document.undo_name == "Louder 0"
    assert not second.sessions.is_named
    edit(second)
    assert len(first.document.done_names) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "song.genrestudio is not a session of the studio"),
        (b"Dear Sir or Madam", "song.genrestudio is not a session of the studio"),
        (None, "song.genrestudio cannot be read (no such file or directory)"),
    ],
)
def test_what_cannot_be_opened_changes_nothing(
    start: Start, tmp_path: Path, content: bytes | None, sentence: str
):
    window = start()
    edit(window)
    path = tmp_path / "song.genrestudio"
    if content is not None:
        path.write_bytes(content)
    window.files.open_path(path)
    assert window.banner.text.text().startswith(sentence)
    assert window.document.undo_name == "Louder 0"
    edit(window)
    assert window.sessions.is_safe


def test_a_damaged_file_is_told_and_goes_on_as_a_copy(start: Start, tmp_path: Path):
    window = start()
    edit(window, 3)
    path = tmp_path / "hurt.genrestudio"
    window.sessions.save_copy_to(path)
    database = sqlite3.connect(path)
    database.execute("UPDATE steps SET body=CAST(replace(hex(body), 'A', 'B') AS BLOB) WHERE key=2")
    database.commit()
    database.close()
    hurt = path.read_bytes()
    window.files.open_path(path)
    assert "hurt.genrestudio is damaged:" in window.banner.text.text()
    assert "2 steps of the history could not be read, everything else is here" in window.banner.text.text()
    assert window.document.done_names == ("Louder 2",)
    assert window.document.song.note_count > 0
    assert not window.sessions.is_named
    assert path.read_bytes() == hurt


def test_a_place_that_cannot_be_written_gives_a_copy(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window = start()
    edit(window, 2)
    path = tmp_path / "stick" / "song.genrestudio"
    path.parent.mkdir()
    window.sessions.save_copy_to(path)

    def refuse(place: Path, told: object) -> None:
        raise SessionNotWritten(place, "the place cannot be written to")

    monkeypatch.setattr(Session, "open", refuse)
    window.files.open_path(path)
    assert window.banner.text.text() == (
        "song.genrestudio cannot be written where it is, so this is a copy; Save gives it a name."
    )
    assert window.document.done_names == ("Louder 0", "Louder 1")
    assert window.sessions.is_safe


def test_a_full_disk_is_told_the_work_goes_on_and_is_saved_once_there_is_room(
    qtbot: QtBot, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window = start()
    edit(window)
    session = window.sessions._session
    assert session is not None and session.flush()
    write, is_full = SessionStore.write, True

    def fail(store: SessionStore, *args: object) -> None:
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(store, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(SessionStore, "write", fail)
    edit(window)
    qtbot.waitUntil(window.banner.isVisible)
    assert "there is no room left on the disk. You can go on" in window.banner.text.text()
    edit(window, 2)
    song = window.document.song
    window.files.new_song()
    window.files.load_demo()
    assert window.document.song is song
    assert window.banner.text.text().startswith(
        "This song is not saved yet: there is no room left on the disk."
    )
    window.close()
    assert window.isVisible()
    assert window.banner.text.text() == "The last changes are not saved: there is no room left on the disk."
    assert [each.text() for each in window.banner.answers][:2] == ["Save elsewhere…", "Close without them"]
    is_full = False
    assert session.flush()
    qtbot.waitUntil(lambda: window.status.message.text() == "Everything is saved again.")
    assert len(read_session(session.path).done) == 4
    window.close()
    assert not window.isVisible()


def test_a_name_where_nothing_can_be_written_leaves_the_session_as_it_is(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window = start()
    edit(window)
    before = window.sessions.path

    def fail(path: Path, contents: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(session_module, "_made_anew", fail)
    assert not window.sessions.save_to(tmp_path / "Walk")
    assert window.banner.text.text() == (
        "Walk.genrestudio cannot be written: the place cannot be written to. Choose another place."
    )
    assert window.sessions.path == before
    edit(window)
    assert window.sessions.is_safe
