"""Decisions of a live continuation, with a playhead and a generator that the test moves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.live_bars import Block, LiveBars, joined_notes, with_blocks
from genre_studio.music.notes import make_notes, starting_within
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from tests.helpers.songs import assert_valid

BAR = 1920
GUARD = 480


FOUR_FOUR = Meter(0, 4, 4)


def four_bars(meter: Meter = FOUR_FOUR) -> Song:
    bar = meter.bar_ticks(480)
    starts = [i * bar for i in range(4)]
    lead = Track("Lead", 0, make_notes(starts, [bar] * 4, [60, 61, 62, 63]))
    bass = Track("Bass", 1, make_notes(starts, [bar] * 4, [40, 41, 42, 43]))
    return Song(tracks=(lead, bass), meters=(meter,))


def answer(region: tuple[int, int], pitch: int = 80) -> dict[int, np.ndarray]:
    start, end = region
    return {0: make_notes([start, start + (end - start) // 2], [200, 200], [pitch, pitch + 1])}


def live(**others) -> LiveBars:
    return LiveBars(four_bars(), **{"bars": 2, "written": (0,), "guard_ticks": GUARD} | others)


def pitches_in(bars: LiveBars, start: int, end: int) -> list[int]:
    return starting_within(bars.live_song().tracks[0].notes, start, end)["pitch"].tolist()


def test_it_asks_as_the_end_comes_near_and_one_block_at_a_time() -> None:
    bars = live()
    assert bars.look(0).ask == (4 * BAR, 6 * BAR)
    assert bars.look(BAR).ask is None
    bars.arrive(answer((4 * BAR, 6 * BAR)), BAR)
    assert bars.look(BAR).ask is None  # enough is written
    assert bars.look(2 * BAR).ask == (6 * BAR, 8 * BAR)


def test_what_comes_in_time_sounds_in_its_place() -> None:
    bars = live()
    bars.look(0)
    bars.arrive(answer((4 * BAR, 6 * BAR)), BAR)
    assert not bars.look(4 * BAR - GUARD - 1).changed
    assert pitches_in(bars, 4 * BAR, 6 * BAR) == [80, 81]
    assert pitches_in(bars, 0, 4 * BAR) == [60, 61, 62, 63]


def test_where_nothing_comes_the_last_bars_repeat_in_the_written_tracks() -> None:
    bars = live()
    bars.look(0)
    wish = bars.look(4 * BAR - GUARD)
    assert wish.changed
    assert pitches_in(bars, 4 * BAR, 6 * BAR) == [62, 63]
    assert not len(starting_within(bars.live_song().tracks[1].notes, 4 * BAR, 6 * BAR))
    assert bars.look(6 * BAR - GUARD).changed
    assert pitches_in(bars, 6 * BAR, 8 * BAR) == [62, 63]


def test_what_comes_late_goes_to_the_next_bar_line_ahead_and_the_repeat_ends_there() -> None:
    bars = live()
    bars.look(0)
    bars.look(4 * BAR - GUARD)
    bars.arrive(answer((4 * BAR, 6 * BAR)), 4 * BAR + 100)
    assert pitches_in(bars, 4 * BAR, 7 * BAR) == [62, 80, 81]
    assert bars.blocks[-1].start == 5 * BAR
    assert bars.look(4 * BAR + 100).ask == (7 * BAR, 9 * BAR)


def test_what_comes_within_the_guard_of_a_bar_line_waits_for_the_one_after() -> None:
    bars = live()
    bars.look(0)
    bars.look(4 * BAR - GUARD)
    bars.arrive(answer((4 * BAR, 6 * BAR)), 5 * BAR - GUARD + 1)
    assert bars.blocks[-1].start == 6 * BAR


def test_a_loop_repeats_until_the_first_bars_are_there_and_is_left_at_its_end() -> None:
    bars = live(loop=(2 * BAR, 4 * BAR))
    assert bars.look(2 * BAR).ask == (4 * BAR, 6 * BAR)
    for tick in (3 * BAR, 4 * BAR - 1, 2 * BAR, 4 * BAR - 1):
        wish = bars.look(tick)
        assert (wish.changed, wish.leave_loop, wish.ask) == (False, False, None)
    bars.arrive(answer((4 * BAR, 6 * BAR)), 4 * BAR - 10)
    assert not bars.look(4 * BAR - 5).leave_loop  # too late for this time round
    wish = bars.look(2 * BAR + 5)
    assert wish.leave_loop
    assert wish.ask == (6 * BAR, 8 * BAR)
    assert not bars.look(2 * BAR + 9).leave_loop


def test_a_loop_that_ends_behind_the_music_is_continued_behind_the_loop() -> None:
    assert live(loop=(0, 6 * BAR)).look(0).ask == (6 * BAR, 8 * BAR)


def test_what_failed_is_asked_for_again() -> None:
    bars = live()
    region = bars.look(0).ask
    bars.give_up()
    assert bars.look(1).ask == region
    bars.give_up()
    bars.arrive(answer(region), 0)  # too late: nobody waits for it
    assert not bars.blocks


def test_stopping_keeps_the_bars_that_were_begun() -> None:
    bars = live()
    bars.look(0)
    bars.arrive(answer((4 * BAR, 6 * BAR)), 0)
    bars.look(3 * BAR)
    bars.arrive(answer((6 * BAR, 8 * BAR), 90), 3 * BAR)
    assert bars.heard(4 * BAR) == ()
    (block,) = bars.heard(4 * BAR + 1)
    assert (block.start, block.end) == (4 * BAR, 5 * BAR)
    assert block.notes[0]["pitch"].tolist() == [80]
    kept = with_blocks(bars.song, bars.heard(7 * BAR + 5))
    assert starting_within(kept.tracks[0].notes, 4 * BAR, 9 * BAR)["pitch"].tolist() == [80, 81, 90, 91]


def test_notes_that_sound_across_the_last_bar_line_are_cut() -> None:
    block = Block(0, BAR, {0: make_notes([0, 900], [BAR, 100], [60, 61])}).until(BAR // 2)
    assert block.notes[0]["duration"].tolist() == [BAR // 2, 60]
    joined = joined_notes((block, block.moved(BAR)))
    assert_valid(joined[0])
    assert len(joined[0]) == 4


@pytest.mark.parametrize("meter", [Meter(0, 3, 4), Meter(0, 7, 8)])
def test_blocks_are_bars_of_the_meter(meter) -> None:
    bars = LiveBars(four_bars(meter), 3, (0,), 240)
    bar = meter.bar_ticks(480)
    assert bars.look(0).ask == (4 * bar, 7 * bar)
    bars.look(4 * bar - 240)
    assert bars.blocks[0].end == 7 * bar


@given(
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from(["nothing", "arrive", "fail"])), max_size=60),
    st.integers(1, 4),
    st.booleans(),
)
def test_it_never_falls_silent_and_never_changes_what_has_sounded(steps, length, loops) -> None:
    loop = (2 * BAR, 4 * BAR) if loops else None
    bars = live(bars=length, loop=loop)
    tick, sounding = 2 * BAR, []
    looping = loops
    for step, happens in steps:
        tick += step
        if looping and tick >= 4 * BAR:
            tick -= 2 * BAR
        if happens == "arrive" and bars.asked:
            bars.arrive(answer(bars.asked), tick)
        elif happens == "fail":
            bars.give_up()
        wish = bars.look(tick)
        looping = looping and not wish.leave_loop
        if not looping:
            assert bars.blocks or tick < 4 * BAR - GUARD
            end = bars.blocks[-1].end if bars.blocks else 4 * BAR
            assert end > tick + GUARD or tick < 4 * BAR - GUARD
        song = bars.live_song()
        assert_valid(song.tracks[0].notes)
        heard = starting_within(song.tracks[0].notes, 0, tick)[["start", "pitch"]].tolist()
        if not looping:
            assert heard[: len(sounding)] == sounding or loops
            sounding = heard
    edges = [block.start for block in bars.blocks] + [block.end for block in bars.blocks[-1:]]
    assert edges == sorted(set(edges))
    assert all(edge % BAR == 0 for edge in edges)
