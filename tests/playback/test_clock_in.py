"""A clock slave hears a master through a bad cable, under a clock that the test turns."""

from math import inf

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genre_studio.music.timing import Tempo, TempoMap
from genre_studio.playback.clock_in import ClockSlave, MasterMoved, Motion
from genre_studio.playback.clock_out import CLOCK, CONTINUE, START, STOP, ClockMaster, song_position
from genre_studio.playback.transport import Transport

BPM = 120.0
PERIOD_S = 60 / BPM / 24


def pulses(count: int, bpm: float = BPM, first_s: float = 10.0) -> np.ndarray:
    return first_s + np.arange(count) * 60 / bpm / 24


def started(times_s, slave: ClockSlave | None = None) -> ClockSlave:
    """A slave that heard a start and these pulses."""
    slave = slave or ClockSlave()
    slave.receive(START, times_s[0] - 0.001)
    hear(slave, times_s)
    return slave


def hear(slave: ClockSlave, times_s) -> None:
    for time_s in times_s:
        slave.receive(CLOCK, float(time_s))


def place_error_s(slave: ClockSlave, now_s: float, beats: float) -> float:
    return (slave.beats_at(now_s) - beats) * 60 / slave.bpm


def jittered(times_s: np.ndarray, sigma_s: float, seed: int) -> np.ndarray:
    return np.sort(times_s + np.random.default_rng(seed).normal(0, sigma_s, len(times_s)))


def test_it_runs_from_the_first_pulse_after_the_start() -> None:
    slave = ClockSlave()
    hear(slave, pulses(24, first_s=9.0))
    assert slave.bpm == pytest.approx(BPM)
    assert slave.receive(START, 9.9951) == []
    assert not slave.is_running
    assert slave.receive(CLOCK, 10.0) == [MasterMoved(Motion.START, 0.0, 10.0)]
    assert slave.beats_at(10.25) == pytest.approx(0.5)
    assert slave.time_at(1.0) == pytest.approx(10.5)


def test_stop_continue_and_song_position() -> None:
    slave = started(pulses(25))
    assert slave.receive(STOP, 10.51) == [MasterMoved(Motion.STOP, pytest.approx(25 / 24), 10.51)]
    assert slave.time_at(5.0) == inf
    hear(slave, pulses(24, first_s=10.52))  # it stands, whatever its pulses do
    assert slave.beats_at(11.0) == pytest.approx(25 / 24)
    slave.receive(CONTINUE, 11.02)
    assert slave.receive(CLOCK, 11.03) == [MasterMoved(Motion.START, pytest.approx(25 / 24), 11.03)]
    slave.receive(STOP, 11.04)
    assert slave.receive(song_position(300), 11.05) == [MasterMoved(Motion.LOCATE, 75.0, 11.05)]
    slave.receive(CONTINUE, 11.06)
    assert slave.receive(CLOCK, 11.07) == [MasterMoved(Motion.START, 75.0, 11.07)]


def test_a_song_position_while_it_runs_is_the_place_of_the_next_pulse() -> None:
    slave = started(pulses(24))
    assert slave.receive(song_position(4), 10.49) == [MasterMoved(Motion.LOCATE, 1.0, 10.49)]
    slave.receive(CLOCK, 10.5)
    assert slave.beats_at(10.5) == pytest.approx(1.0, abs=1e-3)


def test_pulses_that_end_without_a_word_are_noticed_once() -> None:
    slave = started(pulses(48))
    assert slave.look(11.2) == []
    assert [moved.motion for moved in slave.look(11.6)] == [Motion.LOST]
    assert slave.look(12.0) == []
    assert not slave.is_heard
    hear(slave, pulses(24, 90, first_s=13.0))
    assert slave.bpm == pytest.approx(90)


def test_messages_that_are_no_clock_are_passed_over() -> None:
    slave = ClockSlave()
    assert slave.receive(b"\x90\x40\x40", 1.0) == slave.receive(b"\xfe", 1.0) == []
    assert slave.receive(STOP, 1.0) == slave.look(5.0) == []


@given(st.floats(40, 240), st.integers(0, 2**32 - 1))
def test_the_tempo_is_right_to_a_twentieth_of_a_percent_in_two_beats(bpm, seed) -> None:
    """With the jitter of a good interface, 0.2 ms: four times what JACK and RtMidi show here."""
    slave = started(jittered(pulses(49, bpm), 0.0002 * min(1, 120 / bpm), seed))
    assert slave.bpm == pytest.approx(bpm, rel=5e-4)


@given(st.floats(60, 180), st.floats(0, 1))
def test_pulses_that_arrive_in_periods_are_no_other_tempo(bpm, offset) -> None:
    """JACK hands over at once what came within its 16 frames: many pulses on end stray alike."""
    period_s, slave = 16 / 48_000, ClockSlave()
    slave.receive(START, 9.99)
    for k, time_s in enumerate(np.ceil(pulses(400, bpm) / period_s + offset) * period_s):
        slave.receive(CLOCK, float(time_s))
        assert k < 48 or slave.bpm == pytest.approx(bpm, rel=5e-4)


