"""Smaller samples, so that a test is about the tables and not about the fit of classifiers."""

from dataclasses import replace

from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.shipped import load_reference


def first_of(sample: Sample, count: int) -> Sample:
    """About `count` passages of a sample, from all over it."""
    names = ("features", "measures", "groups", "quotes", "nearest")
    return replace(sample, **{name: getattr(sample, name)[:: len(sample) // count] for name in names})


def small_reference(count: int = 25) -> dict[str, Sample]:
    """The shipped reference, cut to about `count` passages a genre."""
    return {genre: first_of(sample, count) for genre, sample in load_reference().items()}
