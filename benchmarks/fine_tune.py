"""Fine-tune the shipped LSTM on twenty pieces of one style: held-out loss of that style, before and after.

    python benchmarks/fine_tune.py FOLDER [--subset joplin-rags] [--minutes 10] [--threads 2]

The pieces are of a collection that the shipped model did not learn from. All that are not learned from are
held out; measured by the trainer, on the averaged weights that it keeps. Time counts from the click:
preparing the music is in it.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from genre_studio_lstm.trainer import LstmTrainer

from genre_studio.generation.discovery import discover
from genre_studio.plugin_api.models import models_folder
from genre_studio.training.corpus import Piece, read_corpus
from genre_studio.training.job import TrainingJob
from genre_studio.training.reports import StepReport

LEARNED = 20


def main() -> None:
    """Train for the time given, and print what each evaluation found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with a MANIFEST.tsv")
    parser.add_argument("--subset", default="joplin-rags")
    parser.add_argument("--model", default="bars-and-bands")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], help="NAME=VALUE, a setting of the trainer")
    asked = parser.parse_args()
    pieces = _pieces(asked.folder, asked.subset)
    folder = next(
        found / asked.model
        for record in discover()
        if record.info is not None and (found := models_folder(record.info)) is not None
        if (found / asked.model).is_dir()
    )
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        job = TrainingJob(
            pieces,
            (pieces[0].genre,),
            Path(work),
            steps=5000,
            threads=asked.threads,
            settings=dict(word.split("=", 1) for word in asked.set),
            start_from=folder,
        )
        before = best = None
        for message in LstmTrainer().train(job, lambda: time.monotonic() - began_s > 60 * asked.minutes):
            if not isinstance(message, StepReport) or message.held_out is None:
                continue
            loss, minutes = message.held_out["loss"], (time.monotonic() - began_s) / 60
            before = loss if before is None else before
            best = loss if best is None else min(best, loss)
            losses = f"learning {message.loss:.3f}  held out {loss:.3f}"
            pace = f"{message.notes_per_second:,.0f} notes/s"
            print(f"{minutes:5.1f} min  step {message.step:4d}  {losses}  {pace}", flush=True)
    held_out = sum(piece.held_out for piece in pieces)
    print(f"{asked.subset}: {LEARNED} pieces learned from, {held_out} held out, {asked.threads} threads")
    if before is not None and best is not None:
        print(f"held-out loss {before:.3f} before, {best:.3f} after: lower by {1 - best / before:.1%}")


def _pieces(folder: Path, subset: str) -> tuple[Piece, ...]:
    found = [p for p in read_corpus(folder, ("local",)) if p.subset == subset]
    ordered = sorted(found, key=lambda piece: piece.path.name)
    # Every so many-th piece is held out, until twenty are left to learn from.
    keep = {round(i * len(ordered) / LEARNED) for i in range(LEARNED)}
    return tuple(replace(piece, held_out=i not in keep) for i, piece in enumerate(ordered))


if __name__ == "__main__":
    main()
