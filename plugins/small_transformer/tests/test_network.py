"""The network: what a row may see, and that reading with a memory is reading at once."""

import pytest
import torch
from genre_studio_transformer.network import ANY_GENRE, NoteTransformer, Sizes
from torch import Tensor

from genre_studio.generation.grid import PART_COUNT
from genre_studio.generation.note_codec import FIELD_SIZES, REST_ROW

ROWS = 48  # more than the tiny network's window of 32


@pytest.fixture
def rows() -> Tensor:
    torch.manual_seed(1)
    return torch.stack([torch.randint(0, size - 1, (2, ROWS)) for size in FIELD_SIZES], -1)


@pytest.fixture
def places() -> Tensor:
    return torch.stack([torch.arange(ROWS) % 48, torch.full((ROWS,), 16)], -1).expand(2, -1, -1)


def condition_of(network: NoteTransformer, genre: int = 1) -> Tensor:
    return network.condition(torch.full((2,), genre), torch.ones(2, PART_COUNT))


@torch.inference_mode()
def test_reading_row_by_row_is_reading_at_once(
    network: NoteTransformer, rows: Tensor, places: Tensor
) -> None:
    condition = condition_of(network)
    at_once, _ = network.read(rows, places, condition)
    memory, known = None, []
    for i in range(rows.shape[1]):
        one, memory = network.read(rows[:, i : i + 1], places[:, i : i + 1], condition, memory, i)
        known.append(one)
    assert torch.allclose(torch.cat(known, 1), at_once, atol=1e-5)


@torch.inference_mode()
def test_only_distances_count(network: NoteTransformer, rows: Tensor, places: Tensor) -> None:
    here, _ = network.read(rows, places, condition_of(network))
    later, _ = network.read(rows, places, condition_of(network), start=1000)
    assert torch.allclose(here, later, atol=1e-4)


@torch.inference_mode()
def test_a_row_sees_the_past_within_its_window_and_no_future(rows: Tensor, places: Tensor) -> None:
    torch.manual_seed(0)
    network = NoteTransformer(Sizes(("jazz",), width=16, layers=1, heads=2, window=8)).eval()
    condition = condition_of(network)
    changed = rows.clone()
    changed[:, 20] = torch.tensor(REST_ROW)
    one, other = (network.read(r, places, condition)[0] for r in (rows, changed))
    differs = ((one - other).abs().amax((0, 2)) > 1e-6).nonzero().flatten().tolist()
    assert differs == list(range(20, 28))


@torch.inference_mode()
def test_the_genre_and_the_parts_are_told(network: NoteTransformer, rows: Tensor, places: Tensor) -> None:
    nats = [
        network.nats(rows, places, torch.full((2,), genre), torch.full((2, PART_COUNT), playing)).sum()
        for genre, playing in ((ANY_GENRE, 0.0), (1, 0.0), (1, 1.0))
    ]
    assert len({round(float(value), 3) for value in nats}) == 3


def test_of_a_rest_only_the_advance_counts(network: NoteTransformer, rows: Tensor, places: Tensor) -> None:
    rows[0, 5] = torch.tensor(REST_ROW)
    nats = network.nats(rows, places, torch.tensor([1, 1]), torch.ones(2, PART_COUNT))
    assert nats.shape == (2, ROWS - 1, 5)
    assert nats[0, 4, 0] > 0
    assert not nats[0, 4, 1:].any()
    assert (nats[1] > 0).all()


def test_it_makes_no_tensor_on_another_device(network: NoteTransformer) -> None:
    rows = torch.zeros(2, 9, 5, dtype=torch.int64, device="meta")
    places = torch.zeros(2, 9, 2, dtype=torch.int64, device="meta")
    genre = torch.zeros(2, dtype=torch.int64, device="meta")
    nats = network.to("meta").nats(rows, places, genre, torch.zeros(2, PART_COUNT, device="meta"))
    assert nats.device.type == "meta"


@pytest.mark.parametrize("wrong", [{"width": 10, "heads": 4}, {"layers": 0}, {"dropout": 1.0}])
def test_sizes_that_contradict_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Sizes(("jazz",), **wrong)
