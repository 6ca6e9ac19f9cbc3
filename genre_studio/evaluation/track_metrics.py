"""What MuseGAN counted in each track, by its definitions: bars without notes, pitch classes, noise.

Dong et al., "MuseGAN: Multi-track sequential generative adversarial networks", AAAI 2018, section 6.
Their code folds neighbouring semitones instead of octaves and inverts the empty bars in one version,
so values here are not those of their tables. None has a good end: each is to lie where real music does.

Every function takes a Window of one track (`windows.cut_window(grid, bar, bars, [track])`), and NaN
says that there was nothing to measure.
"""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.reading import Reading
from genre_studio.evaluation.windows import Window
from genre_studio.generation.grid import STEPS_PER_QUARTER
from genre_studio.music.notes import Notes

POLYPHONIC_ABOVE = 2  # pitches at once
QUALIFIED_QUARTERS = 1 / 8  # a 32nd note
SIXTEENTH_STEPS = STEPS_PER_QUARTER // 4
OFF_PATTERN_WEIGHT = 0.1  # what a drum hit beside the 16th grid still counts


def empty_bars(window: Window) -> float:
    """Share (0..1) of bars in which no note, pitched or drum, starts or is held over. Source: MuseGAN, EB.

    Aim: near real music of that track; a generator that is silent has 1, one that never rests 0.
    """
    sounds = np.zeros(window.bars, bool)
    for notes in (window.notes, window.drums):
        first = np.searchsorted(window.bar_lines, notes["onset"], side="right") - 1
        last = np.searchsorted(window.bar_lines, notes["onset"] + notes["duration"] - 1, side="right") - 1
        for low, high in zip(first, last, strict=True):
            sounds[low : high + 1] = True
    return 1 - float(sounds.mean())


def used_pitch_classes(window: Window) -> float:
    """Distinct pitch classes (1..12) that sound in a bar, mean of the bars that sound. Source: MuseGAN, UPC.

    Aim: near real music; far above it is noise, at 1 a drone. Octaves are folded: C4 and C5 are one.
    """
    sounding = Reading(window).chroma > 0  # (12, bars)
    counts = sounding.sum(axis=0)
    return float(counts[counts > 0].mean()) if counts.any() else float("nan")


def polyphony(window: Window) -> float:
    """Share (0..1) of all steps, silence included, at which more than 2 pitches sound. Source: MuseGAN, PP.

    Aim: near real music of that track. (Their text says "larger than", one version of their code "at least".)
    """
    return float((Reading(window).polyphony > POLYPHONIC_ABOVE).mean())


def qualified_notes(notes: Notes, ppq: int) -> float:
    """Share (0..1) of notes that last at least a 32nd, counted in ticks. Source: MuseGAN, QN.

    Aim: near real music, which is near 1; a low share is a fragmented texture. Ticks, because on a grid
    of 12 steps a quarter a 32nd is one step and a half.
    """
    if not len(notes):
        return float("nan")
    return float((notes["duration"] >= QUALIFIED_QUARTERS * ppq).mean())


def drum_pattern(window: Window) -> float:
    """Weighted share (0..1) of drum hits on the 16th grid. Source: MuseGAN, DP (v3, 48 steps a bar).

    A hit on a 16th counts 1, one beside it 0.1. Aim: near real drums of that genre: swing lies below 1.
    """
    if not len(window.drums):
        return float("nan")
    on_grid = window.drums["onset"] % SIXTEENTH_STEPS == 0
    return float(np.where(on_grid, 1.0, OFF_PATTERN_WEIGHT).mean())


def sounding_chroma(window: Window, steps: int = STEPS_PER_QUARTER) -> NDArray[np.int64]:
    """(12, spans): for how many steps each pitch class sounds in spans of `steps`, octaves counted each."""
    octaves = np.zeros((132, window.steps), np.int64)
    octaves[:128] = Reading(window).sustain
    classes = octaves.reshape(11, 12, -1).sum(axis=0)
    return np.add.reduceat(classes, np.arange(0, window.steps, steps), axis=1)
