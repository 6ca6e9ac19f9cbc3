"""A score read from front to back, as plain numbers, a few hundred events at a time."""

from math import inf
from typing import TypeAlias

from genre_studio.playback.score import Score

Row: TypeAlias = tuple[int, int, int, int, float, int, int]
"""tick, status, data1, data2, end_s, release, port"""

_WINDOW = 256  # converted at once in well under 0.1 ms; reading numpy item by item is ten times slower


class ScoreWindow:
    def __init__(self, score: Score) -> None:
        self._score = score
        self._first = 0
        self._due_s: list[float] = []
        self._rows: list[Row] = []

    def due_s(self, index: int) -> float:
        """When event `index` is due, in seconds of the song; infinity past the last one."""
        if index >= len(self._score.events):
            return inf
        offset = self._offset(index)  # first: it may exchange the lists
        return self._due_s[offset]

    def row(self, index: int) -> Row:
        offset = self._offset(index)
        return self._rows[offset]

    def _offset(self, index: int) -> int:
        if not 0 <= index - self._first < len(self._rows):
            self._fill(index)
        return index - self._first

    def _fill(self, first: int) -> None:
        part = slice(first, first + _WINDOW)
        events = self._score.events[part]
        names = ("tick", "status", "data1", "data2", "release", "port")
        tick, status, data1, data2, release, port = (events[name].tolist() for name in names)
        end_s = self._score.end_seconds[part].tolist()
        self._first = first
        self._due_s = self._score.seconds[part].tolist()
        self._rows = list(zip(tick, status, data1, data2, end_s, release, port, strict=True))
