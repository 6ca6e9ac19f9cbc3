"""Names inside notes that are large enough to hold one."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText

from genre_studio.ui.piano_roll.layers.note_colours import note_fill, selected_fill
from genre_studio.ui.piano_roll.layers.note_shapes import NoteShapes
from genre_studio.ui.piano_roll.note_look import ColourBy, Labels
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.roll_view import RollView, are_in
from genre_studio.ui.theme import Theme

NAMES_FROM_ROW_PX = 14
_TALLEST_FONT_PX = 11
_PADDING_PX = 4
_LONGEST_PX = 48
_LONGEST_DRUM_PX = 128


def paint_names(painter: QPainter, view: RollView, shapes: NoteShapes) -> None:
    """Write each pitch's name at the left of its note where it fits with some room to spare."""
    if shapes.height + 1 < NAMES_FROM_ROW_PX:
        return
    font = QFont(painter.font())
    font.setPixelSize(min(shapes.height - 3, _TALLEST_FONT_PX))
    painter.setFont(font)
    key = font.key()
    wide = shapes.chosen(shapes.widths > 4 * _PADDING_PX)
    lefts = np.maximum(wide.lefts, 0)
    rooms = wide.lefts + wide.widths - lefts - 2 * _PADDING_PX
    columns = (lefts.tolist(), wide.tops.tolist(), rooms.tolist())
    inked: QColor | None = None
    for left, top, room, label, ink in zip(*columns, _labels(view, wide), _inks(view, wide), strict=True):
        text, width, height = _name(label, key)
        if width > room:
            continue
        if ink is not inked:
            painter.setPen(ink)
            inked = ink
        painter.drawStaticText(left + _PADDING_PX, top + round((shapes.height - height) / 2), text)


def sticking_px(view: RollView) -> int:
    """How far right of the left edge the names reach of notes that begin further left and stick to it."""
    if view.labels is Labels.NONE or view.coordinates.row_px < NAMES_FROM_ROW_PX:
        return 0
    return _LONGEST_DRUM_PX if view.is_drums else _LONGEST_PX


def _labels(view: RollView, shapes: NoteShapes) -> list[str]:
    """What is written on each note."""
    index = view.index
    if view.labels is Labels.VELOCITIES:
        return [str(velocity) for velocity in index.velocities[shapes.positions].tolist()]
    is_drums = view.is_drums
    return [row_name(pitch, is_drums=is_drums) for pitch in index.pitches[shapes.positions].tolist()]


def _inks(view: RollView, shapes: NoteShapes) -> list[QColor]:
    """What reads best on each note."""
    index, by = view.index, view.look.colours_by
    selected = are_in(index.ids[shapes.positions], view.shown_selection)
    columns = (
        index.velocities[shapes.positions].tolist(),
        (index.pitches[shapes.positions] % 12).tolist(),
        index.locked[shapes.positions].tolist(),
        selected.tolist(),
    )
    return [_ink(view.theme, view.colour, by, *each) for each in zip(*columns, strict=True)]


@lru_cache(maxsize=8192)
def _ink(
    theme: Theme,
    colour: int,
    by: ColourBy,
    velocity: int,
    pitch_class: int,
    is_locked: bool,
    is_selected: bool,
) -> QColor:
    if is_selected:
        return theme.ink_on(selected_fill(theme, colour, velocity, by, pitch_class))
    return theme.ink_on(
        note_fill(theme, colour, velocity, is_locked=is_locked, colours_by=by, pitch_class=pitch_class)
    )


@lru_cache(maxsize=1024)
def _name(name: str, font_key: str) -> tuple[QStaticText, float, float]:
    """A laid-out name with its width and height in pixels; `font_key` is QFont.key()."""
    font = QFont()
    font.fromString(font_key)
    text = QStaticText(name)
    text.prepare(font=font)
    return text, text.size().width(), text.size().height()
