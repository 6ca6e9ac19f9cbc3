"""The 128 General MIDI instruments by group, found by typing a part of a name or of a group."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from genre_studio.music.general_midi import INSTRUMENT_GROUPS, INSTRUMENT_NAMES
from genre_studio.ui.panels.search_list import Entry, SearchList

_GROUP_SIZE = 8


class InstrumentPicker(SearchList):
    """Asked by `choose`; what was chosen goes to the function that asked."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Find an instrument", "Instrument")
        self._then: Callable[[int], object] | None = None

    def choose(self, program: int, then: Callable[[int], object]) -> None:
        """Show all, with this program (0..127) marked; `then` gets the one that is chosen instead."""
        self._then = then
        self.open(str(program))

    def entries(self, text: str) -> Sequence[Entry]:
        words = text.lower().split()
        found: list[Entry] = []
        for group, title in enumerate(INSTRUMENT_GROUPS):
            programs = range(_GROUP_SIZE * group, _GROUP_SIZE * (group + 1))
            fitting = [p for p in programs if _fits(words, f"{title} {INSTRUMENT_NAMES[p]} {p + 1}")]
            if fitting:
                found.append(Entry(title))
                found += [Entry(INSTRUMENT_NAMES[p], str(p), str(p + 1)) for p in fitting]
        return found

    def take(self, key: str) -> None:
        if self._then is not None:
            self._then(int(key))


def _fits(words: Sequence[str], text: str) -> bool:
    return all(word in text.lower() for word in words)
