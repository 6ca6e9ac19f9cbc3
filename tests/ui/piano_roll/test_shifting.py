"""Scrolling moves what is painted: it must look as if it were painted anew."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll.layers.density import DENSE_FROM_NOTES


def busy_song(note_count: int, span_ticks: int) -> Song:
    rng = np.random.default_rng(3)
    tracks = []
    for number in range(2):
        start = np.sort(rng.integers(0, span_ticks, note_count))
        duration, pitch = rng.integers(60, 900, note_count), rng.integers(48, 84, note_count)
        notes = make_notes(start, duration, pitch, rng.integers(1, 128, note_count))
        tracks.append(Track(f"Part {number}", number, notes))
    return Song(480, tuple(tracks))


class Painted(QObject):
    """Notes how many pixels a widget was asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.pixels = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.pixels += sum(part.width() * part.height() for part in event.region())
        return False


def on_screen(hand) -> QImage:
    """What the window shows, as the screen has it."""
    QApplication.processEvents()
    window = hand.roll.window()
    return window.screen().grabWindow(window.winId()).toImage()


@pytest.mark.parametrize("note_count", [150, 2 * DENSE_FROM_NOTES], ids=["some", "very many"])
def test_what_was_shifted_looks_as_if_painted_anew(make_hand, note_count) -> None:
    hand = make_hand(busy_song(note_count, 9600))
    hand.roll.set_region((1920, 7680))
    hand.roll.set_playhead(2000)
    hand.roll.focused.select_all()
    on_screen(hand)
    for across, down in ((64, 0), (3, 0), (-20, 10), (0, -33), (0.5, 0), (0, 120), (-5, -5), (7, 0)):
        hand.roll.viewport.scroll_by(across, down)
        if across == 7:
            hand.roll.set_playhead(2600, playing=True)
        shifted = on_screen(hand)
        hand.area.update()
        assert shifted == on_screen(hand), (across, down)


def test_a_small_scroll_paints_only_what_appears(make_hand) -> None:
    hand = make_hand(busy_song(150, 9600))
    on_screen(hand)
    painted = Painted()
    hand.area.installEventFilter(painted)
    hand.roll.viewport.scroll_by(30, 0)
    QApplication.processEvents()
    area: QRect = hand.area.rect()
    assert 0 < painted.pixels <= (30 + 48) * area.height()


def test_a_scroll_along_with_anything_else_paints_everything(make_hand) -> None:
    hand = make_hand(busy_song(150, 9600))
    on_screen(hand)
    view = hand.roll._model.view
    moved = view.coordinates.scrolled_to(view.coordinates.scroll_x + 30, view.coordinates.scroll_y)
    hand.roll._model.show(replace(view, coordinates=moved, region=(0, 1920)))
    shifted = on_screen(hand)
    hand.area.update()
    assert shifted == on_screen(hand)
