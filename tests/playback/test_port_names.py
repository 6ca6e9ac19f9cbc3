"""Names that outlive a restart, and ids made of them."""

import pytest

from genre_studio.playback.messages import OutputKind
from genre_studio.playback.port_names import PortId, lasting_names, own_port, port_id


@pytest.mark.parametrize(
    ("system", "names", "lasting"),
    [
        ("ALSA", ["K:MIDI 1 24:0", "K:MIDI 1 28:0"], ["K:MIDI 1", "K:MIDI 1 #2"]),
        ("Windows", ["loopMIDI Port 0", "Synth 2 1"], ["loopMIDI Port", "Synth 2"]),
        ("JACK", ["a:midi 1", "a:midi 2"], ["a:midi 1", "a:midi 2"]),
    ],
)  # fmt: skip
def test_names_lose_what_changes_from_start_to_start(system, names, lasting):
    assert lasting_names(names, system) == lasting


@pytest.mark.parametrize("id", [PortId(OutputKind.PORT, "ALSA", "a:b:c"), PortId(OutputKind.VIRTUAL, "JACK")])
def test_ids_are_read_as_they_were_written(id):
    assert port_id(str(id)) == id


def test_a_port_of_our_own_is_on_whatever_system_there_is():
    assert port_id(own_port("Bass: low")) == PortId(OutputKind.VIRTUAL, "", "Bass: low")
    assert port_id("synth") is None
    assert port_id("log:/tmp/x") is None
