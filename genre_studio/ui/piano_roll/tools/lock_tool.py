"""Locks or unlocks the note that is pressed; a selected one with all of the selection."""

from PySide6.QtCore import Qt

from genre_studio.music import edits
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at, is_selected
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes


class LockTool:
    erases_by_right_button = True

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        if hit is None:
            return None
        ids = editor.selected.tolist() if is_selected(editor.view, hit.id) else [hit.id]
        locks = not bool(editor.view.index.locked[hit.position])
        verb = "Lock" if locks else "Unlock"
        editor.apply(f"{verb} {count_notes(len(ids))}", edits.set_locked(editor.notes, ids, locks))
        return None

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        return None  # the first press has done it; a second would take it back

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        is_over_note = hit_at(editor.view, pointer) is not None
        return Qt.CursorShape.PointingHandCursor if is_over_note else Qt.CursorShape.ArrowCursor
