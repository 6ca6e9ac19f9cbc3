"""The loop: what the roll marks is what the engine plays over and over."""

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.music.document import Document
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.spoken import bars_named


class LoopDesk(QObject):
    """Signals: said(str): what is looped now."""

    said = Signal(str)

    def __init__(self, document: Document, roll: PianoRoll, playing: Playing, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._roll = document, roll
        roll.loop_changed.connect(playing.set_loop)
        roll.loop_changed.connect(self._say)

    @Slot()
    def toggle(self) -> None:
        """Loop the bars of the selection; without one, the song. Where a loop is on: off.

        With a selection elsewhere than the loop, the loop goes there, as in Live.
        """
        wanted = self._wanted()
        is_on = self._roll.loop is not None
        moves = self._roll.selected_bars is not None and wanted != self._roll.loop
        self._roll.set_loop(None if is_on and not moves else wanted)

    def _wanted(self) -> tuple[int, int] | None:
        song = self._document.song
        end = song.meter_map.bars_end(song.note_end_tick)
        return self._roll.selected_bars or ((0, end) if end else None)

    @Slot(object)
    def _say(self, loop: tuple[int, int] | None) -> None:
        if loop is None:
            self.said.emit("The loop is off.")
            return
        self.said.emit(f"Looping {bars_named(self._document.song, loop)}.")
