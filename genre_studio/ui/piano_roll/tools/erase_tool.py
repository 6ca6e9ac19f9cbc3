"""Erases what it touches."""

from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.erase_gesture import EraseGesture
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor


class EraseTool:
    erases_by_right_button = True

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        return EraseGesture(editor, pointer)

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        return self.press(editor, pointer)

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        is_over_note = hit_at(editor.view, pointer) is not None
        return Qt.CursorShape.PointingHandCursor if is_over_note else Qt.CursorShape.ArrowCursor
