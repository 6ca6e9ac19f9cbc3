"""Selects, moves and resizes. A double click draws or deletes, as in Live."""

import numpy as np
from PySide6.QtCore import Qt

from genre_studio.music import edits
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.draw_gesture import DrawGesture
from genre_studio.ui.piano_roll.gestures.marquee_gesture import MarqueeGesture
from genre_studio.ui.piano_roll.pointer import Pointer, ghost_track_at, hit_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.tools.pressing import grab, grab_cursor


class SelectTool:
    erases_by_right_button = False  # the right button opens the window's menu

    def press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        if hit is None:
            return MarqueeGesture(editor, pointer)
        if pointer.adds:
            editor.toggle(np.array([hit.id], np.int64))
            return None
        return grab(editor, pointer, hit)

    def double_press(self, editor: RollEditor, pointer: Pointer) -> Gesture | None:
        hit = hit_at(editor.view, pointer)
        ghost = ghost_track_at(editor.view, pointer) if hit is None and pointer.copies else None
        if ghost is not None:
            editor.ask_for_track(ghost)
            return None
        if hit is None:
            return DrawGesture(editor, pointer)
        editor.apply(f"Delete {count_notes(1)}", edits.remove_notes(editor.notes, [hit.id]))
        return None

    def cursor(self, editor: RollEditor, pointer: Pointer) -> Qt.CursorShape:
        hit = hit_at(editor.view, pointer)
        return Qt.CursorShape.ArrowCursor if hit is None else grab_cursor(hit)
