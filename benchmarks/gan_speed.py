"""GAN bars: seconds for 8 takes of 4 bars and five tracks, and the training step against its convolutions.

    python benchmarks/gan_speed.py [--corpus ../shared/data --folder RUN]

Takes are timed on one thread, as the studio runs them, from the request to the last take; of five
seeds the median.
With a corpus: the multiply-adds a second of a whole step of the space (reading phrases, encoder, decoder, the
way back) as a share of what its convolutions reach alone in the same run.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from genre_studio_gan.bar_space import BarSpace, SpaceConfig
from genre_studio_gan.generator import GanBars
from genre_studio_gan.preparation import prepare
from genre_studio_gan.space_job import BARS, BATCH
from genre_studio_gan.space_training import CellBatch, CellSampler, space_loss
from quality_phrases import Band
from torch.utils.flop_counter import FlopCounterMode

from genre_studio.evaluation.continuing import SilentReport
from genre_studio.music.instruments import Family
from genre_studio.plugin_api import Ability, Region, Request
from genre_studio.training.corpus import GENRES, read_corpus

FAMILIES = (Family.DRUMS, Family.BASS, Family.KEYS, Family.GUITAR, Family.LEAD)
SEEDS = range(5)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--folder", type=Path, help="where a run keeps its prepared phrases")
    arguments = parser.parse_args()
    _time_takes()
    if arguments.corpus is not None and arguments.folder is not None:
        _time_training(arguments.corpus, arguments.folder)


def _time_takes() -> None:
    generator = GanBars()
    song = Band(FAMILIES, frozenset()).song
    region = Region(0, song.meter_map.bar_start(4))
    for genre in GENRES:
        seconds = []
        for seed in SEEDS:
            request = Request(song, region, tuple(range(5)), Ability.GENERATE, genre, seed, takes=8)
            began_s = time.perf_counter()
            takes = list(generator.generate(request, SilentReport()))
            seconds.append(time.perf_counter() - began_s)
        notes = sum(len(part) for take in takes for part in take.notes.values())
        median_s = np.median(seconds)
        print(f"{genre}: 8 takes of 4 bars in {median_s:.2f} s ({max(seconds):.2f} at most), {notes} notes")


def _time_training(corpus: Path, folder: Path) -> None:
    torch.set_num_threads(1)
    pieces = [piece for piece in read_corpus(corpus) if not piece.held_out]
    sampler = CellSampler(prepare(pieces, folder / "prepared"), GENRES, batch=BATCH, bars=BARS, seed=1)
    model = BarSpace(SpaceConfig())
    batch = sampler.batch_at(0)
    step_flops = _flops(lambda: _step(model, batch)) + _recurrent_flops(model, batch)
    whole_s = _median_s(lambda number: _step(model, sampler.batch_at(number)))
    rolls = torch.stack([batch.onsets, batch.sounding], 1)[..., :84]
    alone_flops = _flops(lambda: model.encoder.pitched(rolls).sum().backward())
    alone_s = _median_s(lambda _: model.encoder.pitched(rolls).sum().backward())
    whole, alone = step_flops / whole_s / 1e9, alone_flops / alone_s / 1e9
    print(f"step: {whole:.1f} GFLOPS in {whole_s:.3f} s; convolutions alone {alone:.1f}: {whole / alone:.0%}")


def _step(model: BarSpace, batch: CellBatch) -> None:
    torch.autograd.backward(space_loss(model, batch, 0.06))


def _flops(run: Callable[[], object]) -> float:
    with FlopCounterMode(display=False) as counter:
        run()
    return float(counter.get_total_flops())


def _recurrent_flops(model: BarSpace, batch: CellBatch) -> float:
    """What the counter does not see: the recurrent layer's products, forth and twice back."""
    layer = model.decoder.recurrent
    events = sum(len(cell) + 1 for cell in batch.notes)
    return 3.0 * 2 * events * 3 * layer.hidden_size * (layer.input_size + layer.hidden_size)


def _median_s(run: Callable[[int], object]) -> float:
    seconds = []
    for number in range(8):
        began_s = time.perf_counter()
        run(number)
        seconds.append(time.perf_counter() - began_s)
    return float(np.median(seconds))


if __name__ == "__main__":
    main()
