"""Edits with amounts: at once with the last ones, or in a strip over the roll that previews them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.plugin_api import ParameterValue
from genre_studio.ui.amount_edits import AMOUNT_EDITS, AmountEdit, Occasion
from genre_studio.ui.panels.amount_strip import AmountStrip
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.commands import NoteEdit

_AT_ONCE = {
    "quantize_selection": "quantize",
    "humanize_notes": "humanize",
    "strum_notes": "strum",
    "chop_notes": "chop",
}


class AmountDesk(QObject):
    """Signals: said(str): why nothing was done."""

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        roll: PianoRoll,
        strip: AmountStrip,
        scale: Callable[[], Scale],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._strip, self._scale = document, roll, strip, scale
        self._values: dict[str, dict[str, ParameterValue]] = {
            id: edit.defaults for id, edit in AMOUNT_EDITS.items()
        }
        self._open: AmountEdit | None = None
        strip.changed.connect(self.preview)
        strip.applied.connect(self.apply)
        strip.closed.connect(self.close)
        for signal in (
            roll.selection_changed,
            roll.gesture_ended,
            roll.track_shown,
            roll.display.grid_changed,
        ):
            signal.connect(self.preview)
        parent.destroyed.connect(document.subscribe(self.preview))

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            **{command: partial(self.do, id) for command, id in _AT_ONCE.items()},
            **{f"{id}_panel": partial(self.toggle, id) for id in AMOUNT_EDITS},
        }

    @property
    def is_open(self) -> bool:
        return self._open is not None

    def do(self, id: str) -> None:
        """Edit the selection with the amounts used last; to quantize, all notes where none is selected."""
        self.close()
        edit = AMOUNT_EDITS[id]
        if not self._roll.selection and id != "quantize":
            self.said.emit(f"Select the notes to {edit.verb.lower()}.")
            return
        self._roll.commands.edit_targets(edit.verb, self._edit(edit))
        self._vary(id)

    def toggle(self, id: str) -> None:
        """Open the strip for an edit; close it where it is open for that one."""
        if self._open is AMOUNT_EDITS[id]:
            self.close()
            return
        if self._roll.track < 0:
            self.said.emit("Add a track first; there are no notes to edit.")
            return
        self._open = AMOUNT_EDITS[id]
        title = self._open.verb.removesuffix(" of")
        self._strip.open_for(title, self._open.parameters, self._values[id])
        self.preview()

    @Slot()
    def preview(self) -> None:
        """Show on the roll what the amounts would do now."""
        if self._open is None or self._roll.has_gesture:
            return
        self._values[self._open.id] = self._strip.values
        count, all_of_them = len(self._roll.commands.targets), not self._roll.selection
        notes = "1 note" if count == 1 else f"{count:,} notes"
        self._strip.show_target(f"all {notes}" if all_of_them and count > 1 else notes)
        self._roll.commands.preview(self._edit(self._open))

    @Slot()
    def apply(self) -> None:
        """Do it as one step, and close."""
        if self._open is not None:
            edit = self._open
            self._values[edit.id] = self._strip.values
            self.close()
            self._roll.commands.edit_targets(edit.verb, self._edit(edit))
            self._vary(edit.id)

    @Slot()
    def close(self) -> None:
        """Leave everything as it is."""
        if self._open is not None:
            self._open = None
            self._roll.commands.end_preview()
            self._strip.hide()
            self._roll.setFocus()

    def _vary(self, id: str) -> None:
        """The next humanizing is another performance."""
        if "seed" in self._values[id]:
            self._values[id]["seed"] = int(self._values[id]["seed"]) % 999 + 1

    def _edit(self, edit: AmountEdit) -> NoteEdit:
        values = dict(self._values[edit.id])
        occasion = Occasion(self._document.song, self._roll.display.snapping, self._scale())

        def carry_out(notes: Notes, ids: NDArray[np.int64]) -> Notes:
            starts = notes["start"][edits.chosen(notes, ids)]
            first = int(starts.min()) if len(starts) else 0
            return edit.edit(notes, ids, values, replace(occasion, tick=first))

        return carry_out
