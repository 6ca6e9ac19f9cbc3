"""Whatever is pressed beside the song, nothing hangs and no slave is left running."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from genre_studio.music.recording import RecordMode
from genre_studio.playback import messages
from genre_studio.playback.clock_out import CLOCK, CONTINUE, START, STOP, song_position
from genre_studio.playback.live_messages import (
    Record,
    Recorded,
    RecordingBegan,
    RecordingEnded,
    SetClockOutputs,
    SetSync,
    SetThru,
    StopRecording,
    SyncSource,
)
from tests.helpers.playback import keys_down, scale_song
from tests.helpers.rig import Rig

BAR = 1920
TICKS = st.integers(0, 6 * BAR)
LOOPS = st.none() | st.tuples(st.integers(0, 3 * BAR), st.integers(60, 3 * BAR)).map(
    lambda p: (p[0], p[0] + p[1])
)
CLOCKS = st.sampled_from([(), ("",), ("other",), ("", "other")])
KEYS = st.tuples(st.sampled_from([0x90, 0x80]), st.integers(58, 62), st.sampled_from([0, 90])).map(bytes)
PEDALS = st.tuples(st.just(0xB0), st.just(64), st.sampled_from([0, 127])).map(bytes)
OPERATIONS = st.one_of(
    st.tuples(st.just("run"), st.floats(0, 1.5)),
    st.tuples(st.just("play"), TICKS, LOOPS, st.integers(0, 1)),
    st.tuples(st.just("do"), st.just(messages.Stop())),
    st.tuples(st.just("do"), TICKS.map(messages.Locate)),
    st.tuples(st.just("do"), LOOPS.map(messages.SetLoop)),
    st.tuples(st.just("do"), CLOCKS.map(SetClockOutputs)),
    st.tuples(st.just("do"), st.sampled_from([SyncSource.INTERNAL, SyncSource.CLOCK]).map(SetSync)),
    st.tuples(st.just("do"), st.builds(SetThru, st.booleans(), st.sampled_from([0, 5]))),
    st.tuples(st.just("record")),
    st.tuples(st.just("do"), st.just(StopRecording())),
    st.tuples(st.just("hear"), KEYS | PEDALS, st.just("keys")),
    st.tuples(st.just("hear"), st.sampled_from([START, CONTINUE, STOP, song_position(5)]), st.just("master")),
    st.tuples(st.just("clock"), st.integers(1, 40), st.floats(0.008, 0.04)),
)


def order(path: Path) -> Record:
    return Record(path, RecordMode.TAKES, 240, 0.0, 0, "Keys", 0, 0, "")


def carry_out(rig: Rig, journal: Path, name: str, *values: object) -> None:
    match name:
        case "run":
            rig.run(values[0])
        case "play":
            rig.play(values[0], values[1], count_in_bars=values[2], past_end=True)
        case "do":
            rig.do(values[0])
        case "record":
            rig.do(order(journal))
        case "hear":
            rig.hear(*values)
        case "clock":
            for _ in range(values[0]):
                rig.hear(CLOCK, "master")
                rig.run(values[1])


@settings(max_examples=80)
@given(st.lists(OPERATIONS, min_size=1, max_size=20))
def test_no_sequence_leaves_a_key_a_pedal_or_a_slave_behind(tmp_path_factory, operations) -> None:
    rig, journal = Rig(), tmp_path_factory.getbasetemp() / "x.recording"
    rig.set_song(scale_song(64, 240))
    for name, *values in operations:
        carry_out(rig, journal, name, *values)
    rig.do(SetThru(False))
    rig.do(messages.Stop())
    rig.beside.close(rig.now_s)
    for port in rig.ports.values():
        assert not keys_down(port.sent)
        pedal = [message[2] for _, message in port.sent if message[0] & 0xF0 == 0xB0 and message[1] == 64]
        assert not pedal or pedal[-1] == 0
        runs = [message for _, message in port.sent if message in (START, CONTINUE, STOP)]
        assert all(m == STOP for m in runs[1::2])  # started and stopped in turn
        assert all(m != STOP for m in runs[0::2])
        assert len(runs) % 2 == 0
    begun, ended = rig.of(RecordingBegan), [e for e in rig.of(RecordingEnded) if e.was_begun]
    assert len(begun) == len(ended)
    for event in rig.of(Recorded):
        laps = [each.lap for each in event.played]
        assert all(0 <= lap <= event.stretch.last_lap + 1 for lap in laps)
