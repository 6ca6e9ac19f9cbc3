"""Marks as values: what they say, where they stand, and how the row of them is laid out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from genre_studio.music.song import Marker, Song
from genre_studio.music.timing import Meter, Tempo

_GAP_PX = 4
_PADDING_PX = 6
SHORTEST_PX = 14
"""A mark with less room than this is only a line."""


class MarkKind(Enum):
    """The order in which marks of one tick stand; the value is what a person calls them."""

    MARKER = "marker"
    METER = "meter"
    TEMPO = "tempo"


_ORDER = list(MarkKind)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker, a meter or a tempo. `value` is None where the song states none at its start."""

    kind: MarkKind
    tick: int
    text: str
    value: Marker | Meter | Tempo | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether it must stay where it is: every song begins with a meter and a tempo."""
        return self.kind is not MarkKind.MARKER and self.tick == 0


@dataclass(frozen=True, slots=True)
class MarkBox:
    """Where a mark is drawn, in pixels of the ruler. Narrower than SHORTEST_PX: a line at `left`.

    One that is `stuck` stands further left and still holds at the view's left edge, where it is written.
    """

    mark: Mark
    left: int
    width: int
    is_stuck: bool = False

    @property
    def has_text(self) -> bool:
        return self.width >= SHORTEST_PX


def marks_of(song: Song) -> tuple[Mark, ...]:
    """Every mark of the song in order; the meter and the tempo of its start also where it states none."""
    marks = [Mark(MarkKind.MARKER, marker.tick, marker.text, marker) for marker in song.markers]
    marks += [Mark(MarkKind.METER, meter.tick, meter_text(meter), meter) for meter in song.meters]
    marks += [Mark(MarkKind.TEMPO, tempo.tick, tempo_text(tempo), tempo) for tempo in song.tempos]
    if not any(meter.tick == 0 for meter in song.meters):
        marks.append(Mark(MarkKind.METER, 0, meter_text(song.meter_map.meter_at(0))))
    if not any(tempo.tick == 0 for tempo in song.tempos):
        marks.append(Mark(MarkKind.TEMPO, 0, tempo_text(Tempo(0, song.tempo_map.tempo_us_at(0)))))
    return tuple(sorted(marks, key=lambda mark: (mark.tick, _ORDER.index(mark.kind))))


def laid_out(
    marks: Sequence[Mark], x_at: Callable[[int], float], measure: Callable[[str], int], width: int
) -> tuple[MarkBox, ...]:
    """Boxes of the marks that show in `width` pixels. None covers another: those of one tick stand side
    by side, and each ends where the next tick's begin. What holds at the left edge is written there.
    """
    boxes: list[MarkBox] = []
    ticks = sorted({mark.tick for mark in marks})
    places = {tick: round(x_at(tick)) for tick in ticks}
    ends = dict(zip(ticks, [*(places[tick] for tick in ticks[1:]), width], strict=False))
    left = 0
    for before, mark in zip([None, *marks], marks, strict=False):
        if before is None or before.tick != mark.tick:
            left = max(places[mark.tick], 0) if ends[mark.tick] > 0 else places[mark.tick]
        wanted = measure(mark.text) + 2 * _PADDING_PX
        room = ends[mark.tick] - left - _GAP_PX
        box = MarkBox(mark, left, max(min(wanted, room), 2), is_stuck=left > places[mark.tick] < 0)
        if box.left <= width and box.left + box.width >= 0:
            boxes.append(box)
        left += box.width + _GAP_PX if box.has_text else 0
    return tuple(boxes)


def mark_at(boxes: Sequence[MarkBox], x: float) -> MarkBox | None:
    """The box under `x`; a line can be hit a little beside it."""
    hit = [box for box in boxes if box.has_text and box.left <= x < box.left + box.width]
    near = [box for box in boxes if not box.has_text and abs(box.left - x) <= _GAP_PX]
    return next(iter([*hit, *near]), None)


def meter_text(meter: Meter) -> str:
    return f"{meter.numerator}/{meter.denominator}"


def tempo_text(tempo: Tempo) -> str:
    """120 bpm; two places where they tell something."""
    return f"{round(tempo.bpm, 2):g} bpm"
