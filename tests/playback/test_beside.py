"""Clocks, Link, thru and recording beside a song that plays, under a clock that the test turns."""

from pathlib import Path

import numpy as np
import pytest

from genre_studio.music.notes import make_notes
from genre_studio.music.recording import RecordMode, Stretch
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback import messages
from genre_studio.playback.clock_out import CLOCK, CONTINUE, START, STOP, song_position
from genre_studio.playback.journal import read_journal
from genre_studio.playback.live_messages import (
    InputHeard,
    Record,
    Recorded,
    RecordingBegan,
    RecordingEnded,
    SetClockOutputs,
    SetInputs,
    SetSync,
    SetThru,
    StopRecording,
    SyncSource,
    SyncState,
)
from tests.helpers.playback import keys_down, scale_song
from tests.helpers.rig import Rig

PPQ = 480
BAR = 4 * PPQ


@pytest.fixture
def rig() -> Rig:
    rig = Rig()
    rig.set_song(scale_song(64, PPQ // 2))
    return rig


def clock_of(sent: list[tuple[float, bytes]]) -> list[bytes]:
    return [message for _, message in sent if message[0] >= 0xF0]


class FakeMaster:
    """Sends clock into the rig at its own tempo, in the rig's time."""

    def __init__(self, rig: Rig, bpm: float) -> None:
        self.rig, self.bpm = rig, bpm
        self.pulses = 0

    def send(self, *messages_sent: bytes) -> None:
        for message in messages_sent:
            self.rig.hear(message, "master")

    def run(self, beats: float) -> None:
        for _ in range(round(beats * 24)):
            self.send(CLOCK)
            self.rig.run(60 / self.bpm / 24)


def test_the_clock_goes_to_the_ports_that_were_asked_for(rig: Rig) -> None:
    rig.do(SetClockOutputs(("", "drums")))
    rig.run(0.2)
    rig.play()
    rig.run(1.0)
    rig.do(messages.Stop())
    for port in ("main", "drums"):
        sent = clock_of(rig.heard(port))
        assert sent.count(START) == sent.count(STOP) == 1
        assert 48 <= sent[sent.index(START) :].count(CLOCK) <= 49
    assert not keys_down(rig.heard())
    rig.do(SetClockOutputs(()))
    count = len(rig.heard("drums"))
    rig.run(1.0)
    assert len(rig.heard("drums")) == count


def test_a_clock_switched_on_and_off_while_playing_brings_the_slave_in_and_stops_it(rig: Rig) -> None:
    rig.play()
    rig.run(0.3)
    rig.do(SetClockOutputs(("other",)))
    rig.run(0.5)
    rig.do(SetClockOutputs(()))
    sent = clock_of(rig.heard("other"))
    assert sent[0] == song_position(3)
    assert CONTINUE in sent
    assert sent[-1] == STOP


def test_a_loop_is_told_to_the_slave_at_each_wrap(rig: Rig) -> None:
    rig.do(SetClockOutputs(("",)))
    rig.play(0, (0, BAR))
    rig.run(4.5)
    sent = clock_of(rig.heard())
    assert sent.count(START) == 3
    assert sent.count(STOP) == 2
    pulses = [time_s for time_s, message in rig.heard() if message == CLOCK]
    assert np.allclose(np.diff(pulses[2:]), 0.5 / 24, atol=1e-6)


def test_the_song_follows_a_master_at_its_tempo(rig: Rig) -> None:
    rig.do(SetSync(SyncSource.CLOCK))
    assert rig.wanted_inputs == {"*"}
    master = FakeMaster(rig, 90.0)
    master.run(4)
    assert not rig.player.scheduler.is_playing
    master.send(START)
    master.run(8)
    assert rig.tick == pytest.approx(8 * PPQ, abs=1)
    ons = [time_s for time_s, message in rig.heard() if message[0] == 0x90]
    assert np.allclose(np.diff(ons), 60 / 90 / 2, atol=1e-3)
    states = rig.of(SyncState)
    assert states[-1] == SyncState(SyncSource.CLOCK, pytest.approx(90.0, abs=0.05), 0, True)
    master.send(STOP)
    assert not rig.player.scheduler.is_playing
    assert not keys_down(rig.heard())
    master.send(song_position(8), CONTINUE)
    assert rig.tick == pytest.approx(2 * PPQ, abs=1)
    master.run(1)
    assert rig.tick == pytest.approx(3 * PPQ, abs=1)


def test_a_tempo_of_the_song_gives_way_to_the_masters(rig: Rig) -> None:
    rig.set_song(Song(tracks=scale_song(32).tracks, tempos=(Tempo(0, 500_000), Tempo(4 * PPQ, 300_000))))
    rig.do(SetSync(SyncSource.CLOCK))
    master = FakeMaster(rig, 100.0)
    master.send(START)
    master.run(8)
    assert rig.tick == pytest.approx(8 * PPQ, abs=2)


def test_our_loop_runs_inside_the_masters_song(rig: Rig) -> None:
    rig.do(SetSync(SyncSource.CLOCK))
    rig.do(messages.SetLoop((0, BAR)))
    master = FakeMaster(rig, 150.0)
    master.send(START)
    master.run(4 * 2 + 1)
    assert rig.tick == pytest.approx(PPQ, abs=2)
    ons = [message[1] for _, message in rig.heard() if message[0] == 0x90]
    assert ons[:18] == [60 + i % 8 for i in range(18)]


def test_a_loop_set_behind_the_playhead_moves_nothing(rig: Rig) -> None:
    rig.do(SetSync(SyncSource.CLOCK))
    master = FakeMaster(rig, 120.0)
    master.send(START)
    master.run(9)
    rig.do(messages.SetLoop((0, BAR)))
    master.run(2)
    assert rig.tick == pytest.approx(11 * PPQ, abs=2)
    rig.do(messages.SetLoop((2 * BAR, 3 * BAR)))
    master.run(2)
    assert rig.tick == pytest.approx(9 * PPQ, abs=2)


def test_a_master_that_falls_silent_stops_the_song_and_is_said_to(rig: Rig) -> None:
    rig.do(SetSync(SyncSource.CLOCK, "master"))
    master = FakeMaster(rig, 120.0)
    master.send(START)
    master.run(4)
    rig.run(1.5)
    assert not rig.player.scheduler.is_playing
    assert rig.of(SyncState)[-1].is_heard is False
    assert not keys_down(rig.heard())


def test_leaving_the_master_gives_the_time_back_to_us(rig: Rig) -> None:
    rig.do(SetSync(SyncSource.CLOCK))
    master = FakeMaster(rig, 60.0)
    master.send(START)
    master.run(2)
    rig.do(SetSync(SyncSource.INTERNAL))
    rig.play(0)
    rig.run(1.0)
    assert rig.tick == pytest.approx(2 * PPQ, abs=1)


def test_what_comes_in_sounds_as_the_part_and_is_told(rig: Rig) -> None:
    rig.do(SetThru(True, 3, 40, "synth"))
    rig.hear(bytes((0x90, 60, 80)))
    rig.hear(bytes((0xB0, 64, 127)))
    rig.hear(bytes((0x80, 60, 30)))
    rig.hear(CLOCK)
    rig.run(0.1)
    heard = [message for event in rig.of(InputHeard) for message in event.messages]
    assert heard == [bytes((0x90, 60, 80)), bytes((0xB0, 64, 127)), bytes((0x80, 60, 30))]


def test_thru_goes_to_the_parts_output_and_nothing_hangs_when_the_part_changes(rig: Rig) -> None:
    rig.do(SetThru(True, 3, 40))
    for message in (bytes((0x90, 60, 80)), bytes((0xB0, 64, 127)), bytes((0xE0, 0, 0x50))):
        rig.hear(message)
    assert [m for _, m in rig.heard()] == [b"\xc3\x28", b"\x93\x3c\x50", b"\xb3\x40\x7f", b"\xe3\x00\x50"]
    rig.do(SetThru(False))
    assert {m for _, m in rig.heard()[4:]} == {b"\x83\x3c\x40", b"\xb3\x40\x00", b"\xe3\x00\x40"}
    rig.hear(bytes((0x90, 60, 80)))
    assert len(rig.heard()) == 7


def test_only_chosen_inputs_play_along(rig: Rig) -> None:
    rig.do(SetInputs(("keys",)))
    assert rig.wanted_inputs == {"keys"}
    rig.do(SetThru(True))
    rig.hear(bytes((0x90, 60, 80)), "other")
    assert not rig.heard()


def order(path: Path, mode: RecordMode = RecordMode.OVERDUB) -> Record:
    return Record(path, mode, 240, 0.0, 0, "Keys", 0, 0, "Song")


def test_a_recording_begins_with_the_song_after_the_count_in(rig: Rig, tmp_path: Path) -> None:
    rig.do(order(tmp_path / "a.recording"))
    rig.play(BAR, count_in_bars=1, past_end=True)
    rig.run(1.9)
    rig.hear(bytes((0x90, 60, 80)))  # 0.1 s early
    rig.run(0.6)
    rig.hear(bytes((0x80, 60, 30)), late_s=0.01)
    rig.run(0.5)
    rig.do(messages.Stop())
    assert rig.of(RecordingBegan) == [RecordingBegan(BAR, None)]
    played = [p for event in rig.of(Recorded) for p in event.played]
    assert [(p.lap, round(p.tick)) for p in played] == [(0, BAR - 96), (0, BAR + 470)]
    (ended,) = rig.of(RecordingEnded)
    assert ended == RecordingEnded(Stretch(BAR, pytest.approx(BAR + 960.0)), True)
    rig.beside.recording.close(rig.now_s)


def test_takes_of_a_loop_and_the_journal_of_them(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "a.recording"
    rig.do(order(path, RecordMode.TAKES))
    rig.play(0, (0, BAR))
    for _ in range(3):
        rig.run(0.5)
        rig.hear(bytes((0x90, 60, 80)))
        rig.run(1.0)
        rig.hear(bytes((0x80, 60, 80)))
        rig.run(0.5)
    rig.run(0.25)
    rig.do(StopRecording())
    assert rig.player.scheduler.is_playing
    (ended,) = rig.of(RecordingEnded)
    assert ended.stretch == Stretch(0, pytest.approx(240.0), (0, BAR), 3)
    rig.beside.recording.close(rig.now_s)
    journal = read_journal(path)
    told = [p for event in rig.of(Recorded) for p in event.played]
    assert [(p.lap, round(p.tick)) for p in journal.played] == [(p.lap, round(p.tick)) for p in told]
    assert [p.lap for p in told] == [0, 0, 1, 1, 2, 2]
    assert journal.header.mode is RecordMode.TAKES


def test_punching_in_and_jumping_away(rig: Rig, tmp_path: Path) -> None:
    rig.play()
    rig.run(1.0)
    rig.do(order(tmp_path / "a.recording"))
    assert rig.of(RecordingBegan) == [RecordingBegan(960, None)]
    rig.run(0.5)
    rig.do(messages.Locate(0))
    (ended,) = rig.of(RecordingEnded)
    assert ended.stretch.end == pytest.approx(1440.0)
    assert not rig.beside.recording.is_armed


def test_what_never_started_is_said_to_be_so(rig: Rig, tmp_path: Path) -> None:
    rig.do(order(tmp_path / "a.recording"))
    rig.do(StopRecording())
    assert rig.of(RecordingEnded)[-1].was_begun is False
    assert not (tmp_path / "a.recording").exists()


def test_recording_in_step_with_a_master_is_placed_by_its_beats(rig: Rig, tmp_path: Path) -> None:
    rig.do(SetSync(SyncSource.CLOCK))
    rig.do(order(tmp_path / "a.recording"))
    master = FakeMaster(rig, 96.0)
    master.run(2)
    master.send(START)
    master.run(4)
    rig.hear(bytes((0x90, 60, 80)))
    master.run(1)
    rig.do(messages.Stop())
    (played,) = [p for event in rig.of(Recorded) for p in event.played]
    assert played.tick == pytest.approx(4 * PPQ, abs=2)


def test_sending_clock_on_while_following_one(rig: Rig) -> None:
    rig.do(SetClockOutputs(("slave",)))
    rig.do(SetSync(SyncSource.CLOCK))
    master = FakeMaster(rig, 75.0)
    master.send(START)
    master.run(6)
    pulses = np.array([time_s for time_s, message in rig.heard("slave") if message == CLOCK])
    assert np.allclose(np.diff(pulses[-60:]), 60 / 75 / 24, atol=5e-4)
    assert clock_of(rig.heard("slave")).count(START) == 1


def test_an_empty_song_can_be_recorded_into(tmp_path: Path) -> None:
    rig = Rig()
    rig.set_song(Song(tracks=(Track(notes=make_notes([], [], [])),)))
    rig.do(order(tmp_path / "a.recording"))
    rig.play(0, past_end=True)
    rig.run(3.0)
    rig.hear(bytes((0x90, 60, 80)))
    rig.do(messages.Stop())
    assert rig.of(RecordingEnded)[0].stretch.end == pytest.approx(6 * PPQ)
