"""Edits with amounts: by key with the last ones, or in the strip that previews them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from genre_studio.ui.amount_edits import AMOUNT_EDITS
from genre_studio.ui.main_window import MainWindow


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


def run(window: MainWindow, command: str) -> None:
    window.actions_of[command].trigger()


def written(window: MainWindow) -> list[tuple[int, ...]]:
    return window.document.song.tracks[0].notes.tolist()


def shown(window: MainWindow) -> list[tuple[int, ...]]:
    return window.roll._model.view.notes.tolist()


def control(window: MainWindow, id: str):
    return next(c for c in window.amount_strip._controls if c.parameter.id == id)


@pytest.mark.parametrize("id", AMOUNT_EDITS)
def test_each_strip_previews_applies_by_return_as_one_step_and_is_undone(window, id) -> None:
    run(window, "select_all")
    if id == "strum":
        window.roll.set_track(1)
        run(window, "select_all")
    track = window.roll.track
    before = window.document.song.tracks[track].notes.tolist()
    run(window, f"{id}_panel")
    if id == "scale_velocity":
        control(window, "spread").set_value(10)
    if id == "quantize":
        control(window, "ends").set_value(True)
    previewed = shown(window)
    assert previewed != before
    assert window.document.song.tracks[track].notes.tolist() == before
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.document.song.tracks[track].notes.tolist() == previewed
    assert window.document.undo_name.startswith(AMOUNT_EDITS[id].verb)
    assert not window.amount_strip.isVisible()
    window.document.undo()
    assert window.document.song.tracks[track].notes.tolist() == before


def test_escape_leaves_everything_and_gives_the_keyboard_back(window) -> None:
    before = written(window)
    run(window, "select_all")
    run(window, "humanize_panel")
    assert shown(window) != before
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert shown(window) == written(window) == before
    assert window.document.undo_name is None
    assert len(window.roll.selection) == len(before)
    assert window.roll.isAncestorOf(QApplication.focusWidget())


def test_space_plays_while_the_strip_is_open(window) -> None:
    run(window, "set_velocity_panel")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    window.playing.poll()
    assert window.playing.is_playing
    assert window.amount_strip.isVisible()


def test_the_preview_follows_amounts_selection_and_edits(window) -> None:
    run(window, "set_velocity_panel")
    control(window, "velocity").set_value(33)
    assert {note[4] for note in shown(window)} == {33}
    first = window.document.song.tracks[0].notes["id"][:2]
    window.roll._editor.select(first)
    assert sum(note[4] == 33 for note in shown(window)) == 2
    assert window.amount_strip._target.text() == "2 notes"
    run(window, "transpose_up")
    assert sum(note[4] == 33 for note in shown(window)) == 2
    assert not any(note[4] == 33 for note in written(window))
    run(window, "set_velocity_panel")
    assert shown(window) == written(window)


def test_a_press_on_the_paper_takes_hold_of_what_is_written(window) -> None:
    run(window, "select_all")
    run(window, "transpose_panel")
    area = window.roll._area
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=area.rect().center())
    assert window.roll._model.view.draft is None or len(shown(window)) == len(written(window)) + 1
    QTest.keyClick(area, Qt.Key.Key_Escape)
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=area.rect().center())
    assert window.roll._model.view.draft is not None  # previewed again


def test_a_key_uses_the_amounts_of_the_strip(window) -> None:
    run(window, "select_all")
    run(window, "chop_panel")
    control(window, "parts").set_value(3)
    run(window, "chop_panel")
    count = len(written(window))
    run(window, "chop_notes")
    assert len(written(window)) == 3 * count
    assert window.document.undo_name == f"Chop {count} notes"


def test_quantize_by_key_takes_all_notes_and_the_others_ask_for_some(window) -> None:
    window.roll.display.set_grid(window.roll.display.grid.finer(-2))
    run(window, "quantize_selection")
    step = window.roll.display.snapping.step
    assert all(note[1] % step == 0 for note in written(window))
    run(window, "select_none")
    before = written(window)
    run(window, "humanize_notes")
    assert written(window) == before


def test_humanizing_again_is_another_performance(window) -> None:
    run(window, "select_all")
    run(window, "humanize_notes")
    once = written(window)
    window.document.undo()
    run(window, "select_all")
    run(window, "humanize_notes")
    assert written(window) != once


def test_louder_softer_and_nudges_off_the_grid(window) -> None:
    before = window.document.song.tracks[0].notes
    run(window, "select_all")
    run(window, "softer")
    assert np.array_equal(window.document.song.tracks[0].notes["velocity"], before["velocity"] - 5)
    assert window.document.undo_name.startswith("Softer")
    run(window, "louder")
    run(window, "nudge_right_free")
    run(window, "shorten_free")
    after = window.document.song.tracks[0].notes
    assert np.array_equal(after["start"], before["start"] + 1)
    assert np.array_equal(after["duration"], before["duration"] - 1)


def test_a_number_can_be_typed_at_once(window) -> None:
    run(window, "set_velocity_panel")
    QTest.keyClicks(QApplication.focusWidget(), "33")
    assert {note[4] for note in shown(window)} == {33}
