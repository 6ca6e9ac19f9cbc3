"""How long notes of one duration class really are, by genre and family.

Classes are coarse: jazz players' swung eighths of five and seven steps share a class with straight
ones of six. The model's folder holds what each class was made of, and takes draw from it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from zlib import crc32

from genre_studio.generation.grid import GridSong, family_of_part, is_drum_part
from genre_studio.generation.note_codec import DURATION_STEPS, Row, duration_class

Lengths: TypeAlias = Mapping[str, list[list[int]]]
"""Steps that a class was made of, each as often as it occurs in twenty, by "genre family class"."""

TWENTIETHS = 20
LONGEST_NOTE = 100_000  # steps
FEWEST_NOTES = 50  # below this a class keeps its nominal length
FEWEST_HEARD = 8  # the same of one part of one song


def learned_lengths(songs: Iterable[tuple[str, GridSong]]) -> dict[str, list[list[int]]]:
    """From (genre, song) pairs: [[steps, twentieths], ...] by "genre family class"."""
    counts: dict[str, Counter[int]] = {}
    for genre, grid in songs:
        classes = duration_class(grid.notes["duration"])
        rows = zip(
            grid.notes["part"].tolist(), classes.tolist(), grid.notes["duration"].tolist(), strict=True
        )
        for part, number, steps in rows:
            if not is_drum_part(part):
                counts.setdefault(_key(genre, part, number), Counter())[steps] += 1
    known = {key: found for key, found in sorted(counts.items()) if found.total() >= FEWEST_NOTES}
    return {key: _twentieths(found) for key, found in known.items()}


def checked_lengths(stated: Mapping[str, Any]) -> Lengths:
    """The "lengths" of a model's config. Raises ValueError or TypeError for what cannot be such."""
    lengths: Lengths = stated.get("lengths", {})
    for shares in lengths.values():
        if not all(1 <= steps <= LONGEST_NOTE and 1 <= share <= TWENTIETHS for steps, share in shares):
            raise ValueError("a note length is out of range")
    return lengths


def heard_lengths(past: GridSong) -> dict[tuple[int, int], list[list[int]]]:
    """The same of one song, by (part, class), where it has enough notes: its own articulation goes on."""
    counts: dict[tuple[int, int], Counter[int]] = {}
    classes = duration_class(past.notes["duration"]).tolist()
    rows = zip(past.notes["part"].tolist(), classes, past.notes["duration"].tolist(), strict=True)
    for part, number, steps in rows:
        counts.setdefault((part, number), Counter())[steps] += 1
    return {key: _twentieths(found) for key, found in counts.items() if found.total() >= FEWEST_HEARD}


def length_of(
    row: Row, genre: str, lengths: Lengths, seed: int, heard: Mapping[tuple[int, int], list[list[int]]]
) -> int:
    """The steps of a note: as `heard` before, else as the genre has it; the same for the same seed."""
    shares = heard.get((row.part, row.duration)) or lengths.get(_key(genre, row.part, row.duration))
    if is_drum_part(row.part) or not shares:
        return DURATION_STEPS[row.duration]
    draw = crc32(f"{seed} {row.step} {row.part} {row.pitch}".encode()) % sum(share for _, share in shares)
    for steps, share in shares:
        draw -= share
        if draw < 0:
            return steps
    return shares[-1][0]


def _key(genre: str, part: int, number: int) -> str:
    return f"{genre} {family_of_part(part).name.lower()} {number}"


def _twentieths(found: Counter[int]) -> list[list[int]]:
    shares = [[steps, round(TWENTIETHS * count / found.total())] for steps, count in sorted(found.items())]
    return [[steps, share] for steps, share in shares if share > 0]
