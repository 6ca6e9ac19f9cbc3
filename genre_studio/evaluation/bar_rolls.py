"""A distance between piano rolls in which silence scores worst, in place of the report's pixel error.

Between two 1-bit images, mean squared error is density + density - twice the overlap, so the emptiest
image is nearest to everything (the report's best table was made of black images). A cosine forgets
density, and nothing has no direction: silence lies at 1 from all music, and nothing lies further.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.reading import Reading
from genre_studio.evaluation.windows import Window
from genre_studio.music.scales import estimate_key

SLOTS_PER_BAR = 16
PITCHES = 128


def bar_rolls(window: Window, *, key_aware: bool = True) -> NDArray[np.float32]:
    """(bars, 16, 128): how much of each 16th of a bar each pitch sounds, and as much again where it starts.

    Whatever its meter, a bar has 16 slots. `key_aware` moves the window's key to C (by at most 6
    semitones), so that two keys are no distance. Drums are left out.
    """
    semitones = _to_c(window) if key_aware else 0
    reading = Reading(window)
    rolls = np.zeros((window.bars, SLOTS_PER_BAR, PITCHES), np.float32)
    sounds = np.roll(reading.sustain, semitones, axis=0)
    for bar in range(window.bars):
        low, high = window.bar_lines[bar : bar + 2]
        slots = np.arange(high - low) * SLOTS_PER_BAR // (high - low)
        steps = np.bincount(slots, minlength=SLOTS_PER_BAR)
        np.add.at(rolls[bar], slots, sounds[:, low:high].T / steps[slots][:, None])
    starts = reading.onset - window.bar_lines[reading.bar]
    lengths = np.diff(window.bar_lines)[reading.bar]
    np.add.at(
        rolls, (reading.bar, starts * SLOTS_PER_BAR // lengths, (reading.pitch + semitones) % PITCHES), 1
    )
    return rolls


def bar_roll_distance(one: Window, other: Window) -> float:
    """Mean over bars of 1 - cosine of two windows' bar rolls: 0 the same, 1 nothing in common or silent.

    No unit; lower is nearer. The longer window is cut to the bars of the shorter. Source: ours, in place of
    the report's mean squared error over pixels.
    """
    units = [_unit_bars(bar_rolls(window)) for window in (one, other)]
    bars = min(len(rows) for rows in units)
    return 1 - float((units[0][:bars] * units[1][:bars]).sum(axis=1).mean())


def mean_bar(windows: Sequence[Window]) -> NDArray[np.float32]:
    """(16, 128): the mean of the windows' bars, each of length one; silent bars weigh as much as others."""
    bars = np.concatenate([_unit_bars(bar_rolls(window)) for window in windows])
    return np.asarray(bars.mean(axis=0).reshape(SLOTS_PER_BAR, PITCHES), np.float32)


def bar_roll_distances(outputs: Sequence[Window], data: NDArray[np.float32]) -> NDArray[np.float64]:
    """(outputs,): the mean distance, 1 - cosine, of each output's bars to every bar of the data.

    Less half the mean distance of the data's bars to each other, as in the energy distance (Szekely and
    Rizzo 2013): else whatever is written would be nearest to the data that are most alike. `data` is its
    `mean_bar`: a mean of cosines is a product with the mean. Lower is nearer, and nothing lies further
    than silence.
    """
    flat = data.reshape(-1).astype(np.float64)
    spread = (1 - flat @ flat) / 2
    return np.array([1 - float((_unit_bars(bar_rolls(w)) @ flat).mean()) - spread for w in outputs])


def _unit_bars(rolls: NDArray[np.float32]) -> NDArray[np.float32]:
    """(bars, 16 * 128) of length one; a silent bar stays 0."""
    rows = rolls.reshape(len(rolls), -1)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)


def _to_c(window: Window) -> int:
    """Semitones (-5..6) that bring the window's tonic, or its relative major's, to C."""
    if window.is_silent:
        return 0
    key = estimate_key([window.notes])
    tonic = (key.root + 3) % 12 if key.is_minor else key.root
    return (5 - tonic) % 12 - 5
