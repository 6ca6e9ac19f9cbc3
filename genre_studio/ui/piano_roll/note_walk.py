"""The notes by keyboard: from one to the next, extending the selection, each told in words and heard."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from genre_studio.music.note_steps import stepped_note
from genre_studio.music.notes import Notes
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.viewport import Viewport

_MARGIN_PX = 24


class NoteWalk(QObject):
    """Signals: described(str): the note that the keyboard is on, or what is selected, for a screen reader."""

    described = Signal(str)

    def __init__(self, editor: RollEditor, viewport: Viewport, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._viewport = editor, viewport
        editor.selection_changed.connect(self.describe)

    def step(self, steps: int, *, extends: bool) -> str:
        """Select the note so many steps on, or back where negative; returns it in words.

        With `extends` it is selected beside those that are.
        """
        notes, view = self._editor.notes, self._editor.view
        place = stepped_note(notes, self._editor.selected, steps, round(view.coordinates.tick_at(0)))
        if place is None:
            return "There are no notes in this track."
        note = notes[place]
        ids = np.array([note["id"]], np.int64)
        self._editor.select(np.union1d(self._editor.selected, ids) if extends else ids)
        self._reveal(int(note["start"]), int(note["pitch"]))
        self._editor.preview_note(int(note["pitch"]), int(note["velocity"]))
        words = note_words(view, note)
        if extends:
            words = f"{words}; {count_notes(len(self._editor.selected))} selected"
        self.described.emit(words)
        return words

    def describe(self, count: int) -> None:
        """Tell the only selected note, or how many there are."""
        if count != 1:
            self.described.emit(f"{count_notes(count)} selected" if count else "Nothing selected")
            return
        notes = self._editor.notes
        found = notes[np.isin(notes["id"], self._editor.selected)]
        if len(found):
            self.described.emit(note_words(self._editor.view, found[0]))

    def _reveal(self, start: int, pitch: int) -> None:
        """Scroll no further than needed for the note's beginning to show, with a little air around it."""
        at, size = self._viewport.coordinates, self._viewport.size
        x, y = at.x_at(start), at.y_at(pitch)
        self._viewport.scroll_by(_beyond(x, size.width()), _beyond(y, size.height()))


def _beyond(at: float, length: int) -> float:
    """How far a pixel lies outside of a view, its margin counted; 0 where it shows."""
    low, high = _MARGIN_PX, length - _MARGIN_PX
    return min(at - low, 0.0) + max(at - high, 0.0)


def note_words(view: RollView, note: Notes) -> str:
    """ "C4, bar 3 beat 2, 1.5 beats long, velocity 96, locked" """
    at = view.song.meter_map.position_at(int(note["start"]))
    beats = round(int(note["duration"]) / view.song.ppq, 2)
    words = [
        row_name(int(note["pitch"]), is_drums=view.is_drums),
        f"bar {at.bar} beat {at.beat}",
        f"{beats:g} {'beat' if beats == 1 else 'beats'} long",
        f"velocity {int(note['velocity'])}",
    ]
    return ", ".join((*words, "locked") if note["locked"] else words)
