"""Where gestures and commands meet the document: previews while they last, one named edit at their end."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, Signal

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.notes import DEFAULT_VELOCITY, Notes
from genre_studio.music.ordering import sorted_unique
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import NO_IDS, Draft, RollView, are_in


class RollEditor(QObject):
    """Applies edits to the track that the roll shows.

    Signals:
        selection_changed(int): how many notes are selected now.
        track_clicked(int): a track whose faint note was asked for.
        note_previewed(int, int): pitch and velocity that should sound briefly.
    """

    selection_changed = Signal(int)
    note_previewed = Signal(int, int)
    track_clicked = Signal(int)

    def __init__(self, document: Document, model: RollModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._model = model
        self.pencil_velocity = DEFAULT_VELOCITY  # of notes drawn next; the velocity tool sets it

    @property
    def view(self) -> RollView:
        return self._model.view

    @property
    def notes(self) -> Notes:
        """The edited track's notes in the document, whatever a gesture shows."""
        return replace(self.view, draft=None).notes

    @property
    def can_edit(self) -> bool:
        return self.view.edited_track is not None

    @property
    def selected(self) -> NDArray[np.int64]:
        """Sorted ids."""
        return self.view.selected

    def select(self, ids: edits.NoteIds) -> None:
        """Select the notes with these ids and no others."""
        selected = sorted_unique(np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), np.int64))
        if np.array_equal(selected, self.view.selected):
            return
        self._model.show(replace(self.view, selected=selected))
        self.selection_changed.emit(len(selected))

    def keep_selection_within_song(self) -> None:
        """Forget selected notes that an undo or another edit has taken away."""
        if len(self.selected):
            self.select(self.selected[np.isin(self.selected, self.notes["id"])])

    def preview(self, notes: Notes, selected: NDArray[np.int64]) -> None:
        """Show `notes` in place of the track's until `apply` or `end_preview`."""
        self._model.show(replace(self.view, draft=Draft(notes, selected)))

    def end_preview(self) -> None:
        if self.view.draft is not None or self.view.marquee is not None:
            self._model.show(replace(self.view, draft=None, marquee=None))

    def show_marquee(self, rectangle: QRect) -> None:
        self._model.show(replace(self.view, marquee=rectangle))

    def apply(
        self, name: str, notes: Notes, selected: NDArray[np.int64] | None = None, *, joins: bool = False
    ) -> None:
        """Put `notes` into the song as one edit; `selected` (sorted ids) is the selection after it.

        One that `joins` is one step with the one before, if that did the same to the same notes just now.
        """
        track = self.view.edited_track
        if track is None:
            return
        song = self._document.song.with_track(self.view.track, track.with_notes(notes))
        self._model.show(replace(self.view, draft=None, marquee=None))
        run = (name, self.view.track, self.selected.tobytes()) if joins else None
        self._document.apply(name, song, run=run)
        if selected is not None:
            self.select(selected)

    def edit_selection(
        self, verb: str, edit: Callable[[Notes, NDArray[np.int64]], Notes], *, joins: bool = False
    ) -> None:
        """Apply `edit(notes, selected ids)` as "verb N notes"; new notes become the selection."""
        if not len(self.selected) or not self.can_edit:
            return
        before = self.notes
        after = edit(before, self.selected)
        added = edits.new_ids(before, after)
        name = f"{verb} {count_notes(len(self.selected))}"
        self.apply(name, after, added if len(added) else None, joins=joins)

    def preview_note(self, pitch: int, velocity: int) -> None:
        self.note_previewed.emit(pitch, velocity)

    def ask_for_track(self, track: int) -> None:
        self.track_clicked.emit(track)

    def toggle(self, ids: NDArray[np.int64]) -> None:
        """Add those of `ids` that are not selected, or take all out if all are."""
        if len(ids) and are_in(ids, self.selected).all():
            self.select(np.setdiff1d(self.selected, ids))
        else:
            self.select(np.union1d(self.selected, ids))

    def select_none(self) -> None:
        self.select(NO_IDS)


def count_notes(count: int) -> str:
    """1 note, 12 notes, 1,200 notes."""
    return "1 note" if count == 1 else f"{count:,} notes"
