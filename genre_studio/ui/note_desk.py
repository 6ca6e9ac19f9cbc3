"""Commands on notes that need more than the roll: the clipboard, the playhead, the song's key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.note_clipboard import copied_notes, mime_data
from genre_studio.ui.playing import Playing


class NoteDesk(QObject):
    """Signals: said(str): what just happened, or why nothing did."""

    said = Signal(str)

    def __init__(
        self, roll: PianoRoll, playing: Playing, scale: Callable[[], Scale], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._roll, self._playing, self._scale = roll, playing, scale

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        commands = self._roll.commands
        return {
            "cut_notes": self.cut,
            "copy_notes": self.copy,
            "paste_notes": self.paste,
            "invert_selection": commands.invert,
            "select_out_of_scale": lambda: commands.select_out_of_scale(self._scale()),
            "legato": commands.legato,
            "join_notes": commands.join,
            "split_notes": lambda: commands.split_at(self._playing.tick),
            "snap_to_scale": lambda: commands.snap_to_scale(self._scale()),
            "next_note": partial(self.step, 1),
            "previous_note": partial(self.step, -1),
            "extend_on": partial(self.step, 1, extends=True),
            "extend_back": partial(self.step, -1, extends=True),
        }

    def step(self, steps: int, *, extends: bool = False) -> None:
        """Go from the selected note to the next by keyboard, or back where negative."""
        self.said.emit(f"{self._roll.walk.step(steps, extends=extends)}.".replace("..", "."))

    def copy(self) -> bool:
        """Put the selection on the clipboard; returns whether there was one."""
        copied = self._roll.commands.copied()
        if copied is None:
            self.said.emit("Nothing is selected.")
            return False
        QGuiApplication.clipboard().setMimeData(mime_data(copied))
        notes = "1 note" if len(copied.notes) == 1 else f"{len(copied.notes):,} notes"
        self.said.emit(f"Copied {notes}; paste puts them at the playhead.")
        return True

    def cut(self) -> None:
        if self.copy():
            self._roll.delete_selection()

    def paste(self) -> None:
        """Put the clipboard's notes in at the playhead, which moves behind them: pasting again repeats."""
        copied = copied_notes(QGuiApplication.clipboard().mimeData())
        if copied is None:
            self.said.emit("There are no notes on the clipboard.")
        elif self._roll.track < 0:
            self.said.emit("Add a track to paste into.")
        else:
            behind = self._roll.commands.paste(copied, self._playing.tick)
            if not self._playing.is_playing:
                self._playing.locate(behind)
