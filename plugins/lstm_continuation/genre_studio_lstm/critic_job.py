"""Training the critic of a model: let the model continue training pieces, then learn to tell.

    genre-studio train ../shared/data --out runs/critic --set critic=MODEL --steps PIECES --pack MODEL_FOLDER

`steps` counts pieces; what was written for each is kept, so that an interrupted run goes on.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from genre_studio.generation.grid import GRID_DTYPE, GridSong
from genre_studio.training.checkpoint import load_tensors, save_tensors, write_whole
from genre_studio.training.corpus import Piece
from genre_studio.training.job import Message, TrainingJob
from genre_studio_lstm.critic import CRITIC_NAME
from genre_studio_lstm.critic_samples import Sample, real_samples_of, samples_of
from genre_studio_lstm.critic_training import fit_critic, held_out_auc, read_samples
from genre_studio_lstm.generator import LstmContinuation

SETTING = "critic"  # its value: the id of the model to be judged
DRUM_SUBSET = "groove-drums"  # has no pitched notes
ROCK_EVERY = 3  # rounds: a rock piece gives more samples, and each takes longer
TELL_EVERY = 10


def train_critic(job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
    """Write samples, fit, measure. Yields sentences; leaves CRITIC_NAME in the job's folder."""
    generator = LstmContinuation(drafts=1)
    chosen = pieces_in_turn(job)[: job.steps]
    samples: list[Sample] = []
    for turn, (number, piece) in enumerate(chosen):
        samples += _kept_samples(job, number, piece, generator)
        if turn % TELL_EVERY == 0 or turn == len(chosen) - 1:
            yield f"{turn + 1} of {len(chosen)} pieces continued, {len(samples)} samples."
        if should_stop():
            return
    reads = read_samples(samples, job.genres)
    every = [sample for number, piece in pieces_in_turn(job) for sample in real_samples_of(piece, number)]
    yield f"{len(every)} stretches of all training pieces say what a genre is."
    tensors = fit_critic(reads, read_samples(every, job.genres), job.genres, job.seed)
    measured = held_out_auc(reads, job.genres, job.seed)
    about = {
        "samples": len(samples),
        "stretches": len(every),
        "pieces": len(chosen),
        "seed": job.seed,
        "auc": measured,
    }
    save_tensors(job.folder / CRITIC_NAME, tensors, about)
    told = ", ".join(f"{name} bars {auc:.2f}" for name, auc in measured.items())
    yield f"Tells real bars from this model's, AUC on pieces not learned from: {told}"


def pack_critic(job: TrainingJob, folder: Path) -> None:
    """Put the critic beside the weights it judges, with a few lines of its own."""
    tensors, about = load_tensors(job.folder / CRITIC_NAME)
    save_tensors(folder / CRITIC_NAME, {name: value.half() for name, value in tensors.items()}, about)
    rows = "\n".join(f"| {name} bars | {auc:.3f} |" for name, auc in about["auc"].items())
    text = _CARD.format(
        rows=rows,
        seed=job.seed,
        samples=about["samples"],
        pieces=about["pieces"],
        stretches=about["stretches"],
    )
    write_whole(folder / "critic.md", lambda file: file.write(text.encode()))


def pieces_in_turn(job: TrainingJob) -> list[tuple[int, Piece]]:
    """Training pieces with their numbers, genre by genre in turn, in an order drawn once."""
    pitched = [piece for piece in job.pieces if piece.subset != DRUM_SUBSET]
    rng = np.random.default_rng(job.seed)
    turns: list[tuple[int, int, int, Piece]] = []
    for place, genre in enumerate(job.genres):
        own = [(n, p) for n, p in enumerate(pitched) if p.genre == genre and not p.held_out]
        slowly = ROCK_EVERY if genre == "rock" else 1
        for rank, index in enumerate(rng.permutation(len(own))):
            turns.append((rank * slowly, place, *own[index]))
    return [(number, piece) for _, _, number, piece in sorted(turns, key=lambda turn: turn[:2])]


def _kept_samples(job: TrainingJob, number: int, piece: Piece, generator: LstmContinuation) -> list[Sample]:
    path = job.folder / "samples" / f"{number:05d}.npz"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = list(samples_of(piece, number, generator, job.settings[SETTING], job.seed))
        arrays = {
            "notes": np.concatenate([np.zeros(0, GRID_DTYPE), *(s.grid.notes for s in made)]),
            "counts": np.array([len(s.grid.notes) for s in made], np.int64),
            "lines": np.array([s.grid.bar_lines for s in made], np.int32),
            "real": np.array([s.is_real for s in made], bool),
        }
        write_whole(path, lambda file: np.savez_compressed(file, allow_pickle=False, **arrays))
    with np.load(path, allow_pickle=False) as kept:
        notes = np.split(kept["notes"], np.cumsum(kept["counts"])[:-1])
        sides = zip(notes, kept["lines"], kept["real"], strict=False)
        return [Sample(GridSong(n, lines), piece.genre, number, bool(real)) for n, lines, real in sides]


_CARD = """# The critic

Small networks (one hidden layer of 24, averages of 4) that choose between drafts. They were trained by
`genre-studio train --set critic=MODEL` on {samples} samples of {pieces} training pieces, seed {seed}: eight
bars as the piece went on, and as this model went on. What a genre is was learned from {stretches}
stretches of all training pieces. Data and licences are the model's own (card.md).

How well each tells the two apart on pieces it did not learn from (area under the ROC curve):

| | AUC |
|---|---|
{rows}

They hear pitched parts alone, and of a jazz combo the horns and the bass.
"""
