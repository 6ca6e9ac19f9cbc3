"""Cuts a note in two where it is pressed; a selected one with all of the selection that sounds there."""

from PySide6.QtCore import Qt

from genre_studio.music import edits
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.pointer import Hit, Pointer, hit_at, is_selected
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes


class KnifeTool:
    erases_by_right_button = True

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        if hit is None:
            return None
        ids = editor.selected if is_selected(editor.view, hit.id) else [hit.id]
        before = editor.notes
        after = edits.split_note(before, ids, _cut_tick(editor, pointer, hit))
        count = len(after) - len(before)
        if count:
            editor.apply(f"Split {count_notes(count)}", after)
        return None

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        return self.press(editor, pointer)

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        is_over_note = hit_at(editor.view, pointer) is not None
        return Qt.CursorShape.SplitHCursor if is_over_note else Qt.CursorShape.ArrowCursor


def _cut_tick(editor: RollEditor, pointer: Pointer, hit: Hit) -> int:
    """The nearest grid line within the note; the tick itself with Alt, or where the note has no line."""
    tick = round(pointer.tick)
    line = editor.view.snapping.nearest(pointer.tick)
    return line if not pointer.is_free and hit.start < line < hit.end else tick
