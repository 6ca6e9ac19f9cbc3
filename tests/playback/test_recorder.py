"""Where messages are placed, and what the journal keeps of them."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.recording import Played, RecordMode, Stretch
from genre_studio.music.timing import Tempo, TempoMap
from genre_studio.playback.journal import JournalHeader, JournalWriter, read_journal
from genre_studio.playback.recorder import Recorder
from genre_studio.playback.transport import Transport

PPQ = 480
BAR = 4 * PPQ
STEADY = TempoMap(PPQ, ())  # 960 ticks a second
NOTE = b"\x90\x3c\x40"
HEADER = JournalHeader(BAR, (BAR, 2 * BAR), PPQ, RecordMode.TAKES, 1, "Keys", 0, 4, "Évening", 240, 1.5e9)


def silent(_: str) -> None:
    raise AssertionError


def rolling(
    tick: float, now_s: float, loop: tuple[int, int] | None = None, starts_s: float | None = None
) -> Transport:
    transport = Transport(STEADY)
    transport.set_loop(loop, now_s)
    transport.play(tick, now_s, starts_s)
    return transport


def wrapped(transport: Transport, times: int) -> Transport:
    for _ in range(times):
        transport.wrap()
    return transport


def test_messages_are_placed_by_the_time_they_came_in_less_the_latency() -> None:
    line = rolling(BAR, 10.0, starts_s=12.0).line_at(10.0)
    recorder = Recorder(line, BAR, None, latency_s=0.01)
    assert recorder.take(NOTE, 12.51) == Played(0, pytest.approx(2400.0), NOTE)
    assert recorder.take(NOTE, 11.91) == Played(0, pytest.approx(BAR - 96.0), NOTE)  # in the count-in


@pytest.mark.parametrize("told", [False, True])
def test_laps_are_counted_from_the_first_time_the_loop_comes_round(told: bool) -> None:
    transport = rolling(BAR + 480, 12.5, (BAR, 2 * BAR))
    recorder = Recorder(transport.line_at(12.5), BAR + 480, (BAR, 2 * BAR))
    places = []
    for at_s in (12.6, 13.99, 14.0, 15.99, 16.01):
        if told and at_s in (14.0, 16.01):
            assert recorder.line_changed(wrapped(transport, 1).line_at(at_s + 0.001), at_s + 0.001)
        played = recorder.take(NOTE, at_s)
        places.append((played.lap, round(played.tick)))
    assert places == [(0, 2496), (0, 3830), (1, BAR), (1, 3830), (2, BAR + 10)]
    assert recorder.stretch_at(16.5) == Stretch(BAR + 480, pytest.approx(BAR + 480.0), (BAR, 2 * BAR), 2)


def test_what_came_in_before_a_wrap_and_is_placed_after_it_is_of_the_lap_before() -> None:
    transport = rolling(BAR, 2.0, (BAR, 2 * BAR))
    recorder = Recorder(transport.line_at(2.0), BAR, (BAR, 2 * BAR))
    recorder.line_changed(wrapped(transport, 1).line_at(4.001), 4.001)
    assert recorder.take(NOTE, 3.99) == Played(0, pytest.approx(2 * BAR - 9.6), NOTE)


def test_a_loop_that_lies_before_the_start_is_never_reached() -> None:
    line = rolling(3 * BAR, 6.0, (0, BAR)).line_at(6.0)
    assert Recorder(line, 3 * BAR, (0, BAR)).take(NOTE, 20.0).lap == 0


def test_an_edit_of_the_tempo_in_the_third_lap_changes_only_what_follows() -> None:
    transport = rolling(0, 0.0, (0, BAR))
    recorder = Recorder(transport.line_at(0.0), 0, (0, BAR))
    assert recorder.take(NOTE, 5.0) == Played(2, pytest.approx(960.0), NOTE)
    wrapped(transport, 2)
    transport.set_tempo_map(TempoMap(PPQ, (Tempo(0, 1_000_000),)), 0, 5.0)
    assert recorder.line_changed(transport.line_at(5.0), 5.0)
    assert recorder.take(NOTE, 6.0) == Played(2, pytest.approx(1440.0), NOTE)
    assert recorder.take(NOTE, 7.5) == Played(3, pytest.approx(240.0), NOTE)


def test_stopping_or_moving_the_song_ends_it_where_it_was() -> None:
    transport = rolling(0, 0.0)
    recorder = Recorder(transport.line_at(0.0), 0, None)
    recorder.look(1.0)
    transport.locate(5 * BAR, 1.0)
    assert not recorder.line_changed(transport.line_at(1.0), 1.0)
    transport.stop(5 * BAR)
    assert not recorder.line_changed(transport.line_at(1.0), 1.0)
    assert recorder.stretch_at(1.0) == Stretch(0, pytest.approx(960.0))


def test_a_journal_reads_back_as_it_was_written(tmp_path) -> None:
    path = tmp_path / "new" / "one.recording"
    played = (Played(0, 1919.5, NOTE), Played(1, 2000.25, b"\xb0\x40\x7f"))
    writer = JournalWriter(path, HEADER, silent)
    writer.add(played)
    writer.end(1, 2500.0)
    journal = read_journal(path)
    assert (journal.header, journal.played, journal.is_ended) == (HEADER, played, True)
    assert journal.stretch == Stretch(BAR, 2500.0, (BAR, 2 * BAR), 1)


@given(st.integers(0, 400))
def test_a_journal_cut_off_anywhere_keeps_its_whole_lines(tmp_path_factory, cut) -> None:
    path = tmp_path_factory.mktemp("cut") / "one.recording"
    played = [Played(0, BAR + 10.0 * i, bytes((0x90, 40 + i, 90))) for i in range(8)]
    writer = JournalWriter(path, HEADER, silent)
    writer.add(played)
    writer.end(0, BAR + 100.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)])
    journal = read_journal(path)
    lines = whole[: max(0, len(whole) - cut)].count(b"\n")
    if lines == 0:
        assert journal is None
    else:
        assert journal.played == tuple(played[: lines - 1])
        assert journal.is_ended is (cut == 0)


@pytest.mark.parametrize("text", ["", "[]\n", "{}\n", '{"format": 9}\n', "\xff\n", '{"format": 1, "x": 2}\n'])
def test_a_file_that_is_no_journal_is_none(tmp_path, text) -> None:
    path = tmp_path / "x.recording"
    path.write_text(text, "latin-1")
    assert read_journal(path) is None
    assert read_journal(tmp_path / "not there") is None


def test_torn_and_foreign_lines_are_passed_over(tmp_path) -> None:
    path = tmp_path / "x.recording"
    writer = JournalWriter(path, HEADER, silent)
    writer.add([Played(0, 2000.0, NOTE)])
    writer.close()
    path.write_text(path.read_text() + "+ 0 nonsense 90\n+ 0 2100 9x\n???\n. 0 x\n+ 0 2200.000 803c40\n")
    assert [p.tick for p in read_journal(path).played] == [2000.0, 2200.0]


def test_a_disk_that_refuses_is_told_once_and_the_recording_goes_on(tmp_path) -> None:
    told: list[str] = []
    (tmp_path / "file").write_text("")
    writer = JournalWriter(tmp_path / "file" / "x.recording", HEADER, told.append)
    writer.add([Played(0, 1.0, NOTE)] * 3)
    writer.end(0, 2.0)
    assert len(told) == 1
    assert "cannot be kept safe" in told[0]


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be killed as here")
def test_what_was_played_before_a_kill_is_there(tmp_path) -> None:
    path = tmp_path / "x.recording"
    code = textwrap.dedent(f"""
        import time
        from pathlib import Path
        from genre_studio.music.recording import Played, RecordMode
        from genre_studio.playback.journal import JournalHeader, JournalWriter
        header = JournalHeader(0, None, 480, RecordMode.OVERDUB, 0, "", 0, 0, "", 240, 0.0)
        writer = JournalWriter(Path({json.dumps(str(path))}), header, print)
        for i in range(100000):
            writer.add([Played(0, float(i), bytes((0x90, 60, 90)))])
            print(i, flush=True)
            time.sleep(0.002)
    """)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    for _ in range(120):
        played = int(process.stdout.readline())
    time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(read_journal(path).played) >= played
