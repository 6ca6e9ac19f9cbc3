"""A model heard while it learns: held-out pieces, continued by the best weights so far."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import torch

from genre_studio.music.excerpt import excerpt
from genre_studio.music.song import Song
from genre_studio.music.take_song import take_song
from genre_studio.plugin_api import Ability, Region, Request
from genre_studio.plugin_api.models import CONFIG_FILE, WEIGHTS_FILE
from genre_studio.training.checkpoint import load_tensors, save_tensors
from genre_studio.training.corpus import Piece
from genre_studio.training.job import SampleTake, TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.whole_files import write_text
from genre_studio_lstm.generator import LstmContinuation
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NetworkConfig

PRIMER_BARS = 4
SAMPLE_BARS = 4
MOST_GENRES = 3


class _Unheard:
    """Implements plugin_api.Report: nobody listens."""

    def progress(self, fraction: float, message: str = "") -> None: ...

    def notes(self, take_index: int, track_index: int, notes: object) -> None: ...


def samples_of(job: TrainingJob, sizes: NetworkConfig, step: int) -> Iterator[SampleTake]:
    """A take for each of the job's first genres: the primer of one held-out piece and what follows it."""
    folder = _best_as_model(job, sizes)
    threads = torch.get_num_threads()
    try:
        generator = LstmContinuation(drafts=1)
        generator.open_model(folder.name, folder)
        for genre in job.genres[:MOST_GENRES]:
            primer = next(
                filter(None, (_primer(p) for p in job.pieces if p.held_out and p.genre == genre)), None
            )
            if primer is not None:
                yield SampleTake(genre, _continued(generator, folder.name, primer, genre, job.seed))
    finally:
        torch.set_num_threads(threads)  # another number would change what the run learns


def _best_as_model(job: TrainingJob, sizes: NetworkConfig) -> Path:
    """The best weights as the smallest model folder that a generator loads."""
    tensors, about = load_tensors(job.folder / BEST_NAME)
    folder = (job.folder / "heard").resolve()
    folder.mkdir(exist_ok=True)
    save_tensors(folder / WEIGHTS_FILE, tensors, about)
    config = {
        "format": 1,
        "id": "heard",
        "title": "While it learns",
        "plugin": INFO.id,
        "genres": list(sizes.genres),
        "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest(),
        "training_data": "a run that still goes on",
        "licence": "not stated",
        "held_out": {},
        "network": sizes.to_json(),
    }
    write_text(folder / CONFIG_FILE, json.dumps(config))
    return folder


def _primer(piece: Piece) -> Song | None:
    """The piece's first full bars with notes; None where it is too short for them."""
    song = piece.song()
    first = min((int(track.notes["start"][0]) for track in song.tracks if len(track.notes)), default=0)
    bar = song.meter_map.bar_index_at(first)
    start, end = (song.meter_map.bar_start(b) for b in (bar, bar + PRIMER_BARS))
    primer = excerpt(song, start, end)
    return primer if song.note_end_tick >= end and primer.note_count >= 2 * PRIMER_BARS else None


def _continued(generator: LstmContinuation, model_id: str, primer: Song, genre: str, seed: int) -> Song:
    meters = primer.meter_map
    start, end = meters.bar_start(PRIMER_BARS), meters.bar_start(PRIMER_BARS + SAMPLE_BARS)
    tracks = tuple(i for i, track in enumerate(primer.tracks) if len(track.notes))
    request = Request(
        song=primer,
        region=Region(start, end),
        tracks=tracks,
        ability=Ability.CONTINUE,
        genre=genre,
        seed=seed,
        takes=1,
        model=model_id,
    )
    (take,) = generator.generate(request, _Unheard())
    return take_song(primer, start, end, take.notes)
