"""Drawing from logits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.sampling import draw, masked, probabilities, take_seeds
from genre_studio.plugin_api import GenerationError
from tests.helpers.requests import small_request

logits = st.lists(st.floats(-20, 20, width=32), min_size=2, max_size=30).map(
    lambda v: np.array([v], np.float32)
)


@given(logits, st.floats(0.1, 3), st.floats(0.05, 1))
def test_probabilities_sum_to_one_and_keep_the_likeliest(
    values: np.ndarray, temperature: float, top_p: float
) -> None:
    weights = probabilities(values, temperature, top_p)
    assert weights.sum() == pytest.approx(1)
    assert weights[0, values.argmax()] == weights.max() > 0


def test_the_nucleus_is_the_smallest_set_that_reaches_top_p() -> None:
    weights = probabilities(np.log([[0.5, 0.3, 0.15, 0.05]]).astype(np.float32), 1.0, 0.75)
    assert weights[0] == pytest.approx([0.625, 0.375, 0, 0])


def test_low_temperature_sharpens() -> None:
    values = np.array([[1.0, 0.0]], np.float32)
    assert probabilities(values, 0.2, 1.0)[0, 0] > probabilities(values, 1.0, 1.0)[0, 0]


@given(logits, st.data())
def test_a_masked_value_is_never_drawn(values: np.ndarray, data: st.DataObject) -> None:
    size = values.shape[1]
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    allowed[0] = True
    weights = probabilities(masked(values, allowed), 1.0, 1.0)
    for uniform in (0.0, 0.5, 1 - 1e-12):
        assert allowed[draw(weights, np.array([uniform]))[0]]


def test_nothing_possible_is_said_in_words() -> None:
    with pytest.raises(GenerationError, match="widen the range"):
        probabilities(np.full((1, 4), -np.inf, np.float32), 1.0, 1.0)


def test_draws_follow_the_probabilities() -> None:
    weights = np.tile([0.1, 0.6, 0.3], (3000, 1))
    drawn = draw(weights, np.random.default_rng(0).random(3000))
    assert np.bincount(drawn, minlength=3) / 3000 == pytest.approx([0.1, 0.6, 0.3], abs=0.03)


def test_a_takes_seed_is_its_own_and_the_same_however_many_there_are() -> None:
    four, eight = (take_seeds(small_request(takes=takes)) for takes in (4, 8))
    assert four == eight[:4]
    assert len({*eight, *take_seeds(small_request(seed=8))}) == 10
    assert take_seeds(small_request(seed=0, takes=2)) == [2968811710, 3964924996]
