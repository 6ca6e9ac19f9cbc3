"""Draws notes where there is none; moves and resizes those there are. A click takes a drum hit away."""

from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.draw_gesture import DrawGesture
from genre_studio.ui.piano_roll.gestures.hits_gesture import HitsGesture
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.tools.pressing import grab, grab_cursor


class PencilTool:
    erases_by_right_button = True

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        if hit is not None:
            return grab(editor, pointer, hit, toggles=editor.view.is_drums)
        if editor.view.is_drums:
            return HitsGesture(editor, pointer)
        return DrawGesture(editor, pointer)

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        # Quick clicks draw quickly: the second is a press like any other.
        return self.press(editor, pointer)

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        hit = hit_at(editor.view, pointer)
        return Qt.CursorShape.CrossCursor if hit is None else grab_cursor(hit)
