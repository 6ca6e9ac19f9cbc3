"""Held-out loss of the LSTM against a Witten-Bell trigram over the same tokens and the same pieces.

    python benchmarks/held_out_loss.py --data ../shared/data --run runs/lstm [--model MODEL_FOLDER]

Nats per note, every held-out piece cut to the same number of rows. The trigram is fitted on the
training pieces of each genre alone and of all genres together; the better of the two is the floor.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from genre_studio_lstm.preparation import load_prepared, prepare
from genre_studio_lstm.sequences import Kind, MusicSequence
from genre_studio_lstm.trainer import EXCERPT, held_out_nats
from genre_studio_lstm.weights import load_network
from numpy.typing import NDArray

from genre_studio.evaluation.ngram import WittenBell
from genre_studio.generation.note_codec import FIELD_SIZES, NO_PART
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.corpus import GENRES, Piece, read_corpus
from genre_studio.training.loop import BEST_NAME

OFFSETS = np.cumsum([0, *FIELD_SIZES[:-1]])


def tokens_of(rows: NDArray[np.int16]) -> NDArray[np.int64]:
    """Rows (N, 5) as one stream with a range of ids per field; a rest is its advance alone."""
    flat = (rows.astype(np.int64) + OFFSETS).ravel()
    keep = np.ones((len(rows), 5), bool)
    keep[rows[:, 1] == NO_PART, 1:] = False
    return flat[keep.ravel()]


def trigram_nats(learned: Sequence[MusicSequence], judged: Sequence[MusicSequence]) -> float:
    """Nats per note of a trigram on the judged sequences' excerpts."""
    model = WittenBell.fit([tokens_of(s.rows[1:]) for s in learned], vocabulary_size=sum(FIELD_SIZES))
    excerpts = [s.rows[1:EXCERPT] for s in judged]
    total = sum(float(model.nats(tokens_of(rows)).sum()) for rows in excerpts)
    return total / sum(int((rows[:, 1] != NO_PART).sum()) for rows in excerpts)


def network_of(run: Path, model: Path | None) -> NoteLstm:
    if model is not None:
        return load_network(model)
    network = NoteLstm(NetworkConfig(genres=GENRES))
    network.load_state_dict(load_tensors(run / BEST_NAME)[0])
    return network.eval()


def sequences_of(
    pieces: Sequence[Piece], cache: Path, seed: int, *, augment: bool
) -> Sequence[MusicSequence]:
    """Prepared where they were not yet."""
    for _ in prepare(pieces, cache, seed=seed, augment=augment):
        pass
    return load_prepared(pieces, cache, seed=seed, augment=augment).sequences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--run", type=Path, default=Path("runs/lstm"))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(1)
    pieces = read_corpus(options.data)
    cache = options.run / "prepared"
    held_out = sequences_of([p for p in pieces if p.held_out], cache, options.seed, augment=False)
    learned = sequences_of([p for p in pieces if not p.held_out], cache, options.seed, augment=True)
    learned = [s for s in learned if s.kind == Kind.WHOLE]
    measured = held_out_nats(network_of(options.run, options.model), held_out, GENRES)
    table = {}
    for genre in GENRES:
        judged = [s for s in held_out if s.genre == genre]
        own = trigram_nats([s for s in learned if s.genre == genre], judged)
        floor = min(own, trigram_nats(learned, judged))
        table[genre] = {"trigram": floor, "lstm": measured[genre], "lower by": 1 - measured[genre] / floor}
        lower = f"{1 - measured[genre] / floor:.1%}"
        print(f"{genre:10s} trigram {floor:.3f}  LSTM {measured[genre]:.3f}  lower by {lower}")
    print(json.dumps({"nats_per_note": table, "fields": measured}))


if __name__ == "__main__":
    main()
