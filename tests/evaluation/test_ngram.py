"""The n-gram floor: counted by hand, summing to one, and quick."""

import time

import numpy as np
import pytest

from genre_studio.evaluation.ngram import WittenBell


def test_unigram_by_hand():
    model = WittenBell.fit([[0, 0, 1]], vocabulary_size=3, order=1)
    # c = 3, T = 2: (c(w) + 2 / 3) / 5
    np.testing.assert_allclose(model.probabilities([]), [(2 + 2 / 3) / 5, (1 + 2 / 3) / 5, (2 / 3) / 5])


def test_bigram_by_hand():
    model = WittenBell.fit([[0, 1, 0, 1, 0, 2]], vocabulary_size=3, order=2)
    unigram = (np.array([3, 2, 1]) + 3 / 3) / (6 + 3)
    after_0 = (np.array([0, 2, 1]) + 2 * unigram) / (3 + 2)
    np.testing.assert_allclose(model.probabilities([0]), after_0)
    np.testing.assert_allclose(model.probabilities([2]), unigram)  # 2 never had a follower
    at_start = (np.array([1, 0, 0]) + 1 * unigram) / (1 + 1)
    np.testing.assert_allclose(model.nats([0, 1]), -np.log([at_start[0], after_0[1]]))


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_probabilities_sum_to_one_after_any_history(order):
    generator = np.random.default_rng(order)
    sequences = [generator.integers(0, 7, length) for length in (0, 1, 2, 50, 300)]
    model = WittenBell.fit(sequences, vocabulary_size=9, order=order)
    histories = [[], [8], [8, 8, 8], [0, 8], [8, 0], *(generator.integers(0, 9, 6) for _ in range(40))]
    for history in histories:
        probabilities = model.probabilities(history)
        assert probabilities.min() > 0
        assert probabilities.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_nats_agree_with_probabilities(order):
    generator = np.random.default_rng(1)
    model = WittenBell.fit([generator.integers(0, 6, 200) for _ in range(5)], vocabulary_size=8, order=order)
    sequence = generator.integers(0, 8, 60)
    expected = [-np.log(model.probabilities(sequence[:i])[token]) for i, token in enumerate(sequence)]
    np.testing.assert_allclose(model.nats(sequence), expected)


def test_trained_on_nothing_is_uniform():
    model = WittenBell.fit([], vocabulary_size=4, order=3)
    np.testing.assert_allclose(model.nats([0, 3, 1]), np.log(4))


def test_learns_a_cycle():
    model = WittenBell.fit([np.arange(3000) % 5], vocabulary_size=5, order=3)
    assert model.nats(np.arange(100) % 5)[2:].max() < 0.01


def test_refuses_ids_outside_the_vocabulary():
    with pytest.raises(ValueError, match="0 to 3"):
        WittenBell.fit([[0, 4]], vocabulary_size=4)
    with pytest.raises(ValueError, match="order"):
        WittenBell.fit([[0]], vocabulary_size=4, order=0)


def test_speed_allows_ten_million_tokens():
    generator = np.random.default_rng(0)
    tokens = (generator.standard_normal(300_000) * 40).astype(int) % 500
    began = time.process_time()
    WittenBell.fit([tokens], vocabulary_size=500).nats(tokens[:50_000])
    assert time.process_time() - began < 4  # linear: far below two minutes for 10 million
