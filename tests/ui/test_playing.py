"""Auditions, outputs, and an engine that dies."""

import pytest
from pytestqt.qtbot import QtBot

from genre_studio.music.song import Song
from genre_studio.playback.messages import EngineMessage, EngineStopped, Output, OutputKind, OutputsChanged
from genre_studio.ui.playing import Playing
from tests.helpers.requests import small_song
from tests.helpers.windows import SilentEngine


def test_another_take_sounds_in_tempo_and_the_song_comes_back(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    song, first, second = small_song(), Song(title="1"), Song(title="2")
    playing.set_song(song)
    playing.audition(1, first, (960, 1920))
    playing.poll()
    playing.audition(2, second, (960, 1920))
    assert [call for call in engine.calls if call[0] == "play"] == [("play", 960)]
    edited = small_song()
    playing.set_song(edited)
    assert engine.songs[-1] is second
    playing.stop()
    playing.poll()
    assert engine.songs[-1] is edited
    assert not playing.is_playing


@pytest.mark.parametrize(
    ("loop", "goes_on"), [((960, 1200), True), ((1900, 4000), True), ((0, 960), False), ((1920, 4000), False)]
)
def test_a_loop_over_the_bars_goes_on_and_one_elsewhere_does_not(
    qtbot: QtBot, loop: tuple[int, int], goes_on: bool
) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    playing.set_loop(loop)
    playing.toggle()
    playing.poll()
    take = Song(title="1")
    playing.audition(1, take, (960, 1920))
    starts = [call for call in engine.calls if call[0] == "play"]
    assert len(starts) == (1 if goes_on else 2)
    assert engine.songs[-1] is take


def test_an_edit_below_an_audition_is_heard_with_the_take(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    with_take, edited_with_take = Song(title="1"), Song(title="2")
    playing.refresh_audition(edited_with_take)
    assert engine.songs == []
    playing.audition(1, with_take, (960, 1920))
    playing.refresh_audition(edited_with_take)
    assert engine.songs[-1] is edited_with_take


def test_an_engine_that_keeps_dying_is_left_alone(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    said: list[str] = []
    playing.said.connect(said.append)
    engine.events = [EngineMessage("No sound device.")]
    playing.poll()
    for _ in range(3):
        engine.is_started = False
        engine.events = [EngineStopped("exit code 1")]
        playing.poll()
    assert said[0] == "No sound device."
    assert "was started again" in said[1]
    assert "restart the studio" in said[-1]
    assert not engine.is_started


def test_no_sound_device_is_told_until_there_is_an_output(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    states: list[tuple[str, str]] = []
    playing.state_changed.connect(lambda state, why: states.append((state, why)))
    outputs = (Output("none", "No output", OutputKind.NONE), Output("port:1", "Studio 1", OutputKind.PORT))
    engine.events = [OutputsChanged(outputs, "none"), EngineMessage("No sound device could be opened.")]
    playing.poll()
    assert states == [("Sound: off", ""), ("No sound device", "No sound device could be opened.")]
    engine.events = [OutputsChanged(outputs, "port:1")]
    playing.poll()
    assert states[-1] == ("Sound: Studio 1", "")
    assert not playing.trouble


def test_outputs_that_are_missing_are_told_and_their_return_too(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    states: list[tuple[str, str]] = []
    said: list[str] = []
    playing.state_changed.connect(lambda state, why: states.append((state, why)))
    playing.said.connect(said.append)
    outputs = (Output("synth", "Built-in synth", OutputKind.SYNTH),)
    engine.events = [OutputsChanged(outputs, "synth", ("port:ALSA:Bass station",))]
    playing.poll()
    assert states[-1][0] == "Sound: Built-in synth (1 output missing)"
    assert states[-1][1].endswith("Bass station")
    engine.events = [OutputsChanged(outputs, "synth")]
    playing.poll()
    assert states[-1] == ("Sound: Built-in synth", "")
    assert said == ["Bass station is connected again."]


def test_advice_is_said_and_nothing_is_opened(qtbot: QtBot) -> None:
    engine = SilentEngine()
    playing = Playing(engine)
    said: list[str] = []
    shown: list[str] = []
    playing.said.connect(said.append)
    playing.outputs_changed.connect(lambda _, current: shown.append(current))
    outputs = (
        Output("synth", "Built-in synth", OutputKind.SYNTH),
        Output("advice:virtual", "A port for a DAW…", OutputKind.ADVICE, "Install loopMIDI."),
    )
    engine.events = [OutputsChanged(outputs, "synth")]
    playing.poll()
    playing.set_output("advice:virtual")
    assert said == ["Install loopMIDI."]
    assert shown == ["synth", "synth"]
    assert not [call for call in engine.calls if call[0] == "output"]
