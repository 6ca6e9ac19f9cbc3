"""Where a track may sound: outputs there are, a port of its own, and what is named but missing."""

from pytestqt.qtbot import QtBot

from genre_studio.music.song import Track
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.port_names import own_port
from genre_studio.ui.panels.track_inspector import TrackInspector
from genre_studio.ui.theme import DARK

SYNTH = Output("synth", "Built-in synth", OutputKind.SYNTH)
VIRTUAL = Output("virtual:JACK", "Genre Studio port", OutputKind.VIRTUAL)
ADVICE = Output("advice:virtual", "A port for a DAW…", OutputKind.ADVICE, "Install loopMIDI.")


def made(qtbot: QtBot, *outputs: Output, output_id: str = "") -> TrackInspector:
    inspector = TrackInspector(DARK)
    qtbot.addWidget(inspector)
    inspector.show_outputs(outputs)
    inspector.show_track(Track("Bass", output_id=output_id))
    return inspector


def test_a_port_of_its_own_is_offered_where_there_are_virtual_ports(qtbot: QtBot) -> None:
    ids = [id for id, _ in made(qtbot, SYNTH, VIRTUAL).outputs]
    assert ids == ["", "synth", "virtual:JACK", own_port("Bass")]
    assert [id for id, _ in made(qtbot, SYNTH, ADVICE).outputs] == ["", "synth"]


def test_what_is_missing_is_called_so_and_a_port_of_another_name_is_not(qtbot: QtBot) -> None:
    missing = made(qtbot, SYNTH, output_id="port:ALSA:Station")
    assert missing.output.currentText() == "Station (not there)"
    kept = made(qtbot, SYNTH, VIRTUAL, output_id=own_port("Old name"))
    assert kept.output.currentText() == "A port of its own, called Old name"
