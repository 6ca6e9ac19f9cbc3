"""Do takes say different things? Phrases by their melody and rhythm, whatever the key."""

from collections.abc import Iterator, Sequence

import numpy as np

from genre_studio.evaluation.reading import Reading
from genre_studio.evaluation.windows import Window

PHRASE_BARS = 2


def phrases_of(window: Window, bars: int = PHRASE_BARS) -> Iterator[bytes]:
    """Each `bars` bars' top line as one string of bytes: where its notes start, and how it moves.

    Equal for phrases that are transpositions of each other. Spans with fewer than three notes say too
    little and are left out.
    """
    reading = Reading(window)
    top = reading.top_line
    bar, pitch = reading.bar[top], reading.pitch[top]
    start = reading.onset[top] - window.bar_lines[bar - bar % bars]
    for span in range(0, window.bars, bars):
        inside = bar // bars == span // bars
        if inside.sum() >= 3:
            moves = np.diff(pitch[inside], prepend=pitch[inside][0])
            yield np.stack([start[inside], moves], axis=1).astype(np.int32).tobytes()


def distinct_phrases(windows: Sequence[Window], bars: int = PHRASE_BARS) -> float:
    """Share (0..1) of the phrases of all windows together that no other one equals first.

    1: no phrase comes twice, 1/N: all N are one. Aim: near real music; a collapsed generator says one thing
    in every take. NaN where there are no phrases. Source: ours, after distinct-n of Li et al. 2016.
    """
    phrases = [phrase for window in windows for phrase in phrases_of(window, bars)]
    return len(set(phrases)) / len(phrases) if phrases else float("nan")
