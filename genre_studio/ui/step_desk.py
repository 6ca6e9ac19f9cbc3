"""Step input as a mode of the window: switched by a command, told in the status line."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.playback.live_messages import InputHeard
from genre_studio.playback.score import NOTE_OFF, NOTE_ON
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing

_HOW_TO = (
    "Step input: A to L play white keys and the row above black ones; Z and X change the octave, "
    "arrows move, Backspace takes back, Esc ends."
)


class StepDesk(QObject):
    """Signals: said(str): how to use it, or that it is off."""

    said = Signal(str)

    def __init__(self, roll: PianoRoll, playing: Playing, parent: QObject) -> None:
        super().__init__(parent)
        self._roll, self._playing = roll, playing
        self._was_on = False
        self.ticks = ActionTicks(lambda: {"step_input": roll.steps.cursor is not None}, self)
        roll.steps.changed.connect(self._show)
        playing.live_said.connect(self._hear)
        playing.engine_lost.connect(roll.steps.finish)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its command does, by id."""
        return {"step_input": self.toggle}

    def toggle(self) -> None:
        """Begin at the playhead; where it is on, end."""
        if self._roll.steps.cursor is not None:
            self._roll.steps.end()
            return
        self._roll.steps.begin(self._playing.tick)
        if self._roll.steps.cursor is None:
            self.said.emit("Add a track to write into.")
            self.ticks.show()
            return
        self._roll.setFocus()

    @Slot(object)
    def _hear(self, event: object) -> None:
        """Keys of a MIDI keyboard are keys of step input too."""
        if not isinstance(event, InputHeard):
            return
        for message in event.messages:
            kind = message[0] & 0xF0
            if kind == NOTE_ON and message[2]:
                self._roll.steps.press(message[1], message[2])
            elif kind in (NOTE_ON, NOTE_OFF):
                self._roll.steps.release(message[1])

    @Slot(object)
    def _show(self, cursor: object) -> None:
        self.ticks.show()
        is_on = cursor is not None
        if is_on != self._was_on:
            self._was_on = is_on
            self.said.emit(_HOW_TO if is_on else "Step input is off.")
