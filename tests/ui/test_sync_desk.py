"""Inputs, thru, clocks and Link as they are chosen and shown."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from genre_studio.playback.live_messages import (
    Input,
    InputHeard,
    InputsChanged,
    SetClockOutputs,
    SetInputs,
    SetSync,
    SetThru,
    SyncSource,
    SyncState,
)
from genre_studio.playback.messages import EngineStopped
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.sync_desk import LiveChoices, sync_text
from tests.helpers.requests import small_song
from tests.helpers.windows import SilentEngine, make_window

Opened = tuple[MainWindow, SilentEngine]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    window, engine = make_window(tmp_path)
    qtbot.addWidget(window, before_close_func=lambda widget: widget.close_now())
    window.document.replace(small_song())
    window.playing.start()
    window.sync.start()
    window.playing.poll()
    window.show()
    return window, engine


def say(opened: Opened, *events: object) -> None:
    opened[1].events += events
    opened[0].playing.poll()


def entry(menu: QMenu, title: str) -> None:
    """Choose the entry of this title."""
    next(action for action in menu.actions() if action.text() == title).trigger()


def test_the_engine_is_told_at_the_start(opened: Opened) -> None:
    _, engine = opened
    assert SetInputs(("*",)) in engine.live
    assert SetClockOutputs(()) in engine.live


def test_thru_follows_the_shown_track(opened: Opened) -> None:
    window, engine = opened
    for index, track in enumerate(window.document.song.tracks):
        window.links._choose_track(index)
        assert engine.live[-1] == SetThru(True, track.channel, track.program, track.output_id)
    window.actions_of["thru"].trigger()
    assert engine.live[-1] == SetThru(False)
    assert not window.actions_of["thru"].isChecked()


def test_inputs_are_chosen_from_a_menu(opened: Opened) -> None:
    window, engine = opened
    say(opened, InputsChanged((Input("port:a", "Keys A"), Input("port:b", "Pads B")), ()))
    entry(window.sync.inputs_menu(), "Keys A")
    assert engine.live[-1] == SetInputs(("port:a",))
    assert window.status.live.inputs.text() == "In: Keys A"
    entry(window.sync.inputs_menu(), "Pads B")
    assert engine.live[-1] == SetInputs(("port:a", "port:b"))
    assert window.status.live.inputs.text() == "In: 2 inputs"
    entry(window.sync.inputs_menu(), "All inputs")
    assert engine.live[-1] == SetInputs(("*",))


def test_the_beat_and_the_clock_outputs_are_chosen_from_a_menu(opened: Opened) -> None:
    window, engine = opened
    entry(window.sync.sources_menu(), "Ableton Link")
    assert engine.live[-1] == SetSync(SyncSource.LINK)
    assert window.status.live.sync.text() == "Sync: Link, joining"
    entry(window.sync.clock_outputs_menu(), "Studio 1")
    assert engine.live[-1] == SetClockOutputs(("port:1",))
    assert "clock out" in window.status.live.sync.text()
    entry(window.sync.sources_menu(), "Studio 1")
    assert engine.live[-1] == SetClockOutputs(())
    say(opened, SyncState(SyncSource.INTERNAL, 0.0, 0, False))
    assert window.status.live.sync.text() == "Sync: own"


def test_what_comes_in_lights_the_light_and_the_keys(opened: Opened) -> None:
    window, _ = opened
    say(opened, InputHeard((b"\x90\x3c\x40", b"\x90\x40\x40", b"\x80\x3c\x40")))
    assert window.status.lights.input_light.is_lit
    assert window.roll.keyboard._lights.incoming == {0x40}
    say(opened, EngineStopped("it died"))
    assert window.roll.keyboard._lights.incoming == frozenset()


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (SyncState(SyncSource.INTERNAL, 0.0, 0, False), "own"),
        (SyncState(SyncSource.CLOCK, 0.0, 0, False), "clock, none yet"),
        (SyncState(SyncSource.CLOCK, 119.98, 0, True), "clock 120.0"),
        (SyncState(SyncSource.LINK, 97.0, 1, True), "Link 97.0 · 1 peer"),
        (SyncState(SyncSource.LINK, 97.0, 2, True), "Link 97.0 · 2 peers"),
    ],
)
def test_the_beat_in_words(state: SyncState, text: str) -> None:
    assert sync_text(state)[0] == text


def test_who_beats_the_time_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = make_window(tmp_path)
    qtbot.addWidget(window)
    window.sync.choose_source(SyncSource.CLOCK)
    window.close_now()
    again, engine = make_window(tmp_path)
    qtbot.addWidget(again)
    assert again.sync.source is SyncSource.CLOCK
    again.sync.start()
    assert SetSync(SyncSource.CLOCK) in engine.live
    assert again.playing.waits_for_master


def test_a_source_that_there_is_none_of_is_our_own_tempo() -> None:
    assert LiveChoices.remembered("*", "", True, "sundial").source is SyncSource.INTERNAL
