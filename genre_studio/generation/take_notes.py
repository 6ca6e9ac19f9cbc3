"""From rows on the grid back to a song's tracks and ticks."""

from collections.abc import Callable, Sequence, Set
from typing import TypeAlias

import numpy as np

from genre_studio.generation.grid import parts_of, tick_at
from genre_studio.generation.note_codec import DURATION_STEPS, Row, velocity_of
from genre_studio.music.notes import Notes, make_notes, note_ends
from genre_studio.plugin_api import Request

_MIDDLE_C = 60.0

LengthOf: TypeAlias = Callable[[Row, int], int]
"""The steps that a row's note lasts, in the take of this seed."""


def nominal_length(row: Row, seed: int) -> int:
    """What its duration class says."""
    return DURATION_STEPS[row.duration]


class TakeNotes:
    """Turns the rows of a take into notes, by the tracks of one request."""

    def __init__(
        self,
        request: Request,
        length_of: LengthOf = nominal_length,
        single_voiced: Set[int] = frozenset(),
    ) -> None:
        """`single_voiced` are parts that never sound two notes at once."""
        self._request, self._length_of = request, length_of
        parts = parts_of(request.song)
        most = request.constraints.polyphony
        self._limits = {i: 1 if parts[i] in single_voiced else most for i in request.tracks}
        self._tracks: dict[int, list[int]] = {}
        for index in request.tracks:
            self._tracks.setdefault(parts[index], []).append(index)
        self._registers = {index: _mean_pitch(request.song.tracks[index].notes) for index in request.tracks}
        self._locked = {
            index: list(zip(n["start"].tolist(), note_ends(n).tolist(), n["pitch"].tolist(), strict=True))
            for index in request.tracks
            for n in (request.locked_notes(index),)
        }

    def of(self, rows: Sequence[Row], seed: int = 0) -> dict[int, Notes]:
        """Notes by track index, within the region; a track without rows is left out.

        A note ends where its pitch starts again, where polyphony runs out, and at the region's end.
        Where one part is several tracks, the one that plays nearest gets the note.
        """
        by_track: dict[int, list[Row]] = {}
        for row in rows:
            tracks = self._tracks[row.part]
            nearest = min(tracks, key=lambda i: abs(self._registers[i] - row.pitch))
            by_track.setdefault(nearest, []).append(row)
        return {index: self._notes(index, members, seed) for index, members in by_track.items()}

    def _notes(self, index: int, rows: Sequence[Row], seed: int) -> Notes:
        limit = self._limits[index]
        locked = self._locked[index]
        placed: list[list[int]] = []  # start, end (ticks), pitch, level
        for row in sorted(rows, key=lambda row: (row.step, row.pitch)):
            start, end = self._span(row, seed)
            end = min([end, *(s for s, _, pitch in locked if pitch == row.pitch and s > start)])
            taken = any(s <= start < e and pitch == row.pitch for s, e, pitch in locked)
            if end <= start or taken:
                continue
            sounding = [note for note in placed if note[1] > start]
            for note in sounding:
                if note[2] == row.pitch:
                    note[1] = start
            if limit is not None:
                sounding = [note for note in sounding if note[1] > start]
                held = sum(s < end and e > start for s, e, _ in locked)
                for note in sounding[: max(0, len(sounding) + held + 1 - limit)]:
                    note[1] = start
                if held >= limit:
                    continue
            placed.append([start, end, row.pitch, row.level])
        return _as_notes([note for note in placed if note[1] > note[0]])

    def _span(self, row: Row, seed: int) -> tuple[int, int]:
        """Start and end ticks, cut to the region."""
        ppq, region = self._request.song.ppq, self._request.region
        start = max(tick_at(row.step, ppq), region.start)
        return start, min(tick_at(row.step + self._length_of(row, seed), ppq), region.end)


def _mean_pitch(notes: Notes) -> float:
    return float(np.mean(notes["pitch"])) if len(notes) else _MIDDLE_C


def _as_notes(placed: Sequence[Sequence[int]]) -> Notes:
    columns = np.array(placed, np.int64).reshape(-1, 4).T
    starts, ends, pitches, levels = columns
    velocities = np.array([velocity_of(level) for level in levels.tolist()], np.int64)
    return make_notes(starts, ends - starts, pitches, velocity=velocities)
