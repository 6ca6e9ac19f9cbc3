"""Names inside notes that are large enough to hold one."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText

from genre_studio.ui.piano_roll.layers.note_colours import note_fill, selected_fill
from genre_studio.ui.piano_roll.layers.note_shapes import NoteShapes
from genre_studio.ui.piano_roll.note_look import Labels
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.roll_view import RollView, are_in

NAMES_FROM_ROW_PX = 14
_TALLEST_FONT_PX = 11
_PADDING_PX = 4


def paint_names(painter: QPainter, view: RollView, shapes: NoteShapes) -> None:
    """Write each pitch's name at the left of its note where it fits with some room to spare."""
    if shapes.height + 1 < NAMES_FROM_ROW_PX:
        return
    font = QFont(painter.font())
    font.setPixelSize(min(shapes.height - 3, _TALLEST_FONT_PX))
    painter.setFont(font)
    index = view.index
    selected = are_in(index.ids[shapes.positions], view.shown_selection)
    for k in np.flatnonzero(shapes.widths > 4 * _PADDING_PX).tolist():
        position = int(shapes.positions[k])
        left = max(int(shapes.lefts[k]), 0)
        room = int(shapes.lefts[k] + shapes.widths[k]) - left - 2 * _PADDING_PX
        text, width, height = _name(_label(view, position), font.key())
        if width > room:
            continue
        painter.setPen(_ink(view, position, is_selected=bool(selected[k])))
        painter.drawStaticText(
            left + _PADDING_PX, int(shapes.tops[k]) + round((shapes.height - height) / 2), text
        )


def _label(view: RollView, position: int) -> str:
    index = view.index
    if view.labels is Labels.VELOCITIES:
        return str(int(index.velocities[position]))
    return row_name(int(index.pitches[position]), is_drums=view.is_drums)


def _ink(view: RollView, position: int, *, is_selected: bool) -> QColor:
    """What reads best on the note."""
    theme, index, by = view.theme, view.index, view.look.colours_by
    velocity, pitch_class = int(index.velocities[position]), int(index.pitches[position]) % 12
    if is_selected:
        return theme.ink_on(selected_fill(theme, view.colour, velocity, by, pitch_class))
    is_locked = bool(index.locked[position])
    fill = note_fill(
        theme, view.colour, velocity, is_locked=is_locked, colours_by=by, pitch_class=pitch_class
    )
    return theme.ink_on(fill)


@lru_cache(maxsize=1024)
def _name(name: str, font_key: str) -> tuple[QStaticText, float, float]:
    """A laid-out name with its width and height in pixels; `font_key` is QFont.key()."""
    font = QFont()
    font.fromString(font_key)
    text = QStaticText(name)
    text.prepare(font=font)
    return text, text.size().width(), text.size().height()