@given(st.floats(40, 240), st.integers(0, 2**32 - 1))
@example(101.0, 34177024)
@example(237.60809762024024, 1)
def test_the_place_is_right_to_a_millisecond_through_a_bad_cable(bpm, seed) -> None:
    """For 99 of 100 pulses of every master."""
    slave, errors = ClockSlave(), []
    slave.receive(START, 9.99)
    for k, time_s in enumerate(jittered(pulses(400, bpm), 0.0007, seed)):
        slave.receive(CLOCK, float(time_s))
        if k >= 48:
            errors.append(place_error_s(slave, 10 + k * 60 / bpm / 24, k / 24))
    assert np.quantile(np.abs(errors), 0.99) < 0.001


def test_a_first_gap_that_is_far_too_short_costs_no_pulse() -> None:
    """What was taken for drops by the wrong first period is counted anew once the right one shows."""
    times = pulses(48, 200)
    times[1] -= 0.003
    slave = started(times)
    assert abs(place_error_s(slave, float(times[-1]), 47 / 24)) < 0.001


@given(
    st.floats(60, 200), st.sets(st.integers(30, 150), max_size=12), st.sets(st.integers(30, 150), max_size=12)
)
def test_drops_and_doubles_do_not_shift_the_place(bpm, dropped, doubled) -> None:
    dropped = {k for k in dropped if not {k - 1, k - 2, k - 3} & dropped}  # three alike in a row are a tempo
    times = jittered(pulses(200, bpm), 0.0003, 1)
    heard = []
    for k, time_s in enumerate(times.tolist()):
        if k not in dropped:
            heard.append(time_s)
        if k in doubled and k not in dropped:
            heard.append(time_s + 0.0008)
    slave = started(heard)
    assert abs(place_error_s(slave, 10 + 199 * 60 / bpm / 24, 199 / 24)) < 0.001
    assert slave.bpm == pytest.approx(bpm, rel=1e-3)


def test_a_stalled_cable_that_delivers_all_at_once_is_survived() -> None:
    times = pulses(200)
    times[100:104] = times[103]
    slave = started(times)
    assert abs(place_error_s(slave, float(times[-1]), 199 / 24)) < 0.001


@pytest.mark.parametrize("other", [30.0, 60.0, 90.0, 112.0, 118.0, 121.0, 140.0, 180.0, 240.0, 299.0])
def test_a_tempo_that_jumps_is_followed_within_a_beat_and_no_pulse_is_lost(other) -> None:
    before = pulses(96)
    after = before[-1] + np.arange(1, 49) * 60 / other / 24
    slave = started([*before, *after[:24]])
    assert slave.bpm == pytest.approx(other, rel=5e-3)
    hear(slave, after[24:])
    assert slave.bpm == pytest.approx(other, rel=1e-3)
    assert abs(place_error_s(slave, float(after[-1]), (95 + 48) / 24)) < 0.002


@given(st.floats(70, 180), st.floats(70, 180), st.integers(8, 32), st.integers(0, 2**32 - 1))
def test_a_ramp_is_followed(first, last, beats, seed) -> None:
    bpm = np.linspace(first, last, beats * 24)
    times = 10 + np.concatenate([[0], np.cumsum(60 / bpm / 24)])
    slave, errors = ClockSlave(), []
    slave.receive(START, 9.99)
    for k, time_s in enumerate(jittered(times, 0.0001, seed).tolist()):
        slave.receive(CLOCK, time_s)
        if k > 24:
            errors.append(place_error_s(slave, float(times[k]), k / 24))
    assert np.quantile(np.abs(errors), 0.99) < 0.0015
    assert slave.bpm == pytest.approx(last, rel=0.03)  # half the tempo within 8 beats: some pulses behind


@given(
    st.lists(
        st.tuples(st.sampled_from([CLOCK, START, CONTINUE, STOP, song_position(9)]), st.floats(0, 2)),
        max_size=80,
    )
)
def test_whatever_comes_it_stays_finite_and_forward(events) -> None:
    slave, now_s = ClockSlave(), 5.0
    for message, wait_s in events:
        now_s += wait_s
        slave.look(now_s)
        slave.receive(message, now_s)
        assert np.isfinite(slave.beats_at(now_s))
        assert slave.bpm >= 0
        assert slave.beats_at(now_s + 1) >= slave.beats_at(now_s)


@given(st.integers(0, 3000), st.integers(300_000, 1_200_000))
def test_it_follows_our_own_master(tick, tempo_us) -> None:
    transport = Transport(TempoMap(480, (Tempo(0, tempo_us),)))
    master, slave = ClockMaster(transport.line_at(0.0), 0.0), ClockSlave()
    moved = []

    def pass_on(messages: list[bytes], at_s: float) -> None:
        for message in messages:
            moved.extend(slave.receive(message, at_s))

    def run(end_s: float) -> None:
        while (due_s := master.next_due_s()) < end_s:
            pass_on(master.advance(due_s), due_s)

    run(5.0)
    transport.play(tick, 5.0)
    pass_on(master.line_changed(transport.line_at(5.0), 5.0), 5.0)
    run(8.0)
    assert moved[-1].motion is Motion.START
    assert slave.beats_at(8.0) == pytest.approx(transport.tick_at(8.0) / 480, abs=1e-3)
