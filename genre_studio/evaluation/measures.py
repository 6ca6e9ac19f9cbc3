"""The table of measures: each one number of a passage, with its unit, its aim and its source.

What a number is, is said where it is computed; here is which ones a report shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation import music_metrics as music
from genre_studio.evaluation import track_metrics as tracks
from genre_studio.evaluation.passage import Passage, tonal_distance_between
from genre_studio.evaluation.windows import Window
from genre_studio.music.instruments import Family

_PITCHED = (Family.BASS, Family.KEYS, Family.GUITAR, Family.STRINGS, Family.LEAD)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table. `of` gives NaN where a passage has nothing to measure."""

    name: str
    unit: str
    of: Callable[[Passage], float]

    @property
    def definition(self) -> str:
        """The docstring of what computes it, as one paragraph."""
        function = self.of.args[-1] if isinstance(self.of, partial) else self.of
        if isinstance(function, Family):
            function = tracks.qualified_notes
        return " ".join((function.__doc__ or "").split())


def _of_family(family: Family, measure: Callable[[Window], float], passage: Passage) -> float:
    values = np.array([measure(window) for window in passage.of_family(family)])
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _qualified(family: Family, passage: Passage) -> float:
    values = [share for own, share in passage.qualified if own is family]
    return float(np.mean(values)) if values else float("nan")


def _merged(measure: Callable[[Window], float], passage: Passage) -> float:
    return measure(passage.window)


def _by_family(
    name: str, unit: str, measure: Callable[[Window], float], families: Sequence[Family]
) -> tuple[Measure, ...]:
    return tuple(
        Measure(f"{name}, {family.title.lower()}", unit, partial(_of_family, family, measure))
        for family in families
    )


MEASURES = (
    *_by_family("empty bars", "share", tracks.empty_bars, (Family.DRUMS, *_PITCHED)),
    *_by_family("used pitch classes", "a bar", tracks.used_pitch_classes, _PITCHED),
    *(
        Measure(f"qualified notes, {family.title.lower()}", "share", partial(_qualified, family))
        for family in _PITCHED
    ),
    *_by_family("polyphony above 2", "share of steps", tracks.polyphony, _PITCHED),
    *_by_family("drum pattern", "share", tracks.drum_pattern, (Family.DRUMS,)),
    Measure("tonal distance between tracks", "0 to 2.83", tonal_distance_between),
    Measure("scale share", "share of time", partial(_merged, music.scale_share)),
    Measure("pitch class entropy", "bits", partial(_merged, music.pitch_class_entropy)),
    Measure("inter-onset entropy", "bits", partial(_merged, music.inter_onset_entropy)),
    Measure("groove consistency", "0 to 1", partial(_merged, music.groove_consistency)),
    Measure("self-repetition", "share of bars", partial(_merged, music.self_repetition)),
    Measure("notes", "a quarter", partial(_merged, music.notes_per_quarter)),
)
MEASURE_NAMES = tuple(measure.name for measure in MEASURES)


def measured(passages: Sequence[Passage]) -> NDArray[np.float64]:
    """(passages, MEASURES), NaN where there was nothing to measure."""
    rows = [[measure.of(passage) for measure in MEASURES] for passage in passages]
    return np.array(rows, np.float64).reshape(len(rows), len(MEASURES))
