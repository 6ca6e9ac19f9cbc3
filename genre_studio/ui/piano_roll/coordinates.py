"""Between music and pixels: ticks and pitches to x and y of the note area, under zoom and scroll."""

from dataclasses import dataclass, replace
from math import floor
from typing import Self

import numpy as np
from numpy.typing import NDArray

from genre_studio.ui.piano_roll.pitch_rows import ALL_PITCHES, PitchRows

WIDEST_BEAT_PX = 1600.0
NARROWEST_BEAT_PX = 0.5
TALLEST_ROW_PX = 40
SHORTEST_ROW_PX = 4
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class RollCoordinates:
    """A view of the roll: how wide a beat is, how tall a row, and what has been scrolled away.

    Pixels are device-independent and measured from the note area's top left corner. Rows are whole
    pixels tall, so that every row is as tall as its neighbours.
    """

    ppq: int
    beat_px: float = 96.0  # width of a quarter note
    row_px: int = 14
    scroll_x: float = 0.0  # pixels hidden left of the view
    scroll_y: float = 0.0  # pixels hidden above the view
    rows: PitchRows = ALL_PITCHES

    @property
    def px_per_tick(self) -> float:
        return self.beat_px / self.ppq

    @property
    def across(self) -> tuple[float, ...]:
        """What decides x: two views with the same share their ruler."""
        return self.ppq, self.beat_px, self.scroll_x

    @property
    def down(self) -> tuple[int, float, PitchRows]:
        """What decides y: two views with the same share their keyboard."""
        return self.row_px, self.scroll_y, self.rows

    @property
    def content_height(self) -> int:
        """Height of all rows."""
        return self.row_px * len(self.rows)

    def x_at(self, tick: float) -> float:
        return tick * self.px_per_tick - self.scroll_x

    def tick_at(self, x: float) -> float:
        """The tick under `x`, not rounded; negative left of the song's start."""
        return (x + self.scroll_x) / self.px_per_tick

    def xs_at(self, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Whole pixels of many ticks, shape (N,)."""
        # Halves always go up, so that scrolling by whole pixels moves every x by as many.
        xs: NDArray[np.int64] = np.floor(ticks * self.px_per_tick - self.scroll_x + 0.5).astype(np.int64)
        return xs

    def px_at(self, tick: float) -> int:
        """The whole pixel of a tick, as `xs_at` has it."""
        return floor(self.x_at(tick) + 0.5)

    def y_at(self, pitch: int) -> float:
        """The top of a pitch's row; a hidden pitch lies far above everything."""
        return float(self.rows.row_of[pitch] * self.row_px - self.scroll_y)

    def ys_at(self, pitches: NDArray[np.int16]) -> NDArray[np.int64]:
        """Whole pixels of the tops of many pitches' rows, shape (N,)."""
        ys: NDArray[np.int64] = self.rows.row_of[pitches] * self.row_px - round(self.scroll_y)
        return ys

    def pitch_at(self, y: float) -> int:
        """The pitch whose row holds `y`, held to the first and last row."""
        return self.rows.pitch_of(int((y + self.scroll_y) // self.row_px))

    def moved_px(self, before: "RollCoordinates") -> tuple[int, int] | None:
        """By how many pixels, right and down, what `before` shows only needs to be shifted to be shown so.

        None where it looks different: under another zoom, other rows, or parts of pixels.
        """
        if (self.ppq, self.beat_px, self.row_px, self.rows) != (
            before.ppq, before.beat_px, before.row_px, before.rows,
        ):  # fmt: skip
            return None
        across, down = before.scroll_x - self.scroll_x, before.scroll_y - self.scroll_y
        is_whole = abs(across - round(across)) < _WHOLE and abs(down - round(down)) < _WHOLE
        return (round(across), round(down)) if is_whole else None

    def scrolled_to(self, x: float, y: float) -> Self:
        return replace(self, scroll_x=x, scroll_y=y)

    def zoomed_x(self, factor: float, around_x: float) -> Self:
        """Beats `factor` times as wide; the tick under `around_x` stays there."""
        beat_px = min(max(self.beat_px * factor, NARROWEST_BEAT_PX), WIDEST_BEAT_PX)
        scroll_x = (around_x + self.scroll_x) * beat_px / self.beat_px - around_x
        return replace(self, beat_px=beat_px, scroll_x=scroll_x)

    def zoomed_y(self, row_px: int, around_y: float) -> Self:
        """Rows `row_px` tall; the place under `around_y` stays there."""
        row_px = min(max(row_px, SHORTEST_ROW_PX), TALLEST_ROW_PX)
        scroll_y = (around_y + self.scroll_y) * row_px / self.row_px - around_y
        return replace(self, row_px=row_px, scroll_y=scroll_y)

    def with_rows(self, rows: PitchRows, around_y: float) -> Self:
        """Other rows; the pitch (or the one nearest to it) under `around_y` stays there."""
        if rows == self.rows:
            return self
        row = rows.nearest_row(self.pitch_at(around_y))
        within = (around_y + self.scroll_y) % self.row_px
        return replace(
            self, rows=rows, scroll_y=max(0.0, float(round(row * self.row_px + within - around_y)))
        )

    def held(self, width: float, height: float, end_tick: int) -> Self:
        """Scrolled back to where a view of this size shows rows and the song up to `end_tick`."""
        most_x = max(0.0, end_tick * self.px_per_tick - width)
        most_y = max(0.0, self.content_height - height)
        return replace(
            self,
            scroll_x=min(max(self.scroll_x, 0.0), most_x),
            scroll_y=float(round(min(max(self.scroll_y, 0.0), most_y))),
        )

    def showing(
        self,
        ticks: tuple[int, int],
        pitches: tuple[int, int],
        width: float,
        height: float,
        *,
        tallest_row_px: int = TALLEST_ROW_PX,
    ) -> Self:
        """Zoomed and scrolled so that these ticks [start, end) and pitches (both shown) fill the view."""
        beat_px = min(max(width * self.ppq / max(ticks[1] - ticks[0], 1), NARROWEST_BEAT_PX), WIDEST_BEAT_PX)
        top, bottom = (self.rows.nearest_row(pitch) for pitch in (pitches[1], pitches[0]))
        row_px = min(max(int(height // (bottom - top + 1)), SHORTEST_ROW_PX), tallest_row_px)
        middle_y = (top + bottom + 1) / 2 * row_px
        return replace(
            self,
            beat_px=beat_px,
            row_px=row_px,
            scroll_x=ticks[0] * beat_px / self.ppq,
            scroll_y=max(0.0, middle_y - height / 2),
        )
