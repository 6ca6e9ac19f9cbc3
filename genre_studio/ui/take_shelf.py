"""The takes that were made in this session, newest batch first. None is lost until it is discarded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, Signal

from genre_studio.generation.outcomes import PartialNotes
from genre_studio.music.notes import Notes, sorted_notes
from genre_studio.music.provenance import Provenance
from genre_studio.music.scales import Scale
from genre_studio.plugin_api import PluginInfo, Request, Take
from genre_studio.ui.request_plan import genre_title


@dataclass(frozen=True, eq=False)
class ShelvedTake:
    """One proposal, in the making or whole. `number` counts from 1 within its batch."""

    key: int
    batch: int
    number: int
    request: Request
    info: PluginInfo
    scale: Scale  # the song's key when it was asked
    notes: Mapping[int, Notes] = field(default_factory=dict)  # by track index
    provenance: Provenance | None = None  # None while in the making
    is_starred: bool = False
    is_kept: bool = False

    @property
    def is_whole(self) -> bool:
        return self.provenance is not None

    @property
    def title(self) -> str:
        """As the undo list and the status line name it."""
        return f"take {self.number} ({genre_title(self.request.genre)}, {self.info.title})"

    @property
    def note_count(self) -> int:
        return sum(len(notes) for notes in self.notes.values())


class TakeShelf(QObject):
    """Holds ShelvedTakes and which one is selected.

    Signals:
        rows_changed(): takes came or went.
        take_changed(int): the take of this key has other notes, a star...
        selected(object): the selected ShelvedTake or None, also after its notes changed.
    """

    rows_changed = Signal()
    take_changed = Signal(int)
    selected = Signal(object)

    def __init__(self, scale: Callable[[], Scale], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._takes: dict[int, ShelvedTake] = {}
        self._selected: int | None = None
        self._keys, self._batches = count(1), count(1)
        self._making: dict[int, int] = {}  # take index of the run -> key

    @property
    def takes(self) -> tuple[ShelvedTake, ...]:
        """Newest batch first; by number within it."""
        return tuple(sorted(self._takes.values(), key=lambda take: (-take.batch, take.number)))

    @property
    def current(self) -> ShelvedTake | None:
        return self._takes.get(self._selected) if self._selected is not None else None

    def get(self, key: int) -> ShelvedTake | None:
        return self._takes.get(key)

    def begin(self, request: Request, info: PluginInfo) -> None:
        """Room for the takes of a run that starts now; the first of them is selected."""
        batch = next(self._batches)
        self._making = {}
        for index in range(request.takes):
            key = next(self._keys)
            self._takes[key] = ShelvedTake(key, batch, index + 1, request, info, self._scale())
            self._making[index] = key
        self.rows_changed.emit()
        self.select(self._making[0])

    def add_notes(self, part: PartialNotes) -> None:
        """Notes of a take in the making, in addition to those it has."""
        take = self._takes.get(self._making.get(part.take_index, -1))
        if take is None or take.is_whole:
            return
        before = take.notes.get(part.track_index)
        notes = part.notes if before is None else sorted_notes(np.concatenate([before, part.notes]))
        self._put(replace(take, notes={**take.notes, part.track_index: notes}))

    def finish(self, whole: Take) -> None:
        """A finished take takes the place of what was shown of it so far."""
        take = self._takes.get(self._making.get(whole.index, -1))
        if take is not None:
            self._put(replace(take, notes=dict(whole.notes), provenance=whole.provenance))

    def end(self) -> None:
        """The run has ended, however it did: takes that never became whole go."""
        unfinished = [
            key for key in self._making.values() if key in self._takes and not self._takes[key].is_whole
        ]
        self._making = {}
        self._remove(unfinished)

    def discard(self, key: int) -> None:
        self._remove([key])

    def clear(self) -> None:
        self._making = {}
        self._remove(list(self._takes))

    def select(self, key: int | None) -> None:
        self._selected = key if key in self._takes else None
        self.selected.emit(self.current)

    def select_next(self) -> None:
        """The take below the selected one; after the last, the first."""
        keys = [take.key for take in self.takes]
        if keys:
            index = keys.index(self._selected) + 1 if self._selected in keys else 0
            self.select(keys[index % len(keys)])

    def toggle_star(self, key: int) -> None:
        take = self._takes.get(key)
        if take is not None:
            self._put(replace(take, is_starred=not take.is_starred))

    def mark_kept(self, key: int, *, kept: bool = True) -> None:
        """Note whether a take is in the song."""
        take = self._takes.get(key)
        if take is not None:
            self._put(replace(take, is_kept=kept))

    def _put(self, take: ShelvedTake) -> None:
        self._takes[take.key] = take
        self.take_changed.emit(take.key)
        if take.key == self._selected:
            self.selected.emit(take)

    def _remove(self, keys: list[int]) -> None:
        if not keys:
            return
        order = [take.key for take in self.takes]
        left = [key for key in order if key not in keys]
        lost_selection = self._selected in keys
        place = order.index(self._selected) if lost_selection and self._selected in order else 0
        for key in keys:
            self._takes.pop(key, None)
        self.rows_changed.emit()
        if lost_selection:
            self.select(left[min(place, len(left) - 1)] if left else None)
