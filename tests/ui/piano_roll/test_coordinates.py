import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.pitch_rows import HIDDEN, PitchRows

coordinates = st.builds(
    RollCoordinates,
    ppq=st.sampled_from([24, 96, 480, 960]),
    beat_px=st.floats(0.5, 1600),
    row_px=st.integers(4, 40),
    scroll_x=st.floats(0, 1e6),
    scroll_y=st.integers(0, 2000).map(float),
)


@given(coordinates, st.integers(0, 10**7))
def test_a_tick_survives_the_way_to_pixels_and_back(view: RollCoordinates, tick: int) -> None:
    assert view.tick_at(view.x_at(tick)) == pytest.approx(tick, abs=1e-3)


@given(coordinates, st.integers(0, 127), st.floats(0, 0.99))
def test_every_pixel_of_a_row_means_its_pitch(view: RollCoordinates, pitch: int, part: float) -> None:
    assert view.pitch_at(view.y_at(pitch) + part * view.row_px) == pitch


@given(coordinates, st.floats(0.2, 5), st.floats(0, 2000))
def test_zoom_keeps_the_tick_under_the_pointer(view: RollCoordinates, factor: float, x: float) -> None:
    zoomed = view.zoomed_x(factor, x)
    assert zoomed.tick_at(x) == pytest.approx(view.tick_at(x), rel=1e-6, abs=1e-3)


@given(coordinates, st.integers(1, 60), st.floats(0, 1000))
def test_zoom_keeps_the_row_under_the_pointer(view: RollCoordinates, row_px: int, y: float) -> None:
    zoomed = view.zoomed_y(row_px, y)
    assert (y + zoomed.scroll_y) / zoomed.row_px == pytest.approx((y + view.scroll_y) / view.row_px)


@given(coordinates, st.lists(st.integers(0, 10**6), max_size=20))
def test_many_ticks_fall_on_the_same_pixels_as_one(view: RollCoordinates, ticks: list[int]) -> None:
    pixels = view.xs_at(np.array(ticks, np.int64)).tolist()
    assert pixels == [view.px_at(tick) for tick in ticks]


@given(coordinates, st.integers(100, 3000), st.integers(100, 2000), st.integers(1, 10**6))
def test_a_held_view_shows_no_emptiness(view: RollCoordinates, width: int, height: int, end: int) -> None:
    held = view.held(width, height, end)
    assert held.scroll_x >= 0 and held.scroll_y >= 0
    assert held.scroll_x + width <= max(end * held.px_per_tick, width) + 1e-6
    assert held.scroll_y + height <= max(held.content_height, height)


def test_showing_fills_the_view() -> None:
    shown = RollCoordinates(480).showing((960, 2880), (60, 71), width=800, height=120)
    assert shown.x_at(960) == pytest.approx(0)
    assert shown.x_at(2880) == pytest.approx(800)
    assert shown.row_px == 10
    assert 0 <= shown.y_at(71) <= shown.y_at(60) <= 110


def test_folded_rows_hold_their_pitches_only() -> None:
    view = RollCoordinates(480, row_px=10, rows=PitchRows([36, 38, 42]))
    assert [view.y_at(pitch) for pitch in (42, 38, 36)] == [0, 10, 20]
    assert view.rows.row_of[40] == HIDDEN
    assert view.pitch_at(500) == 36
    assert view.content_height == 30


def test_rows_without_pitches_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one pitch"):
        PitchRows([])
