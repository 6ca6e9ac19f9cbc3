"""Names of MIDI ports as they stay when a device is plugged in again, and ids that hold them.

Ids: `port:SYSTEM:name` for what others offer, `virtual:SYSTEM` and `virtual:SYSTEM:name` for what we offer.
An empty SYSTEM is the first one that there is, so that a song can be taken to another machine.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from genre_studio.playback.messages import Output, OutputKind

_ALSA_ADDRESS = re.compile(r" \d+:\d+$")  # client and port, dealt anew at every start
_WINDOWS_INDEX = re.compile(r" \d+$")  # RtMidi numbers the devices from 0, as they are found


@dataclass(frozen=True, slots=True)
class PortId:
    kind: OutputKind
    system: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.system}:{self.name}" if self.name else f"{self.kind}:{self.system}"


def port_id(text: str) -> PortId | None:
    """An id read from its text; None where it is not one of a MIDI port."""
    kind, *rest = text.split(":", 2)
    if kind not in (OutputKind.PORT, OutputKind.VIRTUAL) or not rest:
        return None
    return PortId(OutputKind(kind), rest[0], rest[1] if len(rest) > 1 else "")


def title_of(output_id: str) -> str:
    """What a person calls an output of which nothing is left but its id."""
    id = port_id(output_id)
    return id.name if id and id.name else output_id.split(":", 1)[-1]


def own_port(name: str) -> str:
    """The id of a port that the studio offers under a name of its own, such as a track's."""
    return str(PortId(OutputKind.VIRTUAL, "", name))


def is_own_port(output_id: str) -> bool:
    """Whether this is the id of a port that the studio offers under a name of its own."""
    id = port_id(output_id)
    return id is not None and id.kind is OutputKind.VIRTUAL and bool(id.name)


def is_there(output_id: str, outputs: Iterable[Output]) -> bool:
    """Whether an output is one of those there are; one of our own, wherever we may offer any."""
    own = is_own_port(output_id)
    return any(each.kind is OutputKind.VIRTUAL if own else each.id == output_id for each in outputs)


def lasting_names(names: list[str], system: str) -> list[str]:
    """The names without what changes from start to start; the second of two alike is called `name #2`."""
    changing = {"ALSA": _ALSA_ADDRESS, "Windows": _WINDOWS_INDEX}.get(system)
    plain = [changing.sub("", name) if changing else name for name in names]
    return [
        name if (count := plain[:i].count(name)) == 0 else f"{name} #{count + 1}"
        for i, name in enumerate(plain)
    ]
