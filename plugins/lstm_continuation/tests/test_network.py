"""The network: shapes, and one way of stepping as good as another."""

import json
from pathlib import Path

import pytest
import torch
from genre_studio_lstm.batches import excerpts
from genre_studio_lstm.dropout import ByteDropout
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from genre_studio_lstm.sequences import whole
from genre_studio_lstm.weights import load_network

from genre_studio.generation.grid import on_grid
from genre_studio.generation.note_codec import FIELD_SIZES
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError


def test_nats_have_a_value_for_every_field(network: NoteLstm, song: Song) -> None:
    sequence = whole(song, "jazz", 0)
    assert sequence is not None
    batch = excerpts([sequence, sequence], ("classical", "jazz", "rock"), 30)
    with torch.inference_mode():
        nats, (h, _) = network.nats(batch.rows, batch.context, batch.genre, batch.parts)
    assert nats.shape == (2, 29, 5)
    assert h.shape == (2, 2, 16)
    assert torch.allclose(nats[0], nats[1], atol=1e-4)
    assert nats.min() >= 0
    untrained = sum(torch.log(torch.tensor(float(size))) for size in FIELD_SIZES)
    assert float(nats[0, 0].sum()) == pytest.approx(float(untrained), rel=0.35)


def test_stepping_is_reading_all_at_once(network: NoteLstm, song: Song) -> None:
    sequence = whole(song, "rock", 0)
    assert sequence is not None
    batch = excerpts([sequence], ("classical", "jazz", "rock"), 20)
    condition = network.condition(batch.genre, batch.parts)
    with torch.inference_mode():
        together, _ = network.read(batch.rows[:, :-1], batch.context[:, 1:], condition, None)
        state, steps = None, []
        for t in range(19):
            h, state = network.read(
                batch.rows[:, t : t + 1], batch.context[:, t + 1 : t + 2], condition, state
            )
            steps.append(h)
    assert torch.allclose(torch.cat(steps, 1), together, atol=1e-5)


def test_a_genre_changes_what_is_expected(network: NoteLstm, song: Song) -> None:
    losses = []
    for genre in ("classical", "rock"):
        sequence = whole(song, genre, 0)
        assert sequence is not None
        batch = excerpts([sequence], ("classical", "jazz", "rock"), 30)
        losses.append(network.nats(batch.rows, batch.context, batch.genre, batch.parts)[0])
    assert not torch.equal(losses[0], losses[1])


def test_part_sets_are_read_from_bits(network: NoteLstm) -> None:
    columns = torch.tensor([[0b101, 0, 0, 0b1000, 0, 0, 0, 0]])
    sets = network._bit_sets(columns)
    assert sets.shape == (1, 2, 28)
    assert sets[0].nonzero().tolist() == [[0, 0], [0, 2], [0, 27]]


def test_weights_come_back_as_they_were(network: NoteLstm, model_folder: Path) -> None:
    loaded = load_network(model_folder)
    for name, value in network.state_dict().items():
        assert torch.equal(value, loaded.state_dict()[name])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("model.safetensors", r"The model tiny is not the one its config\.json describes"),
        ("config.json", r"tiny.config\.json is damaged: it is not JSON"),
    ],
)
def test_a_broken_model_is_refused_in_words(model_folder: Path, broken: str, said: str) -> None:
    (model_folder / broken).write_bytes(b"{")
    with pytest.raises(GenerationError, match=said):
        load_network(model_folder)


def test_other_weights_than_the_config_names_are_refused(model_folder: Path) -> None:
    config = model_folder / "config.json"
    stated = json.loads(config.read_text())
    config.write_text(json.dumps(stated | {"sha256": "0" * 64}))
    with pytest.raises(GenerationError, match="not the one its config"):
        load_network(model_folder)


def test_a_model_that_states_no_network_is_refused_in_words(model_folder: Path) -> None:
    config = model_folder / "config.json"
    for network in ({}, {"genres": ["jazz"], "hidden": 10**9}, {"genres": ["jazz"], "depth": 3}):
        config.write_text(json.dumps({**json.loads(config.read_text()), "network": network}))
        with pytest.raises(GenerationError, match="The model tiny cannot be used"):
            load_network(model_folder)


def test_sizes_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        NetworkConfig(("jazz",), hidden=10**9)


def test_grid_of_a_short_song_makes_no_sequence(song: Song) -> None:
    empty = song.with_track(0, song.tracks[0].with_notes(song.tracks[0].notes[:3]))
    assert len(on_grid(empty)) > 0
    assert whole(type(song)(tracks=(empty.tracks[0],)), "jazz", 0) is None


def test_dropout_drops_its_share_and_keeps_sums() -> None:
    drop = ByteDropout(0.25).train()
    torch.manual_seed(5)
    x = torch.ones(1001, 203, requires_grad=True)
    y = drop(x)
    assert float((y == 0).float().mean()) == pytest.approx(0.25, abs=0.01)
    for unit in range(8):  # every byte of a draw alike
        assert float((y.flatten()[unit::8] == 0).float().mean()) == pytest.approx(0.25, abs=0.015)
    assert float(y.detach().mean()) == pytest.approx(1.0, abs=0.01)
    y.sum().backward()
    assert x.grad is not None
    assert torch.equal(x.grad == 0, y == 0)
    torch.manual_seed(5)
    assert torch.equal(drop(x), y)
    assert torch.equal(drop.eval()(x), x)
