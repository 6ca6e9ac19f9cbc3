"""What can be done to the selection by name: by menus, keys and the command palette."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.take_song import take_song
from genre_studio.ui.piano_roll.note_clipboard import CopiedNotes
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_view import NO_IDS

NoteEdit = Callable[[Notes, NDArray[np.int64]], Notes]
"""From a track's notes and sorted ids of some of them to its notes afterwards."""


class SelectionCommands:
    """One method a command; each is one named edit of the document, or none where nothing is selected."""

    def __init__(self, editor: RollEditor) -> None:
        self._editor = editor

    @property
    def targets(self) -> NDArray[np.int64]:
        """Sorted ids of the selected notes, or of all where none is selected."""
        ids = self._editor.selected
        return ids if len(ids) else np.sort(self._editor.notes["id"])

    def preview(self, edit: NoteEdit) -> None:
        """Show what an edit of the targets would make of them, until it is applied or the preview ends."""
        ids = self.targets
        before = self._editor.notes
        after = edit(before, ids)
        added = edits.new_ids(before, after)
        self._editor.preview(after, np.union1d(self._editor.selected, added))

    def end_preview(self) -> None:
        self._editor.end_preview()

    def edit_targets(self, verb: str, edit: NoteEdit) -> None:
        """Apply an edit to the selected notes, or to all where none is selected, as one named step."""
        if not len(self._editor.selected):
            self.select_all()
        self._editor.edit_selection(verb, edit)

    def select(self, ids: edits.NoteIds) -> None:
        """Select those notes of the edited track that have these ids, and no others."""
        self._editor.select(ids)
        self._editor.keep_selection_within_song()

    def few_selected(self, most: int) -> tuple[int, ...]:
        """The selected ids in order; none where there are more than `most`. Cheap however many there are."""
        ids = self._editor.selected
        return tuple(ids.tolist()) if len(ids) <= most else ()

    def select_all(self) -> None:
        self._editor.select(self._editor.notes["id"])

    def delete(self) -> None:
        count = len(self._editor.selected)
        if count:
            after = edits.remove_notes(self._editor.notes, self._editor.selected)
            self._editor.apply(f"Delete {count_notes(count)}", after, NO_IDS)

    def nudge(self, steps: int) -> None:
        """Move by grid steps; to the left where negative."""
        self.nudge_ticks(steps * self._editor.view.snapping.step)

    def nudge_ticks(self, ticks: int) -> None:
        self._editor.edit_selection(
            "Nudge", lambda notes, ids: edits.move_notes(notes, ids, ticks, 0), joins=True
        )

    def lengthen(self, steps: int) -> None:
        """Move the right edges by grid steps; shorter where negative."""
        step = self._editor.view.snapping.step
        self.lengthen_ticks(steps * step, shortest=step)

    def lengthen_ticks(self, ticks: int, *, shortest: int = 1) -> None:
        self._editor.edit_selection(
            "Lengthen" if ticks > 0 else "Shorten",
            lambda notes, ids: edits.resize_notes(notes, ids, end_ticks=ticks, shortest=shortest),
            joins=True,
        )

    def make_louder(self, amount: int) -> None:
        """Every selected note louder by so much; softer where negative."""
        self._editor.edit_selection(
            "Louder" if amount > 0 else "Softer",
            lambda notes, ids: edits.shift_velocity(notes, ids, amount),
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
            "Transpose",
            lambda notes, ids: edits.move_along(notes, ids, 0, rungs, ladder, lands=lands),
            joins=True,
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

    def quantize(self) -> None:
        """Draw the starts of the selection, or of all notes where none is selected, to the roll's grid."""
        snapping, last = self._editor.view.snapping, self._editor.view.song.end_tick
        lines = snapping.lines(last)
        self.edit_targets("Quantize", lambda notes, ids: edits.quantize_to(notes, ids, lines))

    def legato(self) -> None:
        self._editor.edit_selection("Legato", edits.legato)

    def join(self) -> None:
        self._editor.edit_selection("Join", edits.join)

    def invert(self) -> None:
        self._editor.select(edits.inverted(self._editor.notes, self._editor.selected))

    def snap_to_scale(self, scale: Scale) -> None:
        self._editor.edit_selection(
            "Move into the scale", lambda notes, ids: edits.snap_to_scale(notes, ids, scale)
        )

    def select_overlaps(self) -> None:
        """Notes that start while another of their pitch still sounds."""
        self._editor.select(edits.overlapped(self._editor.notes))

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

    def copied_song(self) -> Song | None:
        """The selection alone, as a song from the grid line before it to the one behind it."""
        editor, copied = self._editor, self.copied()
        if copied is None:
            return None
        notes = editor.notes[edits.chosen(editor.notes, editor.selected)]
        line = editor.view.snapping.floor(int(notes["start"].min()))
        return take_song(editor.view.song, line, line + copied.length, {editor.view.track: notes})

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
