"""Choosing from logits: temperature, nucleus and masks, for several takes at once; and each take's seed."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.plugin_api import GenerationError, Request

Logits = NDArray[np.float32]
Weights = NDArray[np.float64]


def take_seeds(request: Request) -> list[int]:
    """One seed a take, each of 32 bits: take 3 of 8 is take 3 of 4."""
    return [
        int(np.random.SeedSequence([request.seed, index]).generate_state(1)[0])
        for index in range(request.takes)
    ]


def masked(logits: Logits, allowed: NDArray[np.bool_]) -> Logits:
    """`logits` (..., V) with what is not `allowed` made impossible."""
    return np.where(allowed, logits, -np.inf).astype(np.float32)


def probabilities(logits: Logits, temperature: float, top_p: float) -> Weights:
    """(..., V) from logits (..., V): tempered, then cut to the nucleus.

    The nucleus is the smallest set of values whose probability reaches `top_p` (Holtzman et al. 2020,
    section 3.1). The likeliest value always stays. Raises GenerationError where nothing is possible.
    """
    if not np.isfinite(logits.max(-1)).all():
        raise GenerationError("The limits leave no note to write: widen the range or the scale.")
    scaled = logits.astype(np.float64) / max(temperature, 1e-3)
    weights: Weights = np.exp(scaled - scaled.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    if top_p < 1.0:
        ranked = -np.sort(-weights, axis=-1)
        inside = np.cumsum(ranked, -1) - ranked < top_p
        least = np.where(inside, ranked, np.inf).min(-1, keepdims=True)  # of the nucleus
        weights = np.where(weights >= least, weights, 0.0)
        weights /= weights.sum(-1, keepdims=True)
    return weights


def draw(weights: Weights, uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """One index a row: weights (B, V) that sum to one, uniform (B,) in [0, 1)."""
    drawn = (np.cumsum(weights, -1) <= uniform[:, None]).sum(-1)
    last = weights.shape[-1] - 1 - np.argmax(weights[:, ::-1] > 0, axis=-1)  # rounding may pass the end
    chosen: NDArray[np.int64] = np.minimum(drawn, last)
    return chosen
