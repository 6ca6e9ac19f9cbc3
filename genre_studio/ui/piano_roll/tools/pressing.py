"""What pencil and select tool have in common: grabbing a note."""

from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.move_gesture import MoveGesture
from genre_studio.ui.piano_roll.gestures.resize_gesture import ResizeGesture
from genre_studio.ui.piano_roll.pointer import Hit, NotePart, Pointer, is_selected
from genre_studio.ui.piano_roll.roll_editor import RollEditor


def grab(editor: RollEditor, pointer: Pointer, hit: Hit, *, toggles: bool = False) -> Gesture:
    """Resize by an edge, move by the body: the selection if the note belongs to it, else the note alone.

    Where a click `toggles`, one without a drag takes the note away, and edges are part of the body.
    """
    was_selected = is_selected(editor.view, hit.id)
    if not was_selected:
        editor.select([hit.id])
    if hit.part is NotePart.BODY or toggles:
        narrows = was_selected and len(editor.selected) > 1
        return MoveGesture(editor, pointer, hit, narrows=narrows, toggles=toggles)
    return ResizeGesture(editor, pointer, hit)


def grab_cursor(hit: Hit) -> Qt.CursorShape:
    is_body = hit.part is NotePart.BODY
    return Qt.CursorShape.SizeAllCursor if is_body else Qt.CursorShape.SizeHorCursor
