"""What the keyboard strip draws: a piano's keys, or the names of the drums."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from genre_studio.ui.piano_roll.pitch_names import drum_name, is_black_key, pitch_name
from genre_studio.ui.piano_roll.pitch_rows import ALL_PITCHES
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import UNIT, mix

_BLACK_LENGTH = 0.62
_NAMES_FROM_PX = 10
_EVERY_NAME_FROM_PX = 16
_OVERHANG_PX = 4  # names of narrow keys are taller than their keys


def _rows(view: RollView, area: QRect) -> Iterator[tuple[int, QRect]]:
    """The visible pitches and their rows."""
    coordinates = view.coordinates
    highest, lowest = coordinates.pitch_at(0), coordinates.pitch_at(area.height())
    for pitch in range(lowest, highest + 1):
        if coordinates.rows.row_of[pitch] >= 0:
            yield pitch, QRect(0, int(coordinates.y_at(pitch)), area.width(), coordinates.row_px)


@dataclass(frozen=True, slots=True)
class KeyLights:
    """The keys that are lit: pressed on the strip, sounding in the song, held on a MIDI keyboard."""

    pressed: int | None = None
    sounding: frozenset[int] = frozenset()
    incoming: frozenset[int] = frozenset()

    def on(self, ground: QColor, view: RollView, pitch: int) -> QColor:
        """The colour of a pitch's key that is `ground` without light."""
        if pitch == self.pressed or pitch in self.incoming:
            return mix(ground, view.theme.accent, 0.75)
        if pitch in self.sounding:
            return mix(ground, view.theme.track_colour(view.colour), 0.75)
        return mix(ground, view.theme.accent, 0.3) if pitch == view.hovered_pitch else ground


NO_LIGHTS = KeyLights()


def paint_keys(painter: QPainter, view: RollView, area: QRect, lights: KeyLights = NO_LIGHTS) -> None:
    theme = view.theme
    _set_font(painter, view)
    is_folded = len(view.coordinates.rows) < len(ALL_PITCHES)
    for pitch, row in _rows(view, area):
        key = lights.on(theme.key_black if is_black_key(pitch) else theme.key_white, view, pitch)
        painter.fillRect(row, theme.key_white)
        if is_folded:  # a list of notes: the shape of a keyboard would tell the wrong neighbours
            painter.fillRect(row, key)
            edge = mix(theme.key_white, theme.key_black, 0.3)
            painter.fillRect(row.left(), row.bottom(), row.width(), 1, edge)
        elif is_black_key(pitch):
            length = round(row.width() * _BLACK_LENGTH)
            painter.fillRect(0, row.center().y(), row.width(), 1, mix(theme.key_white, theme.key_black, 0.3))
            painter.fillRect(row.left(), row.top(), length, row.height(), key)
        else:
            painter.fillRect(row, key)
        if pitch % 12 in (0, 5) and not is_folded:  # two white keys meet below C and F
            edge = mix(theme.key_white, theme.key_black, 0.3)
            painter.fillRect(row.left(), row.bottom(), row.width(), 1, edge)
        if _is_named(view, pitch):
            painter.setPen(theme.ink_on(key))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(
                row.adjusted(0, -_OVERHANG_PX, -UNIT + 2, _OVERHANG_PX), flags, pitch_name(pitch)
            )


def _is_named(view: RollView, pitch: int) -> bool:
    row_px = view.coordinates.row_px
    if len(view.coordinates.rows) < len(ALL_PITCHES):  # folded: no neighbours tell which key it is
        return row_px >= _NAMES_FROM_PX
    if pitch % 12 == 0:
        return row_px * 7 >= _NAMES_FROM_PX * 4
    is_under_pointer = pitch == view.hovered_pitch and row_px >= _NAMES_FROM_PX
    return not is_black_key(pitch) and (row_px >= _EVERY_NAME_FROM_PX or is_under_pointer)


def paint_drum_names(painter: QPainter, view: RollView, area: QRect, lights: KeyLights = NO_LIGHTS) -> None:
    theme = view.theme
    _set_font(painter, view)
    for pitch, row in _rows(view, area):
        ground = lights.on(theme.window, view, pitch)
        painter.fillRect(row, ground)
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, theme.line)
        if row.height() >= _NAMES_FROM_PX:
            has_drum = drum_name(pitch) != pitch_name(pitch)
            is_lit = ground is not theme.window
            painter.setPen(theme.ink_on(ground) if is_lit else theme.text if has_drum else theme.text_dim)
            painter.drawText(row.adjusted(UNIT, 0, -2, 0), Qt.AlignmentFlag.AlignVCenter, drum_name(pitch))


def _set_font(painter: QPainter, view: RollView) -> None:
    font = QFont(painter.font())
    font.setPixelSize(min(max(view.coordinates.row_px - 3, 8), 11))
    painter.setFont(font)
