"""Clicks: by the meter, through tempo changes, loops and edits, and in a count-in."""

import pytest

from genre_studio.music.song import Song
from genre_studio.music.timing import Meter, MeterMap, Tempo, TempoMap
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.click_line import ClickLine, click_ticks, count_in
from genre_studio.playback.held_keys import HeldKeys
from genre_studio.playback.scheduler import Scheduler
from genre_studio.playback.score import score_of
from tests.helpers.playback import scale_song

PPQ = 480


@pytest.mark.parametrize(
    ("numerator", "denominator", "clocks", "ticks"),
    [(4, 4, 24, 480), (3, 4, 24, 480), (6, 8, 24, 720), (12, 8, 36, 720), (7, 8, 24, 240), (2, 2, 48, 960),
     (5, 8, 12, 240), (3, 8, 12, 240), (4, 4, 48, 960), (4, 4, 0, 480)],
)  # fmt: skip
def test_a_click_is_a_beat_as_musicians_count_it(numerator, denominator, clocks, ticks):
    assert click_ticks(Meter(0, numerator, denominator, clocks), PPQ) == ticks


def clicks(meters, tempos, first, count):
    line = ClickLine(TempoMap(PPQ, tempos), MeterMap(PPQ, meters))
    line.seek(first)
    return [(round(click.due_s, 6), click.is_bar) for click in (line.take() for _ in range(count))]


def test_clicks_follow_meters_and_tempos():
    meters = [Meter(0, 3, 4), Meter(1440, 2, 4)]
    got = clicks(meters, [Tempo(960, 1_000_000)], 0, 6)
    assert got == [(0.0, True), (0.5, False), (1.0, False), (2.0, True), (3.0, False), (4.0, True)]


def test_a_meter_that_cuts_a_bar_short_begins_a_bar_there():
    assert clicks([Meter(0, 4, 4), Meter(720, 4, 4)], [], 0, 4) == [
        (0.0, True), (0.5, False), (0.75, True), (1.25, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("tick", "due_s"), [(480, 0.5), (481, 1.0), (959, 1.0), (1919, 2.0)])
def test_the_next_click_is_the_first_at_or_after_a_place(tick, due_s):
    assert clicks([], [], tick, 1)[0][0] == due_s


def test_a_count_in_ends_where_the_music_begins():
    maps = TempoMap(PPQ, [Tempo(1920, 250_000)]), MeterMap(PPQ, [])
    got = [(round(click.due_s, 6), click.is_bar) for click in count_in(*maps, 1920, 1)]
    assert got == [(1.0, True), (1.25, False), (1.5, False), (1.75, False)]
    in_the_bar = count_in(*maps, 1920 + 480, 1)
    assert [round(click.due_s, 6) for click in in_the_bar] == [1.0, 1.25, 1.5, 1.75, 2.0]
    assert count_in(*maps, 1920, 0) == []


class Rig:
    def __init__(self, song):
        self.scheduler, self.now_s, self.sent = Scheduler(HeldKeys(), ToldSettings()), 0.0, []
        self.scheduler.set_score(score_of(song), 0.0)
        self.scheduler.set_metronome(3, 0.0)

    def run(self, until_s):
        while (due_s := self.scheduler.next_due_s()) <= until_s:
            self.now_s = max(self.now_s, due_s)
            self.sent += [
                (round(self.now_s, 4), port, m.hex()) for port, m in self.scheduler.advance(self.now_s)
            ]
        self.now_s = until_s

    def clicks(self):
        return [time for time, port, m in self.sent if port == 3 and m.startswith("99")]


def test_clicks_follow_a_loop_of_an_odd_length():
    rig = Rig(scale_song(20, 480))
    rig.scheduler.play(0, (480, 1200), 0.0)  # one beat and a half
    rig.run(2.9)
    assert rig.clicks() == [0.0, 0.5, 1.0, 1.25, 1.75, 2.0, 2.5, 2.75]


def test_an_edit_and_a_new_tempo_neither_double_nor_lose_a_click():
    rig = Rig(scale_song(20, 480))
    rig.scheduler.play(0, None, 0.0)
    rig.run(0.5)
    for _ in range(3):
        rig.scheduler.set_score(score_of(scale_song(20, 480)), rig.now_s)
    rig.run(1.0)
    slow = Song(tracks=scale_song(20, 480).tracks, tempos=(Tempo(0, 1_000_000),))
    rig.scheduler.set_score(score_of(slow), rig.now_s)
    rig.run(3.0)
    assert rig.clicks() == [0.0, 0.5, 1.0, 2.0, 3.0]
    rig.scheduler.stop(rig.now_s)
    ons = [m[2:4] for _, port, m in rig.sent if m.startswith("99")]
    assert len(ons) == 5


def test_an_edit_while_it_counts_in_keeps_the_first_note():
    rig = Rig(scale_song(4, 480, first=480))
    rig.scheduler.play(0, None, 0.0, count_in_bars=1)
    rig.run(1.2)
    rig.scheduler.set_score(score_of(scale_song(4, 480)), rig.now_s)
    rig.run(2.0)
    assert [(t, m) for t, port, m in rig.sent if port == 0 and m.startswith("90")] == [(2.0, "903c60")]
    assert rig.clicks() == [0.0, 0.5, 1.0, 1.5, 2.0]


def test_a_steered_song_keeps_to_another_beat():
    """Half the tempo, given 48 times a beat with some noise, as a clock gives it."""
    rig = Rig(scale_song(8, 480))
    rig.scheduler.set_metronome(None, 0.0)
    rig.scheduler.play(0, None, 0.0)
    for i in range(200):
        at_s = i / 48
        rig.run(at_s)
        noise = 0.3 * (-1) ** i
        rig.sent += [
            (round(at_s, 4), p, m.hex())
            for p, m in rig.scheduler.steer(max(0, at_s * 480 + noise), 0.5, at_s)
        ]
    ons = [t for t, _, m in rig.sent if m.startswith("90")]
    assert ons == pytest.approx([0, 1, 2, 3, 4], abs=0.001)
