"""What the picker says where the system has no virtual ports, or no MIDI at all."""

import pytest

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.messages import OutputKind
from genre_studio.playback.port_names import own_port

rtmidi_ports = pytest.importorskip("genre_studio.playback.rtmidi_ports")


@pytest.fixture
def ports(monkeypatch):
    """No system answers."""
    monkeypatch.setattr(rtmidi_ports.RtMidiPorts, "find_systems", lambda self: None)
    return rtmidi_ports.RtMidiPorts()


def test_where_there_are_no_virtual_ports_the_list_says_how_to_come_by_one(ports, monkeypatch):
    monkeypatch.setattr(rtmidi_ports, "HAS_VIRTUAL_PORTS", False)
    advice = [output for output in ports.outputs() if output.kind is OutputKind.ADVICE]
    assert len(advice) == 1
    assert "loopMIDI" in advice[0].advice
    assert "Windows MIDI Services" in advice[0].advice
    with pytest.raises(PlaybackError, match="loopMIDI"):
        ports.open(own_port("Bass"))


@pytest.mark.parametrize("output_id", ["virtual:ALSA", "port:JACK:a:in", own_port("Bass")])
def test_without_a_midi_system_there_is_one_sentence(ports, output_id):
    assert ports.outputs() == []
    with pytest.raises(PlaybackError, match="no MIDI system"):
        ports.open(output_id)


def test_an_id_that_is_none_is_refused(ports):
    with pytest.raises(PlaybackError, match="'nonsense'"):
        ports.open("nonsense")
