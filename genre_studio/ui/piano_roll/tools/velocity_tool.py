"""Velocity on the paper: drag a note up or down, or wipe from the paper over notes to make them alike."""

from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.loudness_gesture import LoudnessBrush, LoudnessGesture
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor


class VelocityTool:
    erases_by_right_button = True

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        return LoudnessBrush(editor, pointer) if hit is None else LoudnessGesture(editor, pointer, hit)

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        return self.press(editor, pointer)

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        is_over_note = hit_at(editor.view, pointer) is not None
        return Qt.CursorShape.SizeVerCursor if is_over_note else Qt.CursorShape.CrossCursor
