"""What colour a note has. Kept once mixed: a repaint asks for hundreds."""

from functools import lru_cache

from PySide6.QtGui import QColor

from genre_studio.ui.piano_roll.note_look import ColourBy
from genre_studio.ui.theme import Theme, mix

_SOFT_HUE, _LOUD_HUE = 0.66, 0.0  # blue by way of green to red
_SATURATION = 0.62
_SELECTED_TEXT = 0.35


@lru_cache(maxsize=4096)
def note_fill(
    theme: Theme,
    colour: int,
    velocity: float,
    *,
    is_locked: bool = False,
    colours_by: ColourBy = ColourBy.TRACK,
    pitch_class: int = 0,
) -> QColor:
    """A note's colour at its velocity, or amber where it is locked.

    By track or pitch it is that one's hue, which softer notes let sink towards the paper; by velocity
    it runs from blue to red, and in lightness too, for eyes that cannot tell these hues apart.
    """
    if is_locked:
        return mix(theme.surface, theme.locked, 0.5 + 0.5 * velocity / 127)
    if colours_by is ColourBy.TRACK:
        return theme.note_colour(colour, velocity)
    hue = _hue(theme, colour, velocity, colours_by, pitch_class)
    return hue if colours_by is ColourBy.VELOCITY else mix(theme.surface, hue, 0.5 + 0.5 * velocity / 127)


@lru_cache(maxsize=4096)
def selected_fill(
    theme: Theme,
    colour: int,
    velocity: float = 127,
    colours_by: ColourBy = ColourBy.TRACK,
    pitch_class: int = 0,
) -> QColor:
    """A selected note's colour: its hue drawn towards the text's."""
    return mix(_hue(theme, colour, velocity, colours_by, pitch_class), theme.text, _SELECTED_TEXT)


@lru_cache(maxsize=256)
def ghost_fill(theme: Theme, colour: int) -> QColor:
    """Another track's note behind the edited one: present, and quiet."""
    return mix(theme.surface, theme.track_colour(colour), 0.32)


def _hue(theme: Theme, colour: int, velocity: float, colours_by: ColourBy, pitch_class: int) -> QColor:
    if colours_by is ColourBy.TRACK:
        return theme.track_colour(colour)
    if colours_by is ColourBy.PITCH:
        return QColor.fromHslF(pitch_class / 12, _SATURATION, 0.62 if theme.is_dark else 0.42)
    loud = velocity / 127
    lightness = 0.42 + 0.26 * loud if theme.is_dark else 0.66 - 0.28 * loud
    return QColor.fromHslF(_SOFT_HUE + (_LOUD_HUE - _SOFT_HUE) * loud, _SATURATION, lightness)
