"""How much of a continuation says its primer, or itself, again: what a told-apart test cannot see."""

from collections.abc import Set

from genre_studio.evaluation.windows import Window

COPIED_LIKENESS = 0.9  # Jaccard: one note in twenty may differ on either side


def copied_bars(primer: Window, continuation: Window) -> float:
    """The share of the continuation's sounding bars that nearly equal some bar of the primer.

    Bars are compared as sets of (place in the bar, pitch). 0 where nothing sounds.
    """
    sources = [bar for bar in bar_contents(primer) if bar]
    bars = [bar for bar in bar_contents(continuation) if bar]
    copied = sum(any(_likeness(bar, source) >= COPIED_LIKENESS for source in sources) for bar in bars)
    return copied / len(bars) if bars else 0.0


def copied_among(window: Window) -> float:
    """The share of sounding bars after the first that nearly equal an earlier one; NaN for fewer than two."""
    bars = [bar for bar in bar_contents(window) if bar]
    copied = [any(_likeness(bar, one) >= COPIED_LIKENESS for one in bars[:i]) for i, bar in enumerate(bars)]
    return sum(copied) / (len(bars) - 1) if len(bars) > 1 else float("nan")


def bar_contents(window: Window) -> list[frozenset[tuple[int, int]]]:
    """Each bar's notes as (step within the bar, pitch)."""
    bars: list[set[tuple[int, int]]] = [set() for _ in range(window.bars)]
    places = window.bar_lines.searchsorted(window.notes["onset"], side="right") - 1
    for bar, onset, pitch in zip(places, window.notes["onset"], window.notes["pitch"], strict=True):
        bars[bar].add((int(onset - window.bar_lines[bar]), int(pitch)))
    return [frozenset(bar) for bar in bars]


def _likeness(one: Set[tuple[int, int]], other: Set[tuple[int, int]]) -> float:
    return len(one & other) / max(1, len(one | other))
