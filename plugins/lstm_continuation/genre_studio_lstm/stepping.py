"""One row of many drafts through the network, without autograd, embeddings folded into tables.

The same numbers as `NoteLstm` gives (tests/test_stepping.py), several times faster: what is looked up
is multiplied by the next layer's weights once, when the model is loaded, and the heads' outputs, copy
weights and intervals are one product each. Letters as in network.py; D drafts, C conditions a draft.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from genre_studio.generation.grid import PART_COUNT
from genre_studio.generation.note_codec import FIELD_SIZES, Field
from genre_studio_lstm.context import LOOKBACK_BARS, NO_ADVANCE
from genre_studio_lstm.drafts_memory import DraftsMemory, Floats, Ints, Look
from genre_studio_lstm.network import BEYOND, NoteLstm

_K = len(LOOKBACK_BARS)
_PITCHES = np.arange(128)


class Layer:
    """y = x W + b with W (in, out).

    Weights that half precision holds exactly, as shipped ones are, are packed for FBGEMM where the machine
    has it: half the memory to read, twice the speed at these sizes, and every row the same whatever
    rows are beside it (sums stay single precision).
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        weight, bias = weight.detach(), bias.detach()
        self._weight, self._bias = weight.contiguous(), bias
        self._packed = None
        is_exact = torch.equal(weight.half().float(), weight)
        if is_exact and "fbgemm" in torch.backends.quantized.supported_engines:
            self._packed = torch.ops.quantized.linear_prepack_fp16(weight.T.contiguous(), bias)

    def __call__(self, x: Tensor) -> Tensor:
        if self._packed is None:
            return torch.addmm(self._bias, x, self._weight)
        product: Tensor = torch.ops.quantized.linear_dynamic_fp16(x, self._packed)
        return product


class StepNetwork:
    """The tables and layers of one model; shared by all requests."""

    def __init__(self, network: NoteLstm) -> None:
        with torch.no_grad():
            self._fold(network.eval())

    def _fold(self, net: NoteLstm) -> None:
        self.config = net.config
        hidden, width, k = net.config.hidden, net.config.head, _K
        into, bias = net.into.weight.detach().T, net.into.bias.detach()  # (inputs, H)
        cuts = [64] * len(FIELD_SIZES) + [32, 64] + [8] * k + [k]
        pieces = torch.split(into, cuts)
        fields = len(FIELD_SIZES)
        self.row_tables = [
            (table.get_parameter("weight") @ piece).numpy()
            for table, piece in zip(net.row_embeddings, pieces, strict=False)
        ]
        self.position_in = (net.position.weight @ pieces[fields]).numpy()
        self._condition_in = pieces[fields + 1], bias
        self.advance_in = [
            (net.copied_advance.weight @ p).numpy() for p in pieces[fields + 2 : fields + 2 + k]
        ]
        self.match_in = pieces[-1].contiguous()
        self.cells = [_cell(net, layer) for layer in range(net.config.layers)]
        trunk = net.trunk.weight.detach().T  # (H + 96 + K, 5 E)
        by_state, by_condition, by_position, by_match = torch.split(trunk, [hidden, 64, 32, k])
        self.trunk = Layer(by_state, torch.zeros(by_state.shape[1]))
        self._condition_trunk = by_condition, net.trunk.bias.detach()
        self.position_trunk = (net.position.weight @ by_position).numpy()
        self.match_trunk = by_match.contiguous()
        self.next_position = net.next_position.weight.numpy()
        self.advance_facts = net.advance_facts.weight.numpy()
        self._fold_parts(net)
        facts = net.pitch_facts.weight.T
        self.pitch_facts = Layer(facts, net.pitch_facts.bias)
        self.last_pitch = net.last_pitch.weight.numpy()
        self.part_now = np.split(net.part_now.weight.numpy(), 3, axis=1)
        self.pitch_now = np.split(net.pitch_now.weight.numpy(), 2, axis=1)
        self.duration_now = net.duration_now.weight.numpy()
        self.duration_facts = _by_place(net.duration_facts, k + 1)
        self.level_facts = _by_place(net.level_facts, k + 1)
        self.outputs = [_joined(net.outputs[field], net.copies[field]) for field in Field]
        self.outputs[Field.PITCH] = _joined(net.outputs[Field.PITCH], net.copies[Field.PITCH], net.relative)
        self.width = width

    def _fold_parts(self, net: NoteLstm) -> None:
        facts = net.part_facts.weight.T
        sets, bars = facts[:-16], facts[-16:]
        self.part_facts = Layer(sets, net.part_facts.bias)
        self.bar_length = (net.bar_length.weight @ bars).numpy()
        self.part_before = net.part_before.weight.numpy()

    def conditioned(self, condition: Tensor) -> tuple[Floats, Floats]:
        """What a condition (C, 64) adds to the inputs (C, H) and to the heads' views (C, 5 E)."""
        condition = condition.detach()
        into, bias = self._condition_in
        trunk, trunk_bias = self._condition_trunk
        return (condition @ into + bias).numpy(), (condition @ trunk + trunk_bias).numpy()


