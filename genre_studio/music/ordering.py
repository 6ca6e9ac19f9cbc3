"""Putting many numbers and rows in order, fast."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sorted_unique(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers in order, each once, (M,).

    numpy 2.4's own `unique` hashes first: on 100,000 numbers that is ten times slower than sorting them.
    """
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    found: NDArray[np.int64] = ordered[is_new]
    return found


def raw_rows(rows: NDArray[Any]) -> NDArray[Any]:
    """The same rows as plain bytes: ten times faster to select and copy than field by field."""
    return np.ascontiguousarray(rows).view(np.dtype((np.void, rows.dtype.itemsize)))


def chosen_rows(rows: NDArray[Any], which: NDArray[Any]) -> NDArray[Any]:
    """`rows[which]` for a structured array, by a mask or by places."""
    chosen: NDArray[Any] = raw_rows(rows)[which].view(rows.dtype)
    return chosen
