"""The scheduler under a clock that tests move: what sounds when, and that nothing hangs or doubles."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.scheduler import Scheduler
from genre_studio.playback.score import score_of

CONTROL, PROGRAM, BEND = ChannelEventKind.CONTROL, ChannelEventKind.PROGRAM, ChannelEventKind.BEND


def song_of(*notes, events=(), tempos=(), channel=0, **track):
    """A song of one track from (start, duration, pitch) rows; 480 ticks are half a second."""
    starts, durations, pitches = zip(*notes, strict=True) if notes else ((), (), ())
    made = make_notes(starts, durations, pitches) if notes else EMPTY_NOTES
    part = Track(channel=channel, notes=made, events=make_channel_events(events), **track)
    return Song(tracks=(part,), tempos=tuple(tempos))


class Rig:
    """A scheduler, its clock, and everything that it sent with times."""

    def __init__(self, song):
        self.keys = HeldKeys()
        self.scheduler = Scheduler(self.keys, ToldSettings())
        self.now_s = 100.0
        self.sent = []
        self.replace(song)

    def note(self, messages):
        self.sent += [(round(self.now_s - 100.0, 6), message.hex()) for _, message in messages]

    def replace(self, song):
        self.note(self.scheduler.set_score(score_of(song), self.now_s))

    def play(self, tick=0, loop=None):
        self.note(self.scheduler.play(tick, loop, self.now_s))

    def run(self, seconds):
        """As the engine does: wake when something is due."""
        end_s = self.now_s + seconds
        while (due_s := self.scheduler.next_due_s()) <= end_s:
            self.now_s = max(self.now_s, due_s)
            self.note(self.scheduler.advance(self.now_s))
        self.now_s = end_s

    def stop(self):
        self.note(self.scheduler.stop(self.now_s))

    def taken(self):
        sent, self.sent = self.sent, []
        return sent


def test_notes_sound_at_their_times_and_offs_come_before_ons():
    rig = Rig(song_of((0, 480, 60), (480, 480, 62)))
    rig.play()
    rig.run(5)
    assert rig.sent == [(0.0, "903c60"), (0.5, "803c40"), (0.5, "903e60"), (1.0, "803e40")]
    assert not rig.scheduler.is_playing
    assert rig.scheduler.tick_at(rig.now_s) == 960


def test_tempo_changes_count():
    rig = Rig(song_of((0, 480, 60), (960, 480, 62), tempos=[Tempo(480, 1_000_000)]))
    rig.play()
    rig.run(5)
    assert [time for time, _ in rig.sent] == [0.0, 0.5, 1.5, 2.5]


def test_a_late_wake_sends_in_order_and_keeps_the_next_times():
    rig = Rig(song_of((0, 240, 60), (480, 240, 62), (960, 240, 64)))
    rig.play()
    rig.run(0.0)
    rig.now_s += 0.6  # past an off and an on
    rig.note(rig.scheduler.advance(rig.now_s))
    rig.run(1)
    times = [time for time, _ in rig.sent]
    assert times == [0.0, 0.6, 0.6, 0.75, 1.0, 1.25]


def test_after_a_stall_the_song_goes_on_instead_of_hurrying():
    rig = Rig(song_of(*[(i * 480, 240, 60) for i in range(100)]))
    rig.play()
    rig.run(0.1)
    rig.taken()
    rig.now_s += 30
    rig.note(rig.scheduler.advance(rig.now_s))
    assert rig.taken() == [(30.1, "803c40")]


def test_programs_controllers_and_bends_are_chased_in_a_safe_order():
    events = [
        (0, PROGRAM, 0, 40),
        (0, CONTROL, 7, 90),
        (0, CONTROL, 0, 1),
        (10, CONTROL, 7, 80),
        (20, BEND, 0, 100),
        (30, CONTROL, 101, 0),
        (30, CONTROL, 100, 0),
        (30, CONTROL, 6, 12),
        (2000, CONTROL, 7, 10),
    ]
    rig = Rig(song_of((960, 480, 60), events=events))
    rig.play(960)
    rig.run(0.1)
    assert [m for _, m in rig.sent] == [
        "b00001", "c028", "b00750", "e06440", "b06500", "b06400", "b0060c", "903c60",
    ]  # fmt: skip


def test_a_note_that_began_earlier_is_not_struck_in_its_middle():
    rig = Rig(song_of((0, 960, 60), (480, 100, 64)))
    rig.play(480)
    rig.run(1)
    assert [m for _, m in rig.sent] == ["904060", "804040"]


def test_stop_lets_go_of_keys_pedals_and_wheels():
    rig = Rig(song_of((0, 960, 60), events=[(0, CONTROL, 64, 127), (0, BEND, 0, 8191), (0, CONTROL, 7, 5)]))
    rig.play()
    rig.run(0.2)
    rig.taken()
    rig.stop()
    assert {m for _, m in rig.taken()} == {"803c40", "b04000", "e00040"}


def test_a_loop_repeats_without_drift_and_cuts_what_crosses_its_end():
    rig = Rig(song_of((0, 5000, 60), (480, 240, 62), (960, 10, 65), events=[(240, CONTROL, 64, 100)]))
    rig.play(0, (480, 960))
    rig.run(2.2)
    ons = [(time, m) for time, m in rig.sent if m.startswith("90")]
    assert ons == [(0.0, "903c60"), (0.5, "903e60"), (1.0, "903e60"), (1.5, "903e60"), (2.0, "903e60")]
    wrap = [m for time, m in rig.sent if time == 1.0]
    assert wrap == ["803c40", "b04000", "b04064", "903e60"]


def test_two_thousand_loops_do_not_drift():
    rig = Rig(song_of((0, 10, 60), (7, 1, 62), tempos=[Tempo(0, 333_333)]))
    rig.play(0, (0, 7))
    length_s = 7 * 0.333333 / 480
    rig.run(2_000 * length_s - length_s / 2)
    ons = [time for time, m in rig.sent if m.startswith("90")]
    assert len(ons) == 2_000
    assert ons[-1] == pytest.approx(1_999 * length_s, abs=1e-5)


def test_play_past_the_end_starts_from_the_top():
    rig = Rig(song_of((0, 480, 60)))
    rig.play(480)
    rig.run(0.1)
    assert [m for _, m in rig.sent] == ["903c60"]


def test_overlapping_notes_of_one_pitch_strike_again_and_end_once():
    rig = Rig(song_of((0, 960, 60), (480, 240, 60)))
    rig.play()
    rig.run(3)
    assert rig.sent == [(0.0, "903c60"), (0.5, "803c40"), (0.5, "903c60"), (1.0, "803c40")]


def test_two_tracks_in_unison_on_one_channel_sound_once():
    song = song_of((0, 480, 60))
    rig = Rig(Song(tracks=(*song.tracks, *song_of((0, 960, 60)).tracks)))
    rig.play()
    rig.run(3)
    assert rig.sent == [(0.0, "903c60"), (1.0, "803c40")]


def test_an_edit_under_the_playhead_neither_doubles_nor_hangs():
    rig = Rig(song_of((0, 960, 60), (0, 960, 64), (480, 480, 67)))
    rig.play()
    rig.run(0.5)
    rig.taken()
    rig.replace(song_of((0, 1440, 60), (480, 480, 67), (960, 480, 72)))  # 64 deleted, 60 lengthened
    assert rig.taken() == [(0.5, "804040")]
    rig.run(3)
    assert rig.sent == [(1.0, "804340"), (1.0, "904860"), (1.5, "803c40"), (1.5, "804840")]


def test_muting_a_track_silences_it_and_a_new_program_is_heard():
    first = song_of((0, 960, 60), events=[(0, PROGRAM, 0, 5)])
    rig = Rig(first)
    rig.play()
    rig.run(0.2)
    rig.taken()
    rig.replace(song_of((0, 960, 60), events=[(0, PROGRAM, 0, 6)]))
    assert rig.taken() == [(0.2, "c006")]
    rig.replace(song_of((0, 960, 60), muted=True))
    assert (0.2, "803c40") in rig.taken()


def test_a_new_tempo_keeps_the_playhead_at_its_tick():
    rig = Rig(song_of((0, 480, 60), (960, 480, 62)))
    rig.play()
    rig.run(0.5)
    rig.replace(song_of((0, 480, 60), (960, 480, 62), tempos=[Tempo(0, 1_000_000)]))
    assert rig.scheduler.tick_at(rig.now_s) == 480
    rig.taken()
    rig.run(5)
    assert [time for time, _ in rig.sent] == [1.5, 2.5]


def test_soloed_tracks_sound_alone():
    tracks = song_of((0, 480, 60)).tracks + song_of((0, 480, 64), channel=1, soloed=True).tracks
    rig = Rig(Song(tracks=tracks))
    rig.play()
    rig.run(0.1)
    assert [m for _, m in rig.sent] == ["914060"]


def test_a_preview_and_the_song_share_a_key():
    keys = HeldKeys()
    keys.press(Holder.SONG, 60, 90)
    assert [m.hex() for _, m in keys.press(Holder.PREVIEW, 60, 80)] == ["803c40", "903c50"]
    assert keys.release(Holder.SONG, 60) == []
    assert [m.hex() for _, m in keys.release(Holder.PREVIEW, 60)] == ["803c40"]
    assert not len(keys)


class Ear:
    """Hears a stream as a strict synth does: no key struck twice, none let go that is not down."""

    def __init__(self):
        self.down = set()
        self.pedals = {}

    def hear(self, message):
        kind, key = message[0] & 0xF0, (message[0] & 0x0F, message[1])
        if kind == 0x90:
            assert key not in self.down
            self.down.add(key)
        elif kind == 0x80:
            assert key in self.down
            self.down.remove(key)
        elif kind == 0xB0:
            self.pedals[key] = message[2]

    def hears_nothing(self):
        return not self.down and not any(v for (_, number), v in self.pedals.items() if number in (64, 66))


NOTE = st.tuples(st.integers(0, 960), st.integers(1, 600), st.integers(60, 63))
EVENT = st.tuples(
    st.integers(0, 960), st.just(int(CONTROL)), st.sampled_from([7, 64, 66]), st.integers(0, 127)
)
SONG = st.builds(
    lambda notes, events, tempo_us, channel, muted: song_of(
        *notes, events=events, tempos=[Tempo(0, tempo_us)], channel=channel, muted=muted
    ),
    st.lists(NOTE, max_size=12),
    st.lists(EVENT, max_size=6),
    st.sampled_from([250_000, 500_000, 777_777]),
    st.sampled_from([0, 9]),
    st.sampled_from([False, False, True]),
)
TICK = st.integers(0, 1200)
LOOP = st.none() | st.tuples(TICK, st.integers(1, 600)).map(lambda pair: (pair[0], pair[0] + pair[1]))
OPERATION = st.one_of(
    st.tuples(st.just("run"), st.floats(0, 0.4)),
    st.tuples(st.just("late"), st.floats(0, 0.7)),
    st.tuples(st.just("play"), TICK, LOOP),
    st.tuples(st.just("stop")),
    st.tuples(st.just("locate"), TICK),
    st.tuples(st.just("loop"), LOOP),
    st.tuples(st.just("edit"), SONG),
    st.tuples(st.just("preview"), st.integers(60, 63)),
)


@settings(max_examples=120)
@given(SONG, st.lists(OPERATION, min_size=1, max_size=25))
def test_no_sequence_of_gestures_hangs_or_doubles_a_note(song, operations):
    keys, now_s, ear = HeldKeys(), 5.0, Ear()
    scheduler = Scheduler(keys, ToldSettings())

    def hear(messages):
        for _, message in messages:
            ear.hear(message)

    hear(scheduler.set_score(score_of(song), now_s))
    hear(scheduler.play(0, None, now_s))
    for name, *values in operations:
        if name == "run":
            end_s = now_s + values[0]
            while (due_s := scheduler.next_due_s()) <= end_s:
                now_s = max(now_s, due_s)
                hear(scheduler.advance(now_s))
            now_s = end_s
        elif name == "late":
            now_s += values[0]
            hear(scheduler.advance(now_s))
        elif name == "play":
            hear(scheduler.play(*values, now_s))
        elif name == "stop":
            hear(scheduler.stop(now_s))
            hear(keys.release_all(Holder.PREVIEW))
            assert ear.hears_nothing()
        elif name == "locate":
            hear(scheduler.locate(*values, now_s))
        elif name == "loop":
            hear(scheduler.set_loop(*values, now_s))
        elif name == "edit":
            hear(scheduler.set_score(score_of(values[0]), now_s))
        else:
            hear(keys.press(Holder.PREVIEW, *values, 100))
    hear(scheduler.stop(now_s))
    hear(keys.release_all(Holder.PREVIEW))
    assert ear.hears_nothing()
    assert scheduler.next_due_s() == inf


@given(st.lists(NOTE, min_size=1, max_size=12), st.lists(st.floats(0, 1.2), max_size=8))
def test_sending_the_same_song_again_changes_nothing_that_is_heard(notes, times):
    song = song_of(*notes, tempos=[Tempo(0, 333_333)])
    plain, edited = Rig(song), Rig(song)
    for rig in (plain, edited):
        rig.play()
    before = 0.0
    for time in sorted(times):
        edited.run(time - before)
        edited.replace(song_of(*notes, tempos=[Tempo(0, 333_333)]))
        before = time
    plain.run(5)
    edited.run(5)
    assert [m for _, m in edited.sent] == [m for _, m in plain.sent]
    np.testing.assert_allclose([t for t, _ in edited.sent], [t for t, _ in plain.sent], atol=2e-6)