class Stepper:
    """The recurrent state of D drafts under C conditions: with the genre, and (guided) without.

    `read` a row of each draft, then ask each head in the order of the fields.
    """

    def __init__(
        self, network: StepNetwork, condition: Tensor, state: tuple[Tensor, Tensor] | None, drafts: int,
        *, copying: float, strength: float | None,
    ) -> None:  # fmt: skip
        """`condition` (2, 64) and `state` (layers, 2, H): with the genre, and without it."""
        self._net, self._copying, self._strength = network, copying, strength
        self.conditions = 1 if strength is None else 2
        self._into, self._views_bias = network.conditioned(condition[: self.conditions])
        layers, hidden = network.config.layers, network.config.hidden
        h = c = torch.zeros(layers, self.conditions, hidden)
        if state is not None:
            h, c = (part[:, : self.conditions] for part in state)
        self._views: list[Floats] = []
        # (layers, C, D, H): a draft's two conditions are taken along together.
        self._h = h[:, :, None].expand(-1, -1, drafts, -1).contiguous()
        self._c = c[:, :, None].expand(-1, -1, drafts, -1).contiguous()

    def take(self, which: Ints) -> "Stepper":
        """These drafts, some of them perhaps several times, between `advance` and `part`."""
        twin, chosen = copy(self), torch.from_numpy(which)
        twin._h, twin._c = self._h[:, :, chosen], self._c[:, :, chosen]
        if self._views:
            twin._views = [view[:, which] for view in self._views]
        return twin

    def joined(self, others: list["Stepper"]) -> "Stepper":
        """These drafts, then those of `others`, of the same request."""
        twin, every = copy(self), (self, *others)
        twin._h, twin._c = (torch.cat([getattr(s, name) for s in every], 2) for name in ("_h", "_c"))
        twin._views = [np.concatenate(views, 1) for views in zip(*(s._views for s in every), strict=True)]
        return twin

    def read(self, rows: Ints, memory: DraftsMemory) -> None:
        """Feed rows (D, 5); `memory` is what is known after them."""
        net = self._net
        self._advances = memory.advances()
        self._position = memory.positions[memory.step]
        matches = torch.from_numpy(memory.match_shares())
        x = net.position_in[self._position] + torch.mm(matches, net.match_in).numpy()
        for table, column in zip(net.row_tables, rows.T, strict=True):
            x += table[column]
        for table, column in zip(net.advance_in, self._advances.T, strict=True):
            x += table[column]
        x = np.maximum(x + self._into[:, None], 0)  # (C, D, H)
        h = self._recur(x)
        views = net.trunk(h).numpy().reshape(self.conditions, len(rows), -1)
        views += net.position_trunk[self._position] + torch.mm(matches, net.match_trunk).numpy()
        self._views = np.split(views + self._views_bias[:, None], len(FIELD_SIZES), axis=2)  # (C, D, E) each

    def recall(self, memory: DraftsMemory) -> None:
        """Be ready for `advance` again, after drafts were taken or joined since `read`."""
        self._advances = memory.advances()

    def _recur(self, x: Floats) -> Tensor:
        """(C D, H): the state above after inputs x (C, D, H)."""
        below = torch.from_numpy(x.reshape(-1, x.shape[-1]))
        hs, cs = [], []
        for layer, cell in enumerate(self._net.cells):
            h, c = self._h[layer].reshape(below.shape[0], -1), self._c[layer].reshape(below.shape[0], -1)
            gates = cell(torch.cat([below, h], 1))
            into, keep, fresh, out = gates.chunk(4, 1)
            c = torch.sigmoid(keep) * c + torch.sigmoid(into) * torch.tanh(fresh)
            below = torch.sigmoid(out) * torch.tanh(c)
            hs.append(below)
            cs.append(c)
        shape = self._h.shape
        self._h, self._c = torch.stack(hs).reshape(shape), torch.stack(cs).reshape(shape)
        return below

    def advance(self) -> Floats:
        """(D, advances). Unguided, as `part` is: when to play next is also who comes in."""
        e = self._views[Field.ADVANCE][0]
        for column in self._advances.T:
            e = e + self._net.advance_facts[column]
        logits, trust = self._opinions(Field.ADVANCE, np.maximum(e, 0))
        padded = np.concatenate([logits, np.zeros((len(e), 1), np.float32)], 1)  # NO_ADVANCE is dropped
        _add_votes(padded, self._advances, trust)
        return padded[:, :NO_ADVANCE]

    def part(self, memory: DraftsMemory, look: Look) -> Floats:
        """(D, parts). Unguided: away from "any genre" lies rock of drums alone."""
        net, d = self._net, len(look.steps)
        due = look.due.astype(np.float32)
        playing = (memory.part_end > look.steps[:, None]).astype(np.float32)
        facts = np.concatenate([due.reshape(d, -1), playing, memory.ages(look.steps)], 1)
        self._place = net.next_position[memory.positions[look.steps]]
        bars = net.bar_length[np.minimum(memory.ruler.bar_length[look.steps], 255)]
        e = self._views[Field.PART][0] + net.part_facts(torch.from_numpy(facts)).numpy() + bars + self._place
        e += net.part_before[look.part_before]
        logits, trust = self._opinions(Field.PART, np.maximum(e, 0))
        logits[:, :PART_COUNT] += np.einsum("dk,dkp->dp", trust, due)
        return logits

    def pitch(self, memory: DraftsMemory, look: Look, parts: Ints) -> Floats:
        """(D, pitches)."""
        net, d = self._net, memory.every
        sets = memory.pitch_sets(look, parts)
        last = memory.last_pitch[d, parts]
        facts = np.concatenate([sets.reshape(len(d), -1), memory.chroma_shares()], 1)
        shared = (
            net.pitch_facts(torch.from_numpy(facts)).numpy()
            + self._place
            + net.last_pitch[last]
            + net.part_now[0][parts]
        )
        e = np.maximum(self._views[Field.PITCH] + shared, 0)
        votes = sets[:, : _K + 2]
        intervals = _PITCHES - last[:, None] + BEYOND  # (D, 128)
        known = (last < 128)[:, None] & (intervals >= 0) & (intervals < 2 * BEYOND)
        places = np.where(known, intervals, 0)

        def finish(logits: Floats, trust: Floats) -> Floats:
            trust, relative = trust[:, : _K + 2], trust[:, _K + 2 :]
            logits[:, :128] += np.einsum("dk,dkp->dp", trust * self._copying, votes)
            logits[:, :128] += np.where(known, np.take_along_axis(relative, places, 1), 0)
            return logits

        return self._guided([finish(*self._parted(Field.PITCH, one)) for one in e])

    def duration(self, proposed: Ints, parts: Ints, pitches: Ints) -> Floats:
        """(D, durations); `proposed` (D, K + 1) as DraftsMemory.lengths_and_levels gives them."""
        net = self._net
        shared = self._place + net.part_now[1][parts] + net.pitch_now[0][pitches]
        return self._by_votes(Field.DURATION, shared, net.duration_facts, proposed)

    def level(self, proposed: Ints, parts: Ints, pitches: Ints, durations: Ints) -> Floats:
        """(D, levels)."""
        net = self._net
        shared = self._place + net.part_now[2][parts] + net.pitch_now[1][pitches]
        return self._by_votes(Field.LEVEL, shared + net.duration_now[durations], net.level_facts, proposed)

    def _by_votes(
        self, field: Field, shared: Floats, facts: tuple[NDArray[np.float32], Floats], proposed: Ints
    ) -> Floats:
        tables, bias = facts
        shared = shared + bias
        for table, column in zip(tables, proposed.T, strict=True):
            shared = shared + table[column]
        answers = []
        for view in self._views[field]:
            logits, trust = self._opinions(field, np.maximum(view + shared, 0))
            _add_votes(logits, proposed, trust)
            answers.append(logits)
        return self._guided(answers)

    def _opinions(self, field: Field, e: Floats) -> tuple[Floats, Floats]:
        """A head's own logits (D, V) and its trust in each proposal (D, n), as far as wanted."""
        logits, trust = self._parted(field, e)
        return logits, trust * np.float32(self._copying)

    def _parted(self, field: Field, e: Floats) -> tuple[Floats, Floats]:
        answer = self._net.outputs[field](torch.from_numpy(e)).numpy()
        return answer[:, : FIELD_SIZES[field]].copy(), answer[:, FIELD_SIZES[field] :]

    def _guided(self, answers: Sequence[Floats]) -> Floats:
        """Away from what any genre would do (Ho and Salimans 2022, eq. 6)."""
        if self._strength is None:
            return answers[0]
        genre, free = answers
        return free + np.float32(self._strength) * (genre - free)


def _add_votes(logits: Floats, proposed: Ints, trust: Floats) -> None:
    """Add each proposal's trust (D, n) to the logit of the value proposed (D, n), in place."""
    rows = np.arange(len(logits))
    for column, weight in zip(proposed.T, trust.T, strict=True):
        logits[rows, column] += weight


def _cell(net: NoteLstm, layer: int) -> Layer:
    """The gates (4 H) from inputs and state together (2 H)."""
    of = {
        name: getattr(net.lstm, f"{name}_l{layer}")
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    return Layer(torch.cat([of["weight_ih"], of["weight_hh"]], 1).T, of["bias_ih"] + of["bias_hh"])


def _joined(*layers: nn.Module) -> Layer:
    """Several linear layers over the same input as one."""
    weights = torch.cat([layer.get_parameter("weight") for layer in layers])
    return Layer(weights.T, torch.cat([layer.get_parameter("bias") for layer in layers]))


def _by_place(layer: nn.Linear, places: int) -> tuple[NDArray[np.float32], Floats]:
    """A layer over one-hot values at several places as a table a place (places, values, E), and its bias."""
    tables = layer.weight.T.reshape(places, -1, layer.out_features).contiguous()
    return tables.numpy(), layer.bias.numpy()
