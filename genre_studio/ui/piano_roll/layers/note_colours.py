"""What colour a note has. Kept once mixed: a repaint asks for hundreds."""

from functools import lru_cache

from PySide6.QtGui import QColor

from genre_studio.ui.theme import Theme, mix


@lru_cache(maxsize=4096)
def note_fill(theme: Theme, colour: int, velocity: float, *, is_locked: bool = False) -> QColor:
    """A note's colour at its velocity: its track's hue, or amber where it is locked."""
    if is_locked:
        return mix(theme.surface, theme.locked, 0.5 + 0.5 * velocity / 127)
    return theme.note_colour(colour, velocity)


@lru_cache(maxsize=256)
def selected_fill(theme: Theme, colour: int) -> QColor:
    """A selected note's colour: its track's hue drawn towards the text's."""
    return mix(theme.track_colour(colour), theme.text, 0.35)


@lru_cache(maxsize=256)
def ghost_fill(theme: Theme, colour: int) -> QColor:
    """Another track's note behind the edited one: present, and quiet."""
    return mix(theme.surface, theme.track_colour(colour), 0.32)


@lru_cache(maxsize=4096)
def note_ink(theme: Theme, colour: int, velocity: int, *, is_locked: bool, is_selected: bool) -> QColor:
    """What is written inside such a note."""
    fill = note_fill(theme, colour, velocity, is_locked=is_locked)
    return theme.ink_on(selected_fill(theme, colour) if is_selected else fill)
