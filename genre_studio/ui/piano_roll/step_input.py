"""Step input: notes from letters, the keyboard strip or a MIDI keyboard stand at a cursor, which goes on."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from genre_studio.music import edits
from genre_studio.music.notes import Notes, make_notes, starting_within
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import StepCursor
from genre_studio.ui.piano_roll.step_keys import (
    HIGHEST_OCTAVE,
    LOUDNESSES,
    LOWEST_OCTAVE,
    MOVES,
    OCTAVES,
    SEMITONES,
    letter_pitch,
)

_OWN_KEYS = {
    *SEMITONES,
    *OCTAVES,
    *LOUDNESSES,
    *MOVES,
    int(Qt.Key.Key_Backspace),
    int(Qt.Key.Key_Escape),
}


class StepInput(QObject):
    """Keys that are held together are a chord, written as one step when the last is let go.

    Watches the paper's keys as an event filter while it is on.

    Signals: changed(object): the StepCursor, or None where step input is off.
    """

    changed = Signal(object)

    def __init__(self, editor: RollEditor, model: RollModel, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._model = editor, model
        self._held: set[int] = set()
        self._chord: dict[int, int] = {}  # velocities by pitch

    @property
    def cursor(self) -> StepCursor | None:
        return self._model.view.step

    def begin(self, tick: int) -> None:
        """Switch it on, with the cursor on the grid line at or before a tick."""
        if self._editor.can_edit:
            self._show(StepCursor(self._model.view.snapping.floor(tick)))

    @Slot()
    def end(self) -> None:
        """Write what is held, and switch it off."""
        self.finish()
        self._show(None)

    @Slot(int)
    def locate(self, tick: int) -> None:
        """Put the cursor elsewhere, while it is on."""
        if self.cursor is not None:
            self.finish()
            self._show(replace(self.cursor, tick=self._model.view.snapping.floor(tick)))

    @Slot(int, int)
    def press(self, pitch: int, velocity: int) -> None:
        """A key went down: its note joins the chord at the cursor."""
        if self.cursor is None:
            return
        view = self._model.view
        self._held.add(pitch)
        drawn = (pitch,) if view.is_drums else view.rules.drawn_pitches(pitch, view.scale)
        self._chord |= dict.fromkeys(drawn, velocity)
        before = self._editor.notes
        after = edits.add_notes(before, self._notes())
        self._editor.preview(after, edits.new_ids(before, after))

    @Slot(int)
    def release(self, pitch: int) -> None:
        """A key went up; with the last one the chord is written and the cursor goes on."""
        self._held.discard(pitch)
        if not self._held:
            self.finish()

    @Slot()
    def finish(self) -> None:
        """Write the chord that is held as one step."""
        chord, cursor = self._chord, self.cursor
        if chord and cursor is not None:
            before = self._editor.notes
            after = edits.add_notes(before, self._notes())
            self._chord, self._held = {}, set()
            self._editor.apply(f"Step in {self._named(chord)}", after, edits.new_ids(before, after))
            self.move(1)

    def move(self, steps: int) -> None:
        """The cursor by grid lines; a step to the right without a note is a rest."""
        snapping, cursor = self._model.view.snapping, self.cursor
        if cursor is None:
            return
        tick = cursor.tick
        for _ in range(abs(steps)):
            if snapping.grid.snaps:
                tick = snapping.ceil(tick) if steps > 0 else snapping.floor(tick - 1)
            else:
                tick = max(0, tick + snapping.step * (1 if steps > 0 else -1))
        self._show(replace(cursor, tick=tick))

    def take_back(self) -> None:
        """Delete what starts in the step before the cursor, and go back to it."""
        cursor = self.cursor
        if cursor is None or not cursor.tick:
            return
        self.move(-1)
        back = self.cursor
        assert back is not None
        gone = starting_within(self._editor.notes, back.tick, cursor.tick)["id"]
        if len(gone):
            after = edits.remove_notes(self._editor.notes, gone)
            self._editor.apply(f"Delete {count_notes(len(gone))}", after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.cursor is None:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.finish()
            return False
        if not isinstance(event, QKeyEvent) or event.key() not in _OWN_KEYS or not _is_plain(event):
            return False
        event.accept()  # a ShortcutOverride too, so that letters are keys and no shortcuts
        if event.type() == QEvent.Type.KeyPress:
            self._press_key(event)
        elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._release_key(event.key())
        return True

    def _press_key(self, event: QKeyEvent) -> None:
        key, cursor = event.key(), self.cursor
        assert cursor is not None
        if key in MOVES:
            self.move(MOVES[key])
        elif event.isAutoRepeat():
            return
        elif key == Qt.Key.Key_Backspace:
            self.take_back()
        elif key == Qt.Key.Key_Escape:
            self.end()
        elif key in OCTAVES:
            octave = min(max(cursor.octave + OCTAVES[key], LOWEST_OCTAVE), HIGHEST_OCTAVE)
            self._show(replace(cursor, octave=octave))
        elif key in LOUDNESSES:
            loud = min(max(self._editor.pencil_velocity + LOUDNESSES[key], 1), 127)
            self._editor.pencil_velocity = loud
        else:
            self._press_letter(letter_pitch(key, cursor.octave))

    def _press_letter(self, pitch: int | None) -> None:
        if pitch is not None:
            self._editor.preview_note(pitch, self._editor.pencil_velocity)
            self.press(pitch, self._editor.pencil_velocity)

    def _release_key(self, key: int) -> None:
        # The octave may have changed since the press: every octave of the letter is let go.
        for octave in range(LOWEST_OCTAVE, HIGHEST_OCTAVE + 1):
            pitch = letter_pitch(key, octave)
            if pitch in self._held:
                self.release(pitch)

    def _notes(self) -> Notes:
        cursor = self.cursor
        assert cursor is not None
        count, step = len(self._chord), self._model.view.snapping.step
        return make_notes(
            [cursor.tick] * count, [step] * count, list(self._chord), list(self._chord.values())
        )

    def _named(self, chord: dict[int, int]) -> str:
        if len(chord) > 1:
            return count_notes(len(chord))
        return row_name(next(iter(chord)), is_drums=self._model.view.is_drums)

    def _show(self, cursor: StepCursor | None) -> None:
        if cursor != self.cursor:
            self._model.show(replace(self._model.view, step=cursor))
            self.changed.emit(cursor)


def _is_plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
