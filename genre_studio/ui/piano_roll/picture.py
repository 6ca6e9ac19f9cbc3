"""A picture of a song's roll without a window: all tracks in their colours, drums in a band below."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter

from genre_studio.music.notes import Notes, sounding_within
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.layers.grid_layer import paint_grid
from genre_studio.ui.piano_roll.layers.keys_layer import paint_drum_names, paint_keys
from genre_studio.ui.piano_roll.layers.notes_layer import paint_notes
from genre_studio.ui.piano_roll.layers.region_layer import paint_region
from genre_studio.ui.piano_roll.layers.ruler_layer import RULER_HEIGHT, paint_ruler
from genre_studio.ui.piano_roll.pitch_rows import PitchRows
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange
from genre_studio.ui.theme import DARK, UNIT, Theme

_HEADER = 5 * UNIT
_KEYS = 11 * UNIT
_DRUM_ROW_PX = 12
_TALLEST_ROW_PX = 24


@dataclass(frozen=True)
class _Band:
    """Tracks that share rows, and where they are drawn."""

    tracks: tuple[int, ...]
    view: RollView
    area: QRect  # of the paper, in the picture


def save_roll_picture(
    song: Song,
    path: Path,
    *,
    width: int = 1600,
    height: int = 700,
    theme: Theme = DARK,
    region: TickRange | None = None,
    start_tick: int = 0,
    end_tick: int | None = None,
) -> None:
    """Write `roll_image` as a PNG. Needs no display. Raises OSError where it cannot be written."""
    image = roll_image(
        song,
        width=width,
        height=height,
        theme=theme,
        region=region,
        start_tick=start_tick,
        end_tick=end_tick,
    )
    if not QImageWriter(str(path), QByteArray(b"png")).write(image):
        raise OSError(f"The picture could not be written to {path}.")


def roll_image(
    song: Song,
    *,
    width: int = 1600,
    height: int = 700,
    theme: Theme = DARK,
    region: TickRange | None = None,
    start_tick: int = 0,
    end_tick: int | None = None,
) -> QImage:
    """The notes of [start_tick, end_tick) on ruled paper, `width` by `height` pixels.

    `end_tick` is the end of the song's last bar where None; `region` is hatched.
    """
    _application()
    last = max(song.note_end_tick, start_tick + 1)
    end = end_tick if end_tick is not None else song.meter_map.bars_end(last)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(theme.window)
    painter = QPainter(image)
    view = RollView(song, theme, _coordinates(song, width, start_tick, end), track=-1, region=region)
    _paint_header(painter, view, width)
    _within(painter, QRect(_KEYS, _HEADER, width - _KEYS, RULER_HEIGHT))
    paint_ruler(painter, view, QRect(0, 0, width - _KEYS, RULER_HEIGHT))
    for band in _bands(view, width, height, (start_tick, end)):
        _paint_band(painter, band)
    painter.end()
    return image


def _coordinates(song: Song, width: int, start: int, end: int) -> RollCoordinates:
    beat_px = (width - _KEYS) * song.ppq / max(end - start, 1)
    return RollCoordinates(song.ppq, beat_px, scroll_x=start * beat_px / song.ppq)


def _bands(view: RollView, width: int, height: int, ticks: TickRange) -> list[_Band]:
    """Pitched tracks above, drums folded to the ones they use below."""
    tracks = view.song.tracks
    drums = tuple(i for i, track in enumerate(tracks) if track.is_drums)
    pitched = tuple(i for i, track in enumerate(tracks) if not track.is_drums)
    top, bottom = _HEADER + RULER_HEIGHT, height
    bands = []
    drum_rows = _used_pitches([sounding_within(tracks[i].notes, *ticks) for i in drums])
    if drum_rows:
        rows = PitchRows(drum_rows)
        row_px = max(4, min(_DRUM_ROW_PX, (height - top) // 3 // len(rows)))
        bottom = height - row_px * len(rows)
        coordinates = replace(view.coordinates, rows=rows, row_px=row_px)
        area = QRect(_KEYS, bottom, width - _KEYS, height - bottom)
        bands.append(_Band(drums, replace(view, coordinates=coordinates, track=drums[0]), area))
        bottom -= UNIT
    used = _used_pitches([sounding_within(tracks[i].notes, *ticks) for i in pitched]) or [60]
    low, high = max(0, min(used) - 2), min(127, max(used) + 2)
    row_px = max(2, min(_TALLEST_ROW_PX, (bottom - top) // (high - low + 1)))
    # Whole rows seldom fill the height: show more of the keyboard rather than a gap.
    while (high - low + 1) * row_px < bottom - top and (low > 0 or high < 127):
        low, high = max(0, low - 1), min(127, high + 1)
    coordinates = replace(view.coordinates, rows=PitchRows(range(low, high + 1)), row_px=row_px)
    area = QRect(_KEYS, top, width - _KEYS, bottom - top)
    bands.append(_Band(pitched, replace(view, coordinates=coordinates), area))
    return bands


def _used_pitches(parts: list[Notes]) -> list[int]:
    return sorted({int(pitch) for notes in parts for pitch in notes["pitch"]})


def _paint_band(painter: QPainter, band: _Band) -> None:
    keys = QRect(0, band.area.top(), _KEYS, band.area.height())
    _within(painter, keys)
    paint = paint_drum_names if band.view.is_drums else paint_keys
    paint(painter, band.view, QRect(QPoint(0, 0), keys.size()))
    _within(painter, band.area)
    inner = QRect(QPoint(0, 0), band.area.size())
    paint_grid(painter, band.view, inner)
    paint_region(painter, band.view, inner)
    for track in band.tracks:
        paint_notes(painter, replace(band.view, track=track), inner)


def _within(painter: QPainter, area: QRect) -> None:
    """Draw in `area` from now on, with (0, 0) its top left corner."""
    painter.resetTransform()
    painter.setClipRect(area)
    painter.translate(area.topLeft())


def _paint_header(painter: QPainter, view: RollView, width: int) -> None:
    """The title, and which colour is whose."""
    theme = view.theme
    font = painter.font()
    font.setPixelSize(14)
    painter.setFont(font)
    painter.setPen(theme.text)
    left = QRect(2 * UNIT, 0, width // 2, _HEADER)
    painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, view.song.title)
    font.setPixelSize(12)
    painter.setFont(font)
    right = width - 2 * UNIT
    for track in reversed(view.song.tracks):
        name = track.name or track.family.title
        name_width = painter.fontMetrics().horizontalAdvance(name)
        right -= name_width
        if right < width // 2 or not len(track.notes):
            right += name_width
            continue
        painter.setPen(theme.text_dim)
        painter.drawText(QRect(right, 0, name_width, _HEADER), Qt.AlignmentFlag.AlignVCenter, name)
        right -= 2 * UNIT
        painter.fillRect(right, _HEADER // 2 - 5, 10, 10, theme.track_colour(track.colour))
        right -= 2 * UNIT


@cache
def _application() -> QCoreApplication:
    """Text needs fonts, and fonts a QGuiApplication; one without a display will do."""
    return QGuiApplication.instance() or QGuiApplication(["genre-studio", "-platform", "offscreen"])
