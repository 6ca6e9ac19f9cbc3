"""How far drafts go beyond the longest quote that was asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import is_drum_part
from genre_studio.generation.quotes import QuoteIndex, top_line


@dataclass(frozen=True, slots=True, eq=False)
class Quoting:
    """What the model learned from, and how many notes in a row of one piece a take may play."""

    index: QuoteIndex | None  # None: nobody knows, and nothing is held back
    most: int

    def beyond(self, table: NDArray[np.int16], start: int, end: int) -> int:
        """Notes by which a draft's longest quote exceeds the most; 0 where it does not.

        `table` holds rows of (step, part, pitch, ...), of which those in [start, end) are the draft's.
        """
        if self.index is None:
            return 0
        new = table[(table[:, 0] >= start) & (table[:, 0] < end)]
        longest = 0
        for part in np.unique(new[:, 1]):
            own = new[new[:, 1] == part]
            if len(own) > self.most and not is_drum_part(int(part)):
                longest = max(longest, self.index.longest_run(top_line(own[:, 0], own[:, 2]), self.most))
        return max(0, longest - self.most)
