"""Exact figures of counts: no approximation that fails where listeners are few."""

from collections.abc import Callable
from math import exp, lgamma, log

_HALVINGS = 60


def clopper_pearson(hits: int, count: int, coverage: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share: at either end, what was seen or more has half the rest as probability.

    Clopper and Pearson 1934, Biometrika 26. Raises ValueError unless 0 <= hits <= count; (0, 1) for a
    count of 0.
    """
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} of {count} is no share")
    tail = (1 - coverage) / 2
    low = 0.0 if hits == 0 else _root(lambda p: _at_least(hits, count, p) < tail)
    high = 1.0 if hits == count else _root(lambda p: 1 - _at_least(hits + 1, count, p) > tail)
    return low, high


def chance_p(hits: int, count: int, chance: float) -> float:
    """How probable a count as far from what `chance` brings would be by chance alone: two-sided, exact.

    Sums the probabilities of all counts that are no likelier than the one seen (Fisher's rule).
    """
    seen = _probability(hits, count, chance) * (1 + 1e-9)
    likelihoods = (_probability(each, count, chance) for each in range(count + 1))
    return min(1.0, sum(p for p in likelihoods if p <= seen))


def _root(is_below: Callable[[float], bool]) -> float:
    """Where a rule that holds from 0 on ceases to hold, within 0..1."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _at_least(hits: int, count: int, p: float) -> float:
    return sum(_probability(each, count, p) for each in range(hits, count + 1))


def _probability(hits: int, count: int, p: float) -> float:
    if p in (0.0, 1.0):
        return float(hits == count * p)
    ways = lgamma(count + 1) - lgamma(hits + 1) - lgamma(count - hits + 1)
    return exp(ways + hits * log(p) + (count - hits) * log(1 - p))
