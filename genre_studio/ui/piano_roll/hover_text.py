"""What is under the pointer, in a musician's words, for the status line."""

from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at
from genre_studio.ui.piano_roll.roll_view import RollView


def describe(view: RollView, pointer: Pointer) -> str:
    """ "C4  bar 3 beat 2  velocity 96" over a note; without the velocity over the paper."""
    hit = hit_at(view, pointer)
    name = row_name(pointer.pitch, is_drums=view.is_drums)
    tick = hit.start if hit is not None else max(0, int(pointer.tick))
    place = view.song.meter_map.position_at(tick)
    where = f"{name}  bar {place.bar} beat {place.beat}"
    if hit is None:
        return where
    locked = "  locked" if bool(view.index.locked[hit.position]) else ""
    return f"{where}  velocity {hit.velocity}{locked}"
