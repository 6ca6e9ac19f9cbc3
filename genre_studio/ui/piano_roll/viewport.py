"""Scrolling and zooming, held within the song. Everything that moves the view goes through here."""

from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Signal, Slot

from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.pitch_rows import ALL_PITCHES
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import TickRange

ZOOM_STEP = 1.25
_MOST_REMEMBERED = 50
_MARGIN_PX = 24
_COMFORTABLE_ROW_PX = 20


@dataclass(frozen=True, slots=True)
class Place:
    """How large and from where a person looks at the roll, as in RollCoordinates. Pixels."""

    beat_px: float
    row_px: int
    scroll_x: float
    scroll_y: float


class Viewport(QObject):
    """Knows how large the note area is, and moves the model's coordinates.

    Signals:
        resized(): the note area has another size.
        scrolled(): other ticks show than before; read `visible_ticks`.
    """

    resized = Signal()
    scrolled = Signal()

    def __init__(self, model: RollModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._size = QSize(0, 0)
        self._row_rest_px = 0.0
        self._seen: deque[RollCoordinates] = deque(maxlen=_MOST_REMEMBERED)
        self._unfolded_row_px = 0  # 0: not folded
        model.changed.connect(self._tell_scroll)

    @property
    def coordinates(self) -> RollCoordinates:
        return self._model.view.coordinates

    @property
    def size(self) -> QSize:
        return self._size

    @property
    def content_width(self) -> int:
        """The width of the song and the empty bars behind it, and of what is scrolled to beyond."""
        return round(self._model.view.end_tick * self.coordinates.px_per_tick)

    @property
    def place(self) -> Place:
        """The zoom and what has been scrolled away, to come back to by `look_from`."""
        now = self.coordinates
        return Place(now.beat_px, now.row_px, now.scroll_x, now.scroll_y)

    def visible_ticks(self, width: int, first: int = 0) -> TickRange:
        """The ticks over `width` pixels from the pixel `first` of the paper, for what shares its axis."""
        return round(self.coordinates.tick_at(first)), round(self.coordinates.tick_at(first + width))

    def resize(self, size: QSize) -> None:
        grown = size.height() - self._size.height() if self._size.height() else 0
        self._size = size
        now = self.coordinates
        self._show(now.scrolled_to(now.scroll_x, now.scroll_y - grown / 2))  # the middle stays in the middle
        self.resized.emit()

    def scroll_to(self, x: float, y: float) -> None:
        self._show(self.coordinates.scrolled_to(x, y))

    def scroll_by(self, x: float, y: float) -> None:
        self.scroll_to(self.coordinates.scroll_x + x, self.coordinates.scroll_y + y)

    def zoom_x(self, factor: float, around_x: float | None = None) -> None:
        """Beats `factor` times as wide around a place, by default the middle."""
        self._show(
            self.coordinates.zoomed_x(factor, self._size.width() / 2 if around_x is None else around_x)
        )

    def zoom_y(self, steps: float, around_y: float | None = None) -> None:
        """Rows taller by `steps` times two pixels around a place, by default the middle.

        Rows are whole pixels tall: what a fine touchpad turns beyond them is kept for its next turn.
        """
        around = self._size.height() / 2 if around_y is None else around_y
        wanted = self.coordinates.row_px + 2 * steps + self._row_rest_px
        self._row_rest_px = wanted - round(wanted)
        self._show(self.coordinates.zoomed_y(round(wanted), around))

    def remember(self) -> None:
        """Note what is looked at, to `go_back` to it."""
        self._seen.append(self.coordinates)

    def go_back(self) -> None:
        """Look at what was remembered last, once; nothing happens where nothing is left."""
        while self._seen:
            seen = self._seen.pop()
            if seen.ppq == self.coordinates.ppq and seen != self.coordinates:
                same_rows = replace(seen, rows=self.coordinates.rows)
                self._show(same_rows)
                return

    def fit_rows(self) -> None:
        """Rows as tall as before a fold, or taller where few are left to show."""
        now, height = self.coordinates, self._size.height()
        if len(now.rows) == len(ALL_PITCHES):
            row_px = self._unfolded_row_px or now.row_px
            self._unfolded_row_px = 0
        else:
            self._unfolded_row_px = self._unfolded_row_px or now.row_px
            fitting = min(height // len(now.rows), _COMFORTABLE_ROW_PX)
            row_px = max(self._unfolded_row_px, fitting)
        self._show(now.zoomed_y(row_px, height / 2))

    def show_range(self, ticks: TickRange, pitches: tuple[int, int]) -> None:
        """Fill the view with these ticks and pitches (lowest, highest)."""
        width, height = max(self._size.width(), 1), max(self._size.height(), 1)
        self._show(
            self.coordinates.showing(ticks, pitches, width, height, tallest_row_px=_COMFORTABLE_ROW_PX)
        )

    def show_ticks(self, ticks: TickRange) -> None:
        """Fill the width with these ticks; the pitches stay where they are."""
        now = self.coordinates
        beat_px = max(self._size.width(), 1) * now.ppq / max(ticks[1] - ticks[0], 1)
        zoomed = now.zoomed_x(beat_px / now.beat_px, 0)
        self._show(zoomed.scrolled_to(ticks[0] * zoomed.px_per_tick, now.scroll_y))

    def look_from(self, place: Place) -> None:
        """Zoom and scroll to where it was left; nearer where the song or the window has shrunk."""
        now = self.coordinates
        zoomed = now.zoomed_x(place.beat_px / now.beat_px, 0).zoomed_y(place.row_px, 0)
        self._show(zoomed.scrolled_to(place.scroll_x, place.scroll_y))

    def reveal(self, x: float, y: float) -> None:
        """Scroll a little where a drag has left the view through an edge."""
        self.scroll_by(_overshoot(x, self._size.width()), _overshoot(y, self._size.height()))

    def reveal_tick(self, tick: int) -> None:
        """Turn the page so that `tick` shows near the left, unless it shows already."""
        x = self.coordinates.x_at(tick)
        if not 0 <= x < self._size.width():
            self.scroll_to(self.coordinates.scroll_x + x - _MARGIN_PX, self.coordinates.scroll_y)

    @Slot(object)
    def _tell_scroll(self, changed: frozenset[str]) -> None:
        if "across" in changed:
            self.scrolled.emit()

    def _show(self, coordinates: RollCoordinates) -> None:
        end = self._model.view.end_tick
        held = coordinates.held(self._size.width(), self._size.height(), end)
        self._model.show(replace(self._model.view, coordinates=held))


def _overshoot(at: float, length: int) -> float:
    """How far outside 0..length a place lies; negative before it."""
    return at if at < 0 else max(0.0, at - length)
