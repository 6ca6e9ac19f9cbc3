"""The fast path says what the slow one says: DraftsMemory is NoteContext, Stepper is NoteLstm."""

import numpy as np
import pytest
import torch
from genre_studio_lstm.context import Columns, NoteContext, encode_context
from genre_studio_lstm.drafting import Drafts, Limits, Pen, Style
from genre_studio_lstm.drafts_memory import DraftsMemory, ruler_of
from genre_studio_lstm.network import NoteLstm
from genre_studio_lstm.repetition import RepetitionWatch
from genre_studio_lstm.stepping import Layer, StepNetwork, Stepper

from genre_studio.generation.grid import GRID_DTYPE, PART_COUNT, GridSong
from genre_studio.generation.note_codec import DURATION_STEPS, NO_PART, Field, Row, encode

PAST_BARS, NEW_BARS, BAR = 10, 4, 36
Rows = list[list[int]]


def wild_music(seed: int) -> GridSong:
    """Chords, drums, repeats and gaps, in bars of 3/4 with one of 5/4."""
    rng = np.random.default_rng(seed)
    lines = np.cumsum([0, *[BAR] * 6, 60, *[BAR] * (PAST_BARS + NEW_BARS - 7)])
    columns = (rng.integers(0, BAR, 9), rng.choice([0, 4, 5, 8, 20], 9), rng.integers(40, 80, 9))
    bar = [tuple(map(int, row)) for row in zip(*columns, rng.integers(1, 60, 9), strict=True)]
    notes = []
    for number, line in enumerate(lines[:-1]):
        if number == 3:
            continue  # a rest longer than any advance
        own = bar if rng.random() < 0.6 else [(s, p, k + 1, d) for s, p, k, d in bar]
        notes += [(int(line) + s, p, k, d, 80, 0) for s, p, k, d in own]
        notes += [(int(line), 9, 60 + 2 * i, 12, 70, 1) for i in range(int(rng.integers(0, 9)))]
    table = np.unique(np.array(notes, GRID_DTYPE))
    table = table[np.lexsort((table["pitch"], table["part"], table["step"]))]
    places = table[["step", "part", "pitch"]]
    fresh = np.ones(len(table), bool)
    fresh[1:] = places[1:] != places[:-1]
    return GridSong(table[fresh], lines.astype(np.int32))


def after(grid: GridSong, rows: Rows) -> NoteContext:
    context = NoteContext(grid.bar_lines.tolist())
    for advance, part, pitch, duration, level in rows:
        if part == NO_PART:
            context.pass_time(advance)
        else:
            context.place(context.step + advance, part, pitch, duration, level, DURATION_STEPS[duration])
    return context


def memory_after(grid: GridSong, past: Rows) -> DraftsMemory:
    context = after(grid, past)
    ruler = ruler_of(context, context.step, int(grid.bar_lines[-1]) + 1)
    return DraftsMemory(context, 2, ruler, room=400)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("strength", [None, 2.0])
def test_logits_row_by_row_are_the_networks(network: NoteLstm, seed: int, strength: float | None) -> None:
    grid = wild_music(seed)
    rows, table = encode_context(grid)
    ends = np.cumsum(rows[:, 0])
    past = int(np.searchsorted(ends, grid.bar_lines[PAST_BARS]))
    told: Rows = rows.tolist()
    memory = memory_after(grid, told[:past])
    genre = torch.tensor([2, 0])
    condition = network.condition(genre, torch.ones(2, PART_COUNT)).detach()
    stepper = Stepper(StepNetwork(network), condition, None, 2, copying=1.0, strength=strength)
    state = None
    both = np.arange(2)
    for t in range(past, min(past + 60, len(told))):
        context = torch.from_numpy(table[t : t + 1].astype(np.int64)).expand(2, -1)
        with torch.inference_mode():
            fed = torch.tensor([told[t - 1]]).expand(2, -1)[:, None]
            h, state = network.read(fed, context[:, None], condition, state)
            views = network.views(h[:, 0])
        stepper.read(np.array([told[t - 1]] * 2), memory)
        advance, part, pitch, duration, level = (np.full(2, value) for value in told[t])
        close(stepper.advance()[0], network.advance_logits(views[0], context)[0])
        if part[0] == NO_PART:
            memory.pass_time(both, int(advance[0]))
            continue
        look = memory.look(memory.step + advance)
        close(stepper.part(memory, look)[0], network.part_logits(views[1], context)[0])
        fields = [torch.from_numpy(column) for column in (part, pitch, duration)]
        guided = [
            network.pitch_logits(views[2], context, fields[0]),
            network.duration_logits(views[3], context, *fields[:2]),
            network.level_logits(views[4], context, *fields),
        ]
        if strength is not None:
            guided = [(free + strength * (own - free))[None] for own, free in guided]
        lengths, levels = memory.lengths_and_levels(look, part, pitch)
        close(stepper.pitch(memory, look, part)[0], guided[0][0])
        close(stepper.duration(lengths, part, pitch)[0], guided[1][0])
        close(stepper.level(levels, part, pitch, duration)[0], guided[2][0])
        memory.place(both, look, np.stack([part, pitch, duration, level], 1))


