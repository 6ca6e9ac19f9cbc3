"""A take in miniature: its notes folded to the pitches it uses, on a fixed time axis."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll.grid_lines import bar_stride
from genre_studio.ui.piano_roll.layers.note_colours import note_fill
from genre_studio.ui.piano_roll.roll_view import TickRange
from genre_studio.ui.theme import UNIT, Theme, mix

_TALLEST_ROW_PX = 6.0
_MARGIN = 3.0


class MiniRoll(QWidget):
    """Notes by track over the ticks [start, end) of a song, in the tracks' colours. Only shows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._song = Song()
        self._notes: dict[int, Notes] = {}
        self._span: TickRange = (0, 1)
        self._region: TickRange | None = None
        self._playhead: int | None = None
        self._picture: QPixmap | None = None  # everything but the playhead
        self.setAccessibleName("Take, in miniature")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(8 * UNIT, 3 * UNIT)

    def sizeHint(self) -> QSize:
        return QSize(30 * UNIT, 8 * UNIT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._redraw()

    def set_take(self, song: Song, notes_by_track: Mapping[int, Notes], span: TickRange) -> None:
        """Show these notes, as many as have come, over the ticks `span` of the song they are for."""
        self._song, self._notes, self._span = song, dict(notes_by_track), span
        self._redraw()

    def set_region(self, region: TickRange | None) -> None:
        """The ticks [start, end) that were asked for, drawn on a ground of their own."""
        self._region = region
        self._redraw()

    def set_playhead(self, tick: int | None) -> None:
        """Where the music is; nothing is drawn outside the span or for None."""
        before, self._playhead = self._playhead, tick
        for each in (before, tick):
            if each is not None:
                self.update(QRect(round(self._x_at(each)) - 1, 0, 3, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._playhead is not None and self._span[0] <= self._playhead < self._span[1]:
            painter.fillRect(round(self._x_at(self._playhead)), 0, 1, self.height(), self._theme.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _x_at(self, tick: float) -> float:
        start, end = self._span
        return (tick - start) * self.width() / max(end - start, 1)

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.surface)
        painter = QPainter(picture)
        self._draw_region(painter)
        self._draw_bars(painter)
        self._draw_notes(painter)
        painter.end()
        return picture

    def _draw_bars(self, painter: QPainter) -> None:
        meters, (start, end) = self._song.meter_map, self._span
        stride = bar_stride(meters, self.width() / max(end - start, 1), start)
        first = meters.bar_index_at(max(0, start)) // stride * stride
        for bar in range(first, meters.bar_index_at(max(0, end)) + 1, stride):
            tick = meters.bar_start(bar)
            if start < tick < end:
                painter.fillRect(round(self._x_at(tick)), 0, 1, self.height(), self._theme.line_beat)

    def _draw_region(self, painter: QPainter) -> None:
        """The bars that the take was asked for, a shade lighter than the rest."""
        if self._region is not None:
            left, right = (round(self._x_at(tick)) for tick in self._region)
            ground = mix(self._theme.surface, self._theme.accent, 0.07)
            painter.fillRect(left, 0, right - left, self.height(), ground)

    def _draw_notes(self, painter: QPainter) -> None:
        pitched, drums = self._used(drums=False), self._used(drums=True)
        count = len(pitched) + len(drums)
        if not count:
            return
        row_px = min((self.height() - 2 * _MARGIN) / count, _TALLEST_ROW_PX)
        top = (self.height() - row_px * count) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for track, notes in self._notes.items():
            is_drums = self._is_drums(track)
            used, first = (drums, len(pitched)) if is_drums else (pitched, 0)
            rows = first + len(used) - 1 - np.searchsorted(used, notes["pitch"])  # from above
            painter.setBrush(note_fill(self._theme, self._colour_of(track), 110))
            painter.drawRects(self._rects(notes, top + rows * row_px, max(row_px - 1, 1.0)))

    def _rects(self, notes: Notes, tops: NDArray[np.floating], height: float) -> list[QRectF]:
        """Where those of a track's notes that show are drawn; `tops` in pixels, shape (N,)."""
        start, end = self._span
        is_shown = (notes["start"] < end) & (note_ends(notes) > start)
        shown = notes[is_shown]
        px_per_tick = self.width() / max(end - start, 1)
        lefts = (shown["start"] - start) * px_per_tick
        widths = np.maximum(shown["duration"] * px_per_tick - 1, 1.5)
        columns = zip(lefts.tolist(), tops[is_shown].tolist(), widths.tolist(), strict=True)
        return [QRectF(x, y, width, height) for x, y, width in columns]

    def _used(self, *, drums: bool) -> NDArray[np.int16]:
        """The pitches that sound, from low to high, of the drums or of all other tracks."""
        parts = [n["pitch"] for track, n in self._notes.items() if self._is_drums(track) is drums]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int16)

    def _is_drums(self, track: int) -> bool:
        return 0 <= track < len(self._song.tracks) and self._song.tracks[track].is_drums

    def _colour_of(self, track: int) -> int:
        return self._song.tracks[track].colour if 0 <= track < len(self._song.tracks) else track
