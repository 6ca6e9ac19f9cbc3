"""Rests of a busy thread, with a clock of our own."""

from genre_studio.playback.breath import BUSY_S, REST_S, Breath


class Time:
    def __init__(self) -> None:
        self.now_s = 10.0
        self.slept_s: list[float] = []

    def clock(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds


def test_a_thread_that_sleeps_anyway_takes_no_rest() -> None:
    time = Time()
    breath = Breath(time.clock, time.sleep)
    for _ in range(100):
        time.now_s += BUSY_S / 2
        breath.rest_if_due()
        breath.sleep(0.001)
    assert time.slept_s == [0.001] * 100


def test_a_busy_thread_rests_for_more_than_a_twentieth_of_its_time() -> None:
    time = Time()
    breath = Breath(time.clock, time.sleep)
    began_s = time.now_s
    while time.now_s < began_s + 1:
        time.now_s += 0.0002  # a note
        breath.rest_if_due()
    assert set(time.slept_s) == {REST_S}
    assert sum(time.slept_s) > 0.05