def close(got: np.ndarray, wanted: torch.Tensor) -> None:
    np.testing.assert_allclose(got, wanted.detach().numpy(), atol=2e-5)


def test_drafts_taken_and_joined_are_the_same_drafts(network: NoteLstm) -> None:
    grid = wild_music(1)
    rows: Rows = encode(grid).tolist()
    memory = memory_after(grid, rows[:80])
    look = memory.look(memory.step + 3)
    memory.place(np.array([1]), look, np.array([[8, 61, 3, 4]]))
    again = memory.take(np.array([1])).joined([memory.take(np.array([0]))])
    for name in ("notes", "count", "last_pitch", "chroma", "matches", "step"):
        assert (getattr(again, name) == getattr(memory, name)[::-1]).all()
    again.place(np.array([0]), again.look(again.step + 1), np.array([[8, 62, 3, 4]]))
    assert memory.total[1] == again.total[0] - 1


def test_weights_of_half_precision_are_packed_without_loss() -> None:
    torch.manual_seed(1)
    weight, bias, x = torch.randn(40, 24).half().float(), torch.randn(24), torch.randn(9, 40)
    layer = Layer(weight, bias)
    assert torch.allclose(layer(x), x @ weight + bias, atol=1e-5)
    rough = Layer(weight * 1.0001, bias)
    assert torch.allclose(rough(x), x @ (weight * 1.0001) + bias, atol=1e-6)


def test_a_row_does_not_depend_on_its_neighbours(network: NoteLstm) -> None:
    for value in network.parameters():
        value.data = value.data.half().float()
    layer = StepNetwork(network).cells[0]
    x = torch.randn(9, 32)
    assert torch.equal(layer(x)[:2], layer(x[:2].contiguous()))


def test_columns_before_an_advance_are_those_of_the_context() -> None:
    grid = wild_music(2)
    rows: Rows = encode(grid).tolist()
    context, memory = after(grid, rows[:100]), memory_after(grid, rows[:100])
    row = context.before_advance()
    assert memory.positions[memory.step].tolist() == [row[0]] * 2
    assert memory.advances()[0].tolist() == row[Columns.ADVANCES]
    assert (255 * memory.match_shares()[0]).round().tolist() == context.matches()
    assert Field.ADVANCE == 0


def test_likelihood_is_what_the_network_says(network: NoteLstm) -> None:
    grid = wild_music(3)
    rows, table = encode_context(grid)
    told: Rows = rows.tolist()
    past = 100
    memory = memory_after(grid, told[:past])
    genre = torch.tensor([2, 0])
    condition = network.condition(genre, torch.ones(2, PART_COUNT)).detach()
    with torch.inference_mode():
        fed = torch.tensor([told[:past]]).expand(2, -1, -1)
        known = torch.from_numpy(table[1 : past + 1].astype(np.int64))[None].expand(2, -1, -1)
        _, state = network.read(fed[:, :-1], known[:, :-1], condition, None)
        assert state is not None
        full = torch.tensor([told[: past + 8]])
        facts = torch.from_numpy(table[: past + 8].astype(np.int64))[None]
        nats, _ = network.nats(full, facts, genre[:1], torch.ones(1, PART_COUNT))
    stepper = Stepper(StepNetwork(network), condition, state, 2, copying=1.0, strength=None)
    drafts = Drafts(
        memory, stepper, RepetitionWatch(memory), np.arange(2), [], np.array([told[past - 1]] * 2),
        np.zeros((2, 5)), np.zeros(2, int), np.zeros(2, int), np.zeros(2, int),
    )  # fmt: skip
    stepper.read(drafts.row, memory)
    steps = memory.step[0] + np.cumsum([row[0] for row in told[past : past + 8]])
    following = [Row(int(s), *row[1:]) for s, row in zip(steps, told[past : past + 8], strict=True)]
    likelihood = pen().likelihood(drafts, following)
    wanted = -float(nats[0, past - 1 :, :4].sum())
    assert NO_PART not in [row.part for row in following]
    assert likelihood[0] == pytest.approx(wanted, abs=1e-3)
    assert likelihood[1] == pytest.approx(likelihood[0])


def pen() -> Pen:
    parts, pitches = np.ones(PART_COUNT, bool), np.ones((2, 129), bool)
    most, bias = np.full(PART_COUNT, 9), np.zeros((PART_COUNT, 129), np.float32)
    limits = Limits(parts, pitches, most, bias, np.zeros(49), [], 0, 100, 100, 100)
    return Pen(Style(1.0, 1.0, 1.0, 1.0, 0.5, 1.0), limits)
