"""The takes as the window shows them: the document's, and before them those in the making."""

import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from genre_studio.generation.outcomes import PartialNotes
from genre_studio.music.document import Document
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import TakeRecord, Takes, families, with_takes
from genre_studio.plugin_api import PluginInfo, Request, Take
from genre_studio.ui.takes_in_making import TakesInMaking, asked_of


class TakeOrder(Enum):
    """How takes are sorted; the value is what a person reads."""

    NEWEST = "Newest first"
    STARRED = "Starred first"


class TakeShelf(QObject):
    """Shows the document's takes in an order, filtered, one of them selected; edits them as named steps.

    `scale` is the song's key, `now_s` the time of day (epoch, seconds).

    Signals:
        rows_changed(): other takes show than before, or in another order.
        take_changed(int): the take of this id has other notes, a star...
        selected(object): the selected TakeRecord or None, also after its notes changed.
    """

    rows_changed = Signal()
    take_changed = Signal(int)
    selected = Signal(object)

    def __init__(
        self,
        document: Document,
        scale: Callable[[], Scale],
        parent: QObject | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._document, self._scale, self._now_s = document, scale, now_s
        self._seen = document.takes
        self._making: TakesInMaking | None = None
        self._selected: int | None = None
        self._lines: list[tuple[TakeRecord, int]] | None = None
        self._is_arriving = False
        self.order = TakeOrder.NEWEST
        self.only_starred = False
        self._last_id = self._last_batch = 0
        self.destroyed.connect(document.subscribe(self._follow_document))

    @property
    def lines(self) -> list[tuple[TakeRecord, int]]:
        """What shows, from above: each take with its generation, which is 0 but for a parent above it."""
        if self._lines is None:
            self._lines = self._arranged(self._document.takes)
        return self._lines

    @property
    def takes(self) -> tuple[TakeRecord, ...]:
        """The takes that show, from above."""
        return tuple(take for take, _ in self.lines)

    @property
    def count(self) -> int:
        """How many there are, shown or not."""
        return len(self._with_making(self._document.takes))

    @property
    def current(self) -> TakeRecord | None:
        return self.get(self._selected) if self._selected is not None else None

    def get(self, id: int) -> TakeRecord | None:
        making = self._making.records.values() if self._making is not None else ()
        return self._document.takes.get(id) or next((take for take in making if take.id == id), None)

    def begin(self, request: Request, info: PluginInfo, parent: int | None = None) -> None:
        """Room for the takes of a run that starts now; the first of them is selected."""
        first_id, batch = self.reserve(request.takes)
        asked = asked_of(request, info, self._scale())
        blank = TakeRecord(first_id, batch, 1, asked, parent=parent, created_s=self._now_s())
        self._making = TakesInMaking(request, blank, first_id)
        self._rearrange()
        self.select(first_id)

    def reserve(self, count: int) -> tuple[int, int]:
        """Fresh ids for so many takes that come from elsewhere: the first id, and their batch."""
        first_id, batch = self._fresh_id(), self._fresh_batch()
        self._last_id, self._last_batch = first_id + count - 1, batch
        return first_id, batch

    def add_notes(self, part: PartialNotes) -> None:
        """Notes of a take in the making, in addition to those it has."""
        take = self._making.add_notes(part, self._document.song) if self._making is not None else None
        if take is not None:
            self._lines = None
            self._tell(take)

    def finish(self, whole: Take) -> None:
        """A finished take: from here on it is the document's."""
        if self._making is None:
            return
        take = self._making.finished(whole, self._document.song, self._now_s())
        if take is not None:
            self._is_arriving = True
            self._document.add_takes([take])
            self._is_arriving = False

    def end(self) -> None:
        """The run has ended, however it did: takes that never became whole go."""
        making, self._making = self._making, None
        if making is not None and making.records:
            self._rearrange()

    def abandon(self) -> None:
        """Another song is open: what the run still brings was not made for it."""
        if self._making is not None:
            self._making = None
            self._rearrange()

    def select(self, id: int | None) -> None:
        self._selected = id if id is not None and self.get(id) is not None else None
        self.selected.emit(self.current)

    def step(self, by: int) -> None:
        """Select the take so many rows below the selected one; after the last comes the first."""
        ids = [take.id for take in self.takes]
        if not ids:
            return
        at = ids.index(self._selected) + by if self._selected in ids else (0 if by > 0 else -1)
        self.select(ids[at % len(ids)])

    def show_only_starred(self, only: bool) -> None:
        self.only_starred = only
        self._rearrange()

    def sort(self, order: TakeOrder) -> None:
        self.order = order
        self._rearrange()

    def discard(self, id: int) -> None:
        """Take it off the shelf: a step that undo takes back. One in the making just goes."""
        take = self._document.takes.get(id)
        if take is not None:
            self._document.apply_takes(f"Discard {take.title}", with_takes(self._document.takes, {id: None}))
        elif self._making is not None and self._making.drop(id):
            self._rearrange()

    def toggle_star(self, id: int) -> None:
        take = self._document.takes.get(id)
        if take is not None:
            verb = "Unstar" if take.is_starred else "Star"
            starred = replace(take, is_starred=not take.is_starred)
            self._document.apply_takes(
                f"{verb} {take.title}", with_takes(self._document.takes, {id: starred})
            )

    def _with_making(self, takes: Takes) -> Takes:
        making = self._making.records.values() if self._making is not None else ()
        return {**takes, **{take.id: take for take in making}}

    def _arranged(self, takes: Takes) -> list[tuple[TakeRecord, int]]:
        lines = families(self._with_making(takes).values())
        if self.only_starred:
            lines = [(take, 0) for take, _ in lines if take.is_starred or not take.is_whole]
        if self.order is TakeOrder.STARRED:
            lines = [(take, 0) for take, _ in sorted(lines, key=lambda line: not line[0].is_starred)]
        return lines

    def _follow_document(self) -> None:
        before, self._seen = self._seen, self._document.takes
        if before is self._seen:
            return
        shown = self._ids() if self._lines is not None else [line[0].id for line in self._arranged(before)]
        changed = [id for id in self._seen if before.get(id) is not self._seen[id]]
        came = [id for id in changed if id not in before]
        self._lines = None
        if shown != self._ids() or came:
            self._rearrange(shown)
        for id in changed:
            self._tell(self._seen[id])
        if came and not self._is_arriving and self._selected not in came:
            self.select(came[0])  # an undo has brought it back: look at it

    def _rearrange(self, before: list[int] | None = None) -> None:
        """Say that other rows show; where the selected one has gone, select the one in its place."""
        before = self._ids() if before is None else before
        self._lines = None
        self.rows_changed.emit()
        left = self._ids()
        if self._selected is not None and self._selected not in left:
            place = before.index(self._selected) if self._selected in before else 0
            self.select(left[min(place, len(left) - 1)] if left else None)

    def _ids(self) -> list[int]:
        return [take.id for take, _ in self.lines]

    def _tell(self, take: TakeRecord) -> None:
        self.take_changed.emit(take.id)
        if take.id == self._selected:
            self.selected.emit(take)

    def _fresh_id(self) -> int:
        """One that no take has, not even one that an undo could bring back."""
        steps = (*self._document.done_steps, *self._document.undone_steps)
        used = (id for step in steps for id in step.takes.before)
        return 1 + max(self._last_id, max(self._document.takes, default=0), max(used, default=0))

    def _fresh_batch(self) -> int:
        known = (take.batch for take in self._document.takes.values())
        return 1 + max(self._last_batch, max(known, default=0))
