"""What the find page asks for becomes the selection."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Slot

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.scales import Scale
from genre_studio.ui.panels.find_page import FindPage
from genre_studio.ui.piano_roll import Grid, PianoRoll
from genre_studio.ui.piano_roll.snapping import Snapping

_TOLERANCES_A_QUARTER = 8
"""A note that was played up to this part of a quarter beside a beat is on it."""


class FindDesk(QObject):
    def __init__(
        self, document: Document, roll: PianoRoll, page: FindPage, scale: Callable[[], Scale], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._page, self._scale = document, roll, page, scale
        page.asked.connect(self.select)

    @Slot()
    def select(self) -> None:
        """Select what is asked for in the edited track, and say how many notes that is."""
        song, track = self._document.song, self._roll.track
        if track < 0:
            return
        notes = song.tracks[track].notes
        asked = self._page.search(song.ppq, self._ticks())
        beats = Snapping(song.meter_map, Grid(4)).lines(song.end_tick)
        found = edits.search(notes, asked, self._scale(), beats, song.ppq // _TOLERANCES_A_QUARTER)
        self._roll.commands.select(found)
        self._page.show_count(len(np.unique(found)), len(notes))

    def _ticks(self) -> tuple[int, int] | None:
        """The part of the track that is asked for; an area that is not marked holds no notes."""
        area = self._page.area.currentText()
        if area == "Whole track":
            return None
        return (self._roll.region if area == "Region" else self._roll.loop) or (0, 0)
