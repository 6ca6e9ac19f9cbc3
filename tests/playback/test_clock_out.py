"""MIDI clock as a slave hears it, under a clock that the test turns."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.timing import Tempo, TempoMap
from genre_studio.playback.clock_out import (
    CLOCK,
    CONTINUE,
    START,
    STOP,
    ClockMaster,
    song_position,
)

PPQ = 480
SIXTEENTH = PPQ // 4


def master(*tempos: Tempo, tick: float = 0) -> ClockMaster:
    return ClockMaster(TempoMap(PPQ, tempos), PPQ, tick, 0.0)


def run(clock: ClockMaster, end_s: float, limit_s: float = np.inf) -> list[tuple[float, bytes]]:
    """Each message with the time at which it was due, as a loop that never is late sends them."""
    sent = []
    while (due_s := clock.next_due_s()) <= end_s and due_s < limit_s:
        sent += [(due_s, message) for message in clock.advance(due_s, limit_s)]
    return sent


def test_a_song_from_its_top_is_a_start_and_24_pulses_a_quarter() -> None:
    clock = master()
    run(clock, 1.0)
    assert clock.roll(0, 1.0) == []
    sent = run(clock, 1.0 + 0.5 - 1e-9)
    assert [message for _, message in sent] == [START, *[CLOCK] * 24]
    assert sent[0][0] == sent[1][0] == 1.0
    assert clock.halt(PPQ, 1.5) == [STOP]


def test_pulses_go_on_while_the_song_stands_and_never_crowd() -> None:
    clock = master(Tempo(0, 600_000))
    times = [time_s for time_s, _ in run(clock, 0.505)]
    clock.roll(0, 0.51)
    times += [time_s for time_s, message in run(clock, 1.0) if message == CLOCK]
    clock.halt(300, 1.001)
    times += [time_s for time_s, _ in run(clock, 2.0)]
    gaps = np.diff(times)
    assert gaps.max() < 0.0251
    assert np.count_nonzero(gaps < 0.0249) <= 1  # only where the song begins off the running pulses


def test_a_sleeping_machine_is_not_made_up_for() -> None:
    clock = master()
    assert len(clock.advance(100.0)) == 1


def test_from_between_two_sixteenths_the_slave_joins_at_the_next() -> None:
    clock = master()
    tick = SIXTEENTH * 5 + 37
    origin_s = 10.0 - tick / 960
    assert clock.roll(tick, origin_s) == [song_position(6)]
    sent = run(clock, 10.5)
    before = [message for time_s, message in sent if time_s < origin_s + 6 * SIXTEENTH / 960 - 1e-9]
    assert set(before) == {CLOCK}
    at = next(i for i, (_, message) in enumerate(sent) if message == CONTINUE)
    assert sent[at][0] == pytest.approx(origin_s + 6 * SIXTEENTH / 960)
    assert sent[at + 1] == (sent[at][0], CLOCK)
    assert START not in [message for _, message in sent]


def test_a_loop_wraps_by_position_and_the_pulses_keep_their_pace() -> None:
    clock = master()
    start, end = 4 * SIXTEENTH, 12 * SIXTEENTH
    origin_s, length_s = 5.0 - start / 960, (end - start) / 960
    clock.roll(start, origin_s)
    sent: list[tuple[float, bytes]] = []
    for _ in range(3):
        wrap_s = origin_s + end / 960
        sent += run(clock, 100.0, wrap_s)
        origin_s += length_s
        sent += [(wrap_s, message) for message in clock.roll(start, origin_s)]
    sent += run(clock, origin_s + start / 960 + 0.001)
    pulses = [time_s for time_s, message in sent if message == CLOCK]
    assert np.allclose(np.diff(pulses), 0.5 / 24)
    others = [message for _, message in sent if message != CLOCK]
    assert others == [CONTINUE, *[STOP, song_position(4), CONTINUE] * 3]


def test_locating_a_standing_song_tells_the_place() -> None:
    clock = master()
    assert clock.locate(SIXTEENTH * 300) == [song_position(300)] == [bytes((0xF2, 300 & 127, 300 >> 7))]
    assert clock.locate(SIXTEENTH * 300 + 1) == [song_position(301)]
    assert clock.locate(SIXTEENTH * 20_000) == []


def test_beyond_the_last_position_the_slave_keeps_the_tempo_only() -> None:
    clock = master()
    assert clock.roll(SIXTEENTH * 20_000, 0.0) == []
    assert {message for _, message in run(clock, 2501.0)} == {CLOCK}
    assert clock.halt(0, 2501.0) == []


def test_an_edit_of_the_tempo_moves_the_pulses_ahead_and_loses_none() -> None:
    clock = master()
    clock.roll(0, 0.0)
    first = [time_s for time_s, message in run(clock, 0.99) if message == CLOCK]
    tick = 0.99 * 960
    slower = TempoMap(PPQ, (Tempo(0, 1_000_000),))
    assert clock.set_song(slower, PPQ, tick, 0.99 - float(slower.seconds_at(tick))) == []
    later = [time_s for time_s, message in run(clock, 2.99) if message == CLOCK]
    assert len(first) == 48
    assert np.allclose(np.diff(later), 1 / 24)
    assert 0.0 < later[0] - first[-1] < 1 / 24


def test_a_song_that_waited_goes_on_where_it_was() -> None:
    clock = master()
    clock.roll(0, 0.0)
    run(clock, 0.25)
    clock.waited(3.0)
    sent = run(clock, 3.32)
    assert [message for _, message in sent] == [CLOCK] * 3
    assert sent[0][0] == pytest.approx(3.0 + 13 * 0.5 / 24)


@given(
    st.lists(
        st.tuples(st.integers(1, 4000), st.integers(200_000, 1_500_000)), max_size=4, unique_by=lambda t: t[0]
    ),
    st.integers(0, 5000),
    st.sampled_from([24, 96, 100, 480, 1000]),
)
def test_every_pulse_of_any_tempo_map_is_on_time(rows, tick, ppq) -> None:
    tempo_map = TempoMap(ppq, [Tempo(*row) for row in rows])
    clock = ClockMaster(tempo_map, ppq, 0, 0.0)
    origin_s = 50.0 - float(tempo_map.seconds_at(tick))
    clock.roll(tick, origin_s)
    pulses = [time_s for time_s, message in run(clock, 53.0) if message == CLOCK]
    places = tempo_map.ticks_at(np.array(pulses) - origin_s) * 24 / ppq
    assert np.allclose(places, np.round(places), atol=1e-5)
    assert all(late - early == 1 for early, late in pairwise(np.round(places)))
    assert tick * 24 / ppq <= places[0] + 1e-6 < tick * 24 / ppq + 1 + 1e-6
