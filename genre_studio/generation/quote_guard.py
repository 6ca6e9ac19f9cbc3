"""Keeps takes to the longest quote that was asked for, and says what a take quotes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import STEPS_PER_QUARTER
from genre_studio.generation.quotes import Line, Quote, QuoteIndex, model_quotes, top_line
from genre_studio.music.notes import NOTE_DTYPE, Notes, frozen
from genre_studio.music.provenance import Provenance, Quoted
from genre_studio.music.song import Song
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.models import folder_of_model
from genre_studio.plugin_api.parameters import LONGEST_QUOTE
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take


class QuoteGuard:
    """Looks takes of one plugin up in what its models learned from. Lists are read when first needed."""

    def __init__(self, models: str | None) -> None:
        """`models` is the plugin's own PluginInfo.models."""
        self._models = models
        self._indexes: dict[str, QuoteIndex | None] = {}

    def guarded(self, request: Request, take: Take) -> Take:
        """The take with its longest quote in its provenance, and none longer than was asked for.

        A longer one is broken by leaving out the first note that is too many. A take of a model
        without a list comes back as it is.
        """
        index = self._index(take.provenance.model_id)
        if index is None:
            return take
        most = request.parameters.get(LONGEST_QUOTE.id)
        notes, found = take.notes, longest_quote(index, request.song, take.notes)
        while found is not None and isinstance(most, int | float) and found.quote.notes > most:
            notes = found.broken_after(int(most), notes)
            found = longest_quote(index, request.song, notes)
        quoted = found.as_quoted(notes) if found is not None else None
        return replace(take, notes=notes, provenance=replace(take.provenance, quoted=quoted))

    def _index(self, model_id: str) -> QuoteIndex | None:
        if model_id not in self._indexes:
            folder = folder_of_model(self._models, model_id)
            try:
                self._indexes[model_id] = model_quotes(folder) if folder is not None else None
            except GenerationError as error:
                print(error)  # noqa: T201  into the plugin's log: a damaged list costs no take
                self._indexes[model_id] = None
        return self._indexes[model_id]


def is_take(value: object) -> bool:
    """Whether a plugin returned what it must; what it did not is refused elsewhere."""
    return (
        isinstance(value, Take)
        and isinstance(value.provenance, Provenance)
        and isinstance(value.provenance.model_id, str)
        and isinstance(value.notes, Mapping)
        and all(isinstance(track, int) for track in value.notes)
        and all(
            isinstance(p, np.ndarray) and p.dtype == NOTE_DTYPE and p.ndim == 1 for p in value.notes.values()
        )
    )


@dataclass(frozen=True, slots=True, eq=False)
class FoundQuote:
    """A quote and the notes of the track's line that it lies in."""

    quote: Quote
    places: NDArray[np.int64]  # (N,) of the line's notes in the track's array

    def broken_after(self, most: int, notes: Mapping[int, Notes]) -> dict[int, Notes]:
        """The notes without the first one of the quote that is too many."""
        track = self.quote.track
        extra = self.places[self.quote.first + most]
        return {**notes, track: frozen(np.delete(notes[track], extra))}

    def as_quoted(self, notes: Mapping[int, Notes]) -> Quoted:
        """As a take's provenance keeps it, with the ticks of its ends."""
        quote, starts = self.quote, notes[self.quote.track]["start"]
        first, last = self.places[quote.first], self.places[quote.first + quote.notes - 1]
        return Quoted(quote.notes, quote.piece, quote.track, int(starts[first]), int(starts[last]))


def longest_quote(index: QuoteIndex, song: Song, notes: Mapping[int, Notes]) -> FoundQuote | None:
    """The longest quote in a take's notes by track of `song`; None where nothing is quoted."""
    best: FoundQuote | None = None
    for track, part in notes.items():
        if len(part) and 0 <= track < len(song.tracks) and not song.tracks[track].is_drums:
            line, places = line_of_notes(part, song.ppq, track)
            quote = index.longest_quote([line])
            if quote is not None and (best is None or quote.notes > best.quote.notes):
                best = FoundQuote(quote, places)
    return best


def line_of_notes(notes: Notes, ppq: int, track: int = 0) -> tuple[Line, NDArray[np.int64]]:
    """The line of a track's notes, and the place of each of its notes among them."""
    steps = (2 * notes["start"] * STEPS_PER_QUARTER + ppq) // (2 * ppq)
    order = np.lexsort((-notes["pitch"].astype(np.int64), steps))
    line = top_line(steps[order], notes["pitch"][order], track)
    return line, order[np.searchsorted(steps[order], line.steps)]
