from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from genre_studio.music.song import Song
from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import SilentEngine, make_window

Opened = tuple[MainWindow, SilentEngine]
BAR = 1920


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    window, engine = make_window(tmp_path, [])
    qtbot.addWidget(window, before_close_func=lambda widget: widget.close_now())
    window.files.load_demo()
    return window, engine


def toggle(window: MainWindow) -> None:
    window.actions_of["toggle_loop"].trigger()


def bars(song: Song, first: int, end: int) -> tuple[int, int]:
    return song.meter_map.bar_start(first), song.meter_map.bar_start(end)


def test_l_loops_the_song_and_again_ends_it(opened: Opened) -> None:
    window, engine = opened
    song = window.document.song
    end = song.meter_map.bars_end(song.note_end_tick)
    toggle(window)
    assert window.roll.loop == (0, end)
    assert engine.calls[-1] == ("loop", (0, end))
    toggle(window)
    assert window.roll.loop is None
    assert engine.calls[-1] == ("loop", None)


def test_a_selection_moves_the_loop_to_its_bars(opened: Opened) -> None:
    window, engine = opened
    toggle(window)
    song = window.document.song
    notes = song.tracks[window.roll.track].notes
    window.roll._editor.select(notes["id"][:1])
    toggle(window)
    bar = song.meter_map.bar_index_at(int(notes["start"][0]))
    assert window.roll.loop is not None
    assert window.roll.loop[0] == song.meter_map.bar_start(bar)
    assert engine.calls[-1] == ("loop", window.roll.loop)
    toggle(window)
    assert window.roll.loop is None


def test_another_song_has_no_loop(opened: Opened) -> None:
    window, _ = opened
    toggle(window)
    window.files.load_demo()
    assert window.roll.loop is None


def test_a_song_without_notes_has_nothing_to_loop(opened: Opened) -> None:
    window, _ = opened
    window.files.new_song()
    toggle(window)
    assert window.roll.loop is None
