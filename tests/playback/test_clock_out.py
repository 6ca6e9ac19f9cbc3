"""MIDI clock as a slave hears it, beside a transport, under a clock that the test turns."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.timing import Tempo, TempoMap
from genre_studio.playback.clock_out import CLOCK, CONTINUE, START, STOP, ClockMaster, song_position
from genre_studio.playback.transport import Transport

PPQ = 480
SIXTEENTH = PPQ // 4
Sent = list[tuple[float, bytes]]


class Studio:
    """A transport with a clock beside it: what a slave hears of both, with the time of each message."""

    def __init__(self, *tempos: Tempo, ppq: int = PPQ) -> None:
        self.tempo_map = TempoMap(ppq, tempos)
        self.transport = Transport(self.tempo_map)
        self.clock = ClockMaster(self.transport.line_at(0.0), 0.0)
        self.sent: Sent = []

    def run(self, end_s: float) -> Sent:
        """Let time pass as in a loop that never is late; returns what was sent meanwhile."""
        first = len(self.sent)
        while (due_s := min(self.clock.next_due_s(), self._boundary_s())) <= end_s:
            if due_s == self._boundary_s():
                self.transport.wrap()
                self.tell(due_s)
            else:
                self.sent += [(due_s, message) for message in self.clock.advance(due_s)]
        return self.sent[first:]

    def tell(self, now_s: float) -> list[bytes]:
        """Tell the clock of what was done to the transport."""
        told = self.clock.line_changed(self.transport.line_at(now_s), now_s)
        self.sent += [(now_s, message) for message in told]
        return told

    def play(self, tick: float, now_s: float, starts_s: float | None = None) -> list[bytes]:
        self.transport.play(tick, now_s, starts_s)
        return self.tell(now_s)

    def stop(self, tick: float, now_s: float) -> list[bytes]:
        self.transport.stop(tick)
        return self.tell(now_s)

    def _boundary_s(self) -> float:
        return self.transport.clock_s(self.transport.boundary_s) if self.transport.is_playing else np.inf


def pulses(sent: Sent) -> list[float]:
    return [time_s for time_s, message in sent if message == CLOCK]


def others(sent: Sent) -> list[bytes]:
    return [message for _, message in sent if message != CLOCK]


def test_a_song_from_its_top_is_a_start_and_24_pulses_a_quarter() -> None:
    studio = Studio()
    studio.run(1.0)
    assert studio.play(0, 1.001) == []
    sent = studio.run(1.001 + 0.5 - 1e-9)
    assert [message for _, message in sent] == [START, *[CLOCK] * 24]
    assert sent[0][0] == sent[1][0] == 1.001
    assert studio.stop(PPQ, 1.502)[-1] == STOP


def test_pulses_go_on_while_the_song_stands_and_never_crowd() -> None:
    studio = Studio(Tempo(0, 600_000))
    studio.run(0.505)
    studio.play(0, 0.51)
    studio.run(1.0)
    studio.stop(300, 1.001)
    studio.run(2.0)
    gaps = np.diff(pulses(studio.sent))
    assert gaps.max() < 0.0251
    assert np.count_nonzero(gaps < 0.0249) <= 1  # only where the song begins off the running pulses


def test_a_sleeping_machine_is_not_made_up_for() -> None:
    assert len(Studio().clock.advance(100.0)) == 1


def test_pulses_of_a_count_in_lead_into_the_first_one() -> None:
    studio = Studio()
    studio.run(1.0)
    studio.play(480, 1.0, 3.0)
    sent = studio.run(3.2)
    assert others(sent) == [CONTINUE]
    assert (3.0, CONTINUE) in [(pytest.approx(time_s), message) for time_s, message in sent]
    assert np.allclose(np.diff(pulses(sent)), 0.5 / 24)


def test_from_between_two_sixteenths_the_slave_joins_at_the_next() -> None:
    studio = Studio()
    tick = SIXTEENTH * 5 + 37
    assert studio.play(tick, 10.0) == [song_position(6)]
    sent = studio.run(10.5)
    joins_s = 10.0 + (6 * SIXTEENTH - tick) / 960
    assert {message for time_s, message in sent if time_s < joins_s - 1e-9} == {CLOCK}
    at = next(i for i, (_, message) in enumerate(sent) if message == CONTINUE)
    assert sent[at][0] == pytest.approx(joins_s)
    assert sent[at + 1] == (sent[at][0], CLOCK)
    assert START not in others(sent)


@pytest.mark.parametrize("late_s", [0.0, 0.0004])
def test_a_loop_wraps_by_position_and_the_pulses_keep_their_pace(late_s: float) -> None:
    studio = Studio()
    start, end = 4 * SIXTEENTH, 12 * SIXTEENTH
    studio.transport.set_loop((start, end), 0.0)
    studio.play(start, 5.0)
    for lap in range(1, 4):
        wrap_s = 5.0 + lap * (end - start) / 960
        studio.run(wrap_s - 0.001)
        studio.transport.wrap()
        studio.tell(wrap_s + late_s)
    studio.run(wrap_s + 0.01)
    assert np.allclose(np.diff(pulses(studio.sent)), 0.5 / 24)
    assert others(studio.sent) == [song_position(4), CONTINUE, *[STOP, song_position(4), CONTINUE] * 3]


def test_locating_tells_the_place_standing_and_rolling() -> None:
    studio = Studio()
    studio.transport.locate(SIXTEENTH * 300, 0.0)
    assert studio.tell(0.0) == [song_position(300)] == [bytes((0xF2, 300 & 127, 300 >> 7))]
    studio.transport.locate(SIXTEENTH * 300 + 1, 0.0)
    assert studio.tell(0.0) == [song_position(301)]
    studio.transport.locate(SIXTEENTH * 20_000, 0.0)
    assert studio.tell(0.0) == []
    studio.play(0, 1.0)
    studio.run(1.5)
    studio.transport.locate(SIXTEENTH * 8, 1.5)
    assert [m for m in studio.tell(1.5) if m != CLOCK] == [STOP, song_position(8)]
    assert others(studio.run(1.6)) == [CONTINUE]


def test_beyond_the_last_position_the_slave_keeps_the_tempo_only() -> None:
    studio = Studio()
    assert studio.play(SIXTEENTH * 20_000, 0.0) == []
    assert {message for _, message in studio.run(1.0)} == {CLOCK}
    assert STOP not in studio.stop(0, 1.0)


def test_an_edit_of_the_tempo_moves_the_pulses_ahead_and_loses_none() -> None:
    studio = Studio()
    studio.play(0, 0.0)
    first = pulses(studio.run(0.99))
    studio.transport.set_tempo_map(TempoMap(PPQ, (Tempo(0, 1_000_000),)), 0, 0.99)
    assert studio.tell(0.99) == []
    later = pulses(studio.run(2.99))
    assert len(first) == 48
    assert np.allclose(np.diff(later), 1 / 24)
    assert 0.0 < later[0] - first[-1] < 1 / 24


def test_another_masters_tempo_bends_the_pulses() -> None:
    studio = Studio()
    studio.play(0, 0.0)
    studio.run(1.0)
    studio.transport.steer(studio.transport.tick_at(1.0) + 3, 0.5, 1.0)
    assert studio.tell(1.0) == []
    assert np.allclose(np.diff(pulses(studio.run(3.0))), 1 / 24)


def test_a_song_that_waited_goes_on_where_it_was() -> None:
    studio = Studio()
    studio.play(0, 0.0)
    studio.run(0.25)
    studio.transport.hold(3.0)
    studio.tell(3.25)
    sent = studio.run(3.32)
    assert [message for _, message in sent] == [CLOCK] * 3
    assert sent[0][0] == pytest.approx(3.0 + 13 * 0.5 / 24)


def test_a_port_whose_clock_is_switched_on_while_the_song_plays_joins_in() -> None:
    studio = Studio()
    studio.play(0, 0.0)
    clock = ClockMaster(studio.transport.line_at(0.3), 0.3)
    assert clock.begin(0.3) == [song_position(3)]
    sent = [m for _ in range(9) for m in clock.advance(clock.next_due_s())]
    assert CONTINUE in sent
    assert clock.next_due_s() > 0.375
    assert clock.end() == [STOP]


@given(
    st.lists(
        st.tuples(st.integers(1, 4000), st.integers(200_000, 1_500_000)), max_size=4, unique_by=lambda t: t[0]
    ),
    st.integers(0, 5000),
    st.sampled_from([24, 96, 100, 480, 1000]),
)
def test_every_pulse_of_any_tempo_map_is_on_time(rows, tick, ppq) -> None:
    studio = Studio(*(Tempo(*row) for row in rows), ppq=ppq)
    studio.play(tick, 50.0)
    origin_s = studio.transport.origin_s
    times_s = pulses(studio.run(53.0))
    places = studio.tempo_map.ticks_at(np.array(times_s) - origin_s) * 24 / ppq
    assert np.allclose(places, np.round(places), atol=1e-5)
    assert all(late - early == 1 for early, late in pairwise(np.round(places)))
    assert tick * 24 / ppq <= places[0] + 1e-6 < tick * 24 / ppq + 1 + 1e-6
