"""From a finished run of the LSTM to a model folder that can be shipped."""

import json
from pathlib import Path

from torch import Tensor

from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import TrainingJob
from genre_studio.training.packing import write_model
from genre_studio_report.info import LSTM
from genre_studio_report.pieces import pitched_pieces
from genre_studio_report.token_network import TokenSizes


def pack_lstm(job: TrainingJob, sizes: TokenSizes, folder: Path, words_name: str, best_name: str) -> None:
    """Write the best weights of each genre, with its alphabet, its held-out loss and a card."""
    tensors: dict[str, Tensor] = {}
    held_out, vocabularies, rows = {}, {}, []
    for genre in job.genres:
        best, about = load_tensors(job.folder / genre / best_name)
        tensors |= {f"{genre}/{name}": tensor for name, tensor in best.items()}
        held_out[genre] = round(about["held_out"]["loss"], 3)
        vocabularies[genre] = json.loads((job.folder / genre / words_name).read_text(encoding="utf-8"))
        rows.append(f"| {genre} | {len(vocabularies[genre])} | {about['step']} | {held_out[genre]:.3f} |")
    about = {
        "title": "The report's LSTM, repaired (nats a note or chord)",
        "plugin": LSTM.id,
        "held_out": held_out,
        "network": sizes.to_json(),
        "vocabularies": vocabularies,
    }
    widths = f"{sizes.outer}, {sizes.inner}, {sizes.outer}, {sizes.outer}"
    card = _CARD.replace("{rows}", "\n".join(rows)).replace("{widths}", widths)
    write_model(job, folder, tensors, about, card, pitched_pieces(job))


_CARD = """# The source report's LSTM, repaired

A baseline of the plugin "report_lstm": three networks, one a genre, {parameters:,} parameters together in
half precision, SHA-256 `{sha256}`.

## What is kept

Words for notes ("E-5") and chords ("4.7.11", pitch classes alone) of a piece's first instrument, in
alphabetical order; the only input of a step is a word's place in that order over the size of the vocabulary.
LSTM, LSTM, LSTM, a linear layer and a softmax with dropout 0.3 ({widths} wide; the report: 128, 256, 128,
128). Windows of 100 words that may cross from piece to piece; no transposition. Every word is written an
eighth note after the one before and held for a quarter, whatever it was in the music. No rests, no
dynamics, no drums.

## What is repaired

- The primer is scaled once (the report scaled it twice: it was not heard). Switch: double_normalisation.
- Words are drawn and not always the likeliest (the report's line fell into a loop). Switch: argmax.
- The first instrument *with notes* is read (a current music21 gives the report's classical set no note).
- The state is carried from word to word; the report read 100 words again for each one it wrote.
- Every word of a window is learned, not the last alone; the optimiser is the studio's AdamW, and the weights
  kept are those with the least held-out loss. The report kept those with the least training loss.
- Words heard once in the training pieces are one word, "?", which is learned but never written.

## Data and licences

Learned from {training_data}. The weights are MIT; the data they learned from asks for attribution:

{licences}

## Held-out loss

Nats a word, the first 400 words of each held-out piece (split by author and work).

| genre | words | best step | nats |
|---|---|---|---|
{rows}

`python benchmarks/report_baselines.py` puts a Witten-Bell trigram of the same words beside it.
{steps} steps a genre at most, seed {seed}, {threads} thread(s).
"""
