"""Small take records for tests."""

from dataclasses import replace
from typing import Any

from genre_studio.music.notes import make_notes
from genre_studio.music.provenance import Provenance
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import Asked, TakeRecord

BAR = 4 * 480

ASKED = Asked(
    region=(2 * BAR, 4 * BAR),
    tracks=(0, 1, 2),
    ability="continue",
    genre="jazz",
    seed=7,
    takes=2,
    generator="Echo",
    plugin_id="echo",
    model=None,
    parameters={},
    scale=Scale(0, "minor"),
)


def provenance_of(number: int = 1, **changes: Any) -> Provenance:
    made = Provenance("echo", "1", "", "", "jazz", 7, number - 1, {}, "", "")
    return replace(made, **changes)


def a_record(id: int = 1, **changes: Any) -> TakeRecord:
    """A whole take of bars 3 and 4: two notes of a melody (track 0) and a drum (track 2)."""
    start = ASKED.region[0]
    notes = {
        0: make_notes([start + 240, start + 480], [240, BAR], [60, 64]),
        2: make_notes([start], [100], [36]),
    }
    record = TakeRecord(id, batch=1, number=id, asked=ASKED, notes=notes, provenance=provenance_of(id))
    return replace(record, **changes)
