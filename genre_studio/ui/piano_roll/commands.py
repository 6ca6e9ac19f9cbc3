"""What can be done to the selection by name: by menus, keys and the command palette."""

import numpy as np

from genre_studio.music import edits
from genre_studio.music.notes import note_ends
from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll.note_clipboard import CopiedNotes
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_view import NO_IDS

_STRUM_PER_QUARTER = 16
_HUMANIZE_PER_QUARTER = 24
_HUMANIZE_VELOCITY = 8


class SelectionCommands:
    """One method a command; each is one named edit of the document, or none where nothing is selected."""

    def __init__(self, editor: RollEditor) -> None:
        self._editor = editor

    def select_all(self) -> None:
        self._editor.select(self._editor.notes["id"])

    def delete(self) -> None:
        count = len(self._editor.selected)
        if count:
            after = edits.remove_notes(self._editor.notes, self._editor.selected)
            self._editor.apply(f"Delete {count_notes(count)}", after, NO_IDS)

    def nudge(self, steps: int) -> None:
        """Move by grid steps; to the left where negative."""
        ticks = steps * self._editor.view.snapping.step
        self._editor.edit_selection(
            "Nudge", lambda notes, ids: edits.move_notes(notes, ids, ticks, 0), joins=True
        )

    def lengthen(self, steps: int) -> None:
        """Move the right edges by grid steps; shorter where negative."""
        step = self._editor.view.snapping.step
        self._editor.edit_selection(
            "Lengthen" if steps > 0 else "Shorten",
            lambda notes, ids: edits.resize_notes(notes, ids, end_ticks=steps * step, shortest=step),
            joins=True,
        )

    def transpose(self, semitones: int) -> None:
        self._editor.edit_selection(
            "Transpose", lambda notes, ids: edits.transpose(notes, ids, semitones), joins=True
        )
        self._preview_lowest()

    def climb(self, rungs: int) -> None:
        """By semitones; by degrees of the scale that notes are held in, or by the rows of a fold."""
        ladder, lands = self._editor.view.ladder, self._editor.view.held_scale is not None
        self._editor.edit_selection(
            "Transpose", lambda notes, ids: edits.move_along(notes, ids, 0, rungs, ladder, lands=lands)
        )
        self._preview_lowest()

    def duplicate(self) -> None:
        """Copies right behind the selection, on the grid: its length rounded up to whole grid steps."""
        snapping, notes = self._editor.view.snapping, self._editor.notes
        chosen = notes[edits.chosen(notes, self._editor.selected)]
        if len(chosen):
            start, end = int(chosen["start"].min()), int(note_ends(chosen).max())
            first_line = snapping.floor(start)
            behind = end if snapping.floor(end) == end else snapping.ceil(end)
            ticks = behind - first_line
            self._editor.edit_selection("Duplicate", lambda n, ids: edits.duplicate(n, ids, ticks))

    def quantize(self, strength: float = 1.0, swing: float = 0.0) -> None:
        """Draw the starts of the selection, or of all notes where none is selected, to the grid."""
        if not len(self._editor.selected):
            self.select_all()
        grid = self._editor.view.snapping.step
        self._editor.edit_selection(
            "Quantize", lambda notes, ids: edits.quantize(notes, ids, grid, strength, swing)
        )

    def legato(self) -> None:
        self._editor.edit_selection("Legato", edits.legato)

    def join(self) -> None:
        self._editor.edit_selection("Join", edits.join)

    def invert(self) -> None:
        self._editor.select(edits.inverted(self._editor.notes, self._editor.selected))

    def chop(self) -> None:
        """Cut each selected note in two halves."""
        self._editor.edit_selection("Chop", lambda notes, ids: edits.chop(notes, ids, 2))

    def strum(self) -> None:
        """Spread each selected chord upwards, a 64th from string to string."""
        ticks = max(1, self._editor.view.song.ppq // _STRUM_PER_QUARTER)
        self._editor.edit_selection("Strum", lambda notes, ids: edits.strum(notes, ids, ticks))

    def humanize(self, seed: int) -> None:
        """Move starts by up to a 96th and velocities by up to 8, another way for each seed."""
        ticks = max(1, self._editor.view.song.ppq // _HUMANIZE_PER_QUARTER)
        self._editor.edit_selection(
            "Humanize", lambda notes, ids: edits.humanize(notes, ids, seed, ticks, _HUMANIZE_VELOCITY)
        )

    def snap_to_scale(self, scale: Scale) -> None:
        self._editor.edit_selection(
            "Move into the scale", lambda notes, ids: edits.snap_to_scale(notes, ids, scale)
        )

    def select_out_of_scale(self, scale: Scale) -> None:
        self._editor.select(edits.out_of_scale(self._editor.notes, scale))

    def split_at(self, tick: int) -> None:
        """Cut the selected notes that sound across `tick`; all that do where none is selected."""
        if not len(self._editor.selected):
            self.select_all()
        self._editor.edit_selection("Split", lambda notes, ids: edits.split_note(notes, ids, tick))

    def copied(self) -> CopiedNotes | None:
        """The selection as the clipboard takes it; None where nothing is selected."""
        notes, snapping = self._editor.notes, self._editor.view.snapping
        chosen = notes[edits.chosen(notes, self._editor.selected)]
        if not len(chosen):
            return None
        line, end = snapping.floor(int(chosen["start"].min())), int(note_ends(chosen).max())
        behind = end if snapping.floor(end) == end else snapping.ceil(end)
        chosen["start"] -= line
        return CopiedNotes(self._editor.view.song.ppq, behind - line, chosen)

    def paste(self, copied: CopiedNotes, tick: int) -> int:
        """Put notes in from the grid line at or before `tick`, selected; returns the tick behind them."""
        ppq = self._editor.view.song.ppq
        at = self._editor.view.snapping.floor(tick)
        before = self._editor.notes
        after = edits.add_notes(before, copied.at(at, ppq))
        self._editor.apply(f"Paste {count_notes(len(copied.notes))}", after, edits.new_ids(before, after))
        return at + round(copied.length * ppq / copied.ppq)

    def set_locked(self, locked: bool) -> None:
        verb = "Lock" if locked else "Unlock"
        self._editor.edit_selection(verb, lambda notes, ids: edits.set_locked(notes, ids, locked))

    def toggle_locked(self) -> None:
        """Lock the selection, or unlock it where all of it is locked."""
        notes = self._editor.notes
        chosen = edits.chosen(notes, self._editor.selected)
        self.set_locked(not bool(np.all(notes["locked"][chosen])))

    def _preview_lowest(self) -> None:
        notes = self._editor.notes
        chosen = notes[edits.chosen(notes, self._editor.selected)]
        if len(chosen):
            lowest = chosen[int(chosen["pitch"].argmin())]
            self._editor.preview_note(int(lowest["pitch"]), int(lowest["velocity"]))
