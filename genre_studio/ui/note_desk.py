"""Commands on notes that need more than the roll: the clipboard, the playhead, the song's key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from genre_studio.music.midi_file import MidiFileError
from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.note_clipboard import copied_notes, mime_data
from genre_studio.ui.piano_roll.roll_editor import count_notes
from genre_studio.ui.playing import Playing
from genre_studio.ui.take_drag import TakeFiles, file_mime_data


class NoteDesk(QObject):
    """Signals: said(str): what just happened, or why nothing did."""

    said = Signal(str)

    def __init__(
        self,
        roll: PianoRoll,
        playing: Playing,
        files: TakeFiles,
        scale: Callable[[], Scale],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._roll, self._playing, self._files, self._scale = roll, playing, files, scale

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        commands = self._roll.commands
        return {
            "cut_notes": self.cut,
            "copy_notes": self.copy,
            "copy_notes_as_file": self.copy_as_file,
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
        copied, song = self._roll.commands.copied(), self._roll.commands.copied_song()
        if copied is None or song is None:
            self.said.emit("Nothing is selected.")
            return False
        QGuiApplication.clipboard().setMimeData(mime_data(copied, song))
        self.said.emit(f"Copied {count_notes(len(copied.notes))}; paste puts them at the playhead.")
        return True

    def copy_as_file(self) -> None:
        """Put the selection on the clipboard as a .mid file, which file browsers and hosts can paste."""
        copied, song = self._roll.commands.copied(), self._roll.commands.copied_song()
        if copied is None or song is None:
            self.said.emit("Nothing is selected.")
            return
        try:
            path = self._files.write_song(song, song.tracks[0].name or song.title)
        except (OSError, MidiFileError) as error:
            self.said.emit(f"The .mid file could not be written ({error}); nothing was copied.")
            return
        data = mime_data(copied, song)
        data.setUrls(file_mime_data(path).urls())
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(f"Copied {path.name}; paste it into a folder or a host.")

    def cut(self) -> None:
        if self.copy():
            self._roll.commands.delete()  # the notes that were copied, also while a lane has the focus

    def paste(self) -> None:
        """Put the clipboard's notes in at the playhead, which moves behind them: pasting again repeats."""
        copied = copied_notes(QGuiApplication.clipboard().mimeData(), drums=self._roll.is_drums)
        if copied is None:
            self.said.emit("There are no notes on the clipboard.")
        elif self._roll.track < 0:
            self.said.emit("Add a track to paste into.")
        else:
            behind = self._roll.commands.paste(copied, self._playing.tick)
            if not self._playing.is_playing:
                self._playing.locate(behind)
