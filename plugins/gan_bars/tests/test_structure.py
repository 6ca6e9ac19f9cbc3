"""Sections of pieces whose form is known."""

import numpy as np
import pytest
from genre_studio_gan.structure import novelty_curve, section_starts
from numpy.typing import NDArray

SECTION = 16  # bars


def piece(form: str, seed: int) -> NDArray[np.float64]:
    """(bars, 12): sections of differing bars, the same for the same letter, and a little noise."""
    rng = np.random.default_rng(seed)
    sections = {letter: rng.dirichlet(np.full(12, 0.5), SECTION) for letter in sorted(set(form))}
    whole = np.concatenate([sections[letter] for letter in form])
    return whole + 0.02 * rng.random(whole.shape)


@pytest.mark.parametrize("form", ["AABA", "ABAC", "ABCB", "AABBCC"])
def test_most_changes_of_section_are_found(form: str) -> None:
    """Within a bar, over ten pieces: the method is statistical, and a piece alone may hide one."""
    found = wanted = 0
    for seed in range(10):
        starts = section_starts(piece(form, seed))
        changes = [i * SECTION for i in range(len(form)) if i and form[i] != form[i - 1]]
        found += sum(any(abs(start - change) <= 1 for start in starts) for change in changes)
        wanted += len(changes)
    assert found >= 0.7 * wanted


def test_few_sections_are_made_up() -> None:
    """Bars drawn apart from sections would be hit by chance one time in five."""
    extra = total = 0
    for seed in range(10):
        starts = section_starts(piece("AABA", seed))[1:]
        total += len(starts)
        extra += sum(min(abs(start - line) for line in range(0, 65, SECTION)) > 1 for start in starts)
    assert total and extra <= 0.6 * total


def test_a_short_piece_is_one_section() -> None:
    assert section_starts(piece("A", 0)[:8]) == (0,)


def test_novelty_of_the_same_bar_again_and_again_is_nothing() -> None:
    assert np.all(np.isfinite(novelty_curve(np.ones((20, 12)))))
    assert section_starts(np.ones((20, 12))) == (0,)
