"""Exact intervals and probabilities against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.evaluation.listening.exact import chance_p, clopper_pearson


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),  # 1 - 0.025^(1/10)
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (1, 20, 0.00127, 0.2487),
        (81, 263, 0.2527, 0.3676),  # Newcombe 1998, Statistics in Medicine 17, table I
        (15, 148, 0.0578, 0.1617),  # the same
        (0, 0, 0.0, 1.0),
    ],
)
def test_clopper_pearson(hits: int, count: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, count) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_interval_holds_the_share_and_mirrors(hits: int, misses: int) -> None:
    low, high = clopper_pearson(hits, hits + misses)
    mirrored = clopper_pearson(misses, hits + misses)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)
    if hits + misses:
        assert 0 <= low <= hits / (hits + misses) <= high <= 1


def test_a_wider_coverage_is_a_wider_interval() -> None:
    assert clopper_pearson(7, 20, 0.99)[0] < clopper_pearson(7, 20)[0]


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        clopper_pearson(3, 2)


@pytest.mark.parametrize(
    ("hits", "count", "chance", "p"),
    [
        (9, 10, 0.5, 22 / 1024),
        (5, 10, 0.5, 1.0),
        (0, 0, 0.5, 1.0),
        (4, 4, 1 / 3, 1 / 81),
        (682, 682 + 243, 0.75, 0.3825),  # R's binom.test example: Mendel's peas
    ],
)
def test_chance(hits: int, count: int, chance: float, p: float) -> None:
    assert chance_p(hits, count, chance) == pytest.approx(p, abs=5e-5)
