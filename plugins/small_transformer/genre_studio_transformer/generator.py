"""The generator: a Request in, takes out."""

import time
from collections.abc import Iterator

import numpy as np
import torch

from genre_studio.generation.note_codec import Row
from genre_studio.generation.sampling import take_seeds
from genre_studio.generation.take_notes import TakeNotes
from genre_studio.music.notes import EMPTY_NOTES
from genre_studio.plugin_api import Report, Request, Take, checked_values
from genre_studio.training.weights import Weights, load_weights
from genre_studio_transformer.beginning import network_of
from genre_studio_transformer.info import INFO
from genre_studio_transformer.listening import Heard, listen
from genre_studio_transformer.network import NoteTransformer
from genre_studio_transformer.writing import Style, TakeWriter, limits_of

DEFAULT_MODEL = "rows-and-attention"
TELL_EVERY_S = 0.04  # streamed notes reach the roll at its own pace


class SmallTransformer:
    """Implements plugin_api.Generator."""

    def __init__(self) -> None:
        # A second thread gains nothing on matrices this small, and another number of threads other sums.
        torch.set_num_threads(1)
        self._models: dict[str, tuple[Weights, NoteTransformer]] = {}
        self._model(DEFAULT_MODEL)

    def prepare(self, request: Request) -> None:
        """Load the model that is to be asked; reading the song takes no time worth saving."""
        self._model(request.model or DEFAULT_MODEL)

    @torch.inference_mode()
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        weights, network = self._model(request.model or DEFAULT_MODEL)
        values = checked_values(INFO.parameters, request.parameters)
        style = Style(float(values["temperature"]), float(values["top_p"]))
        report.progress(0.0, "Listening to your bars")
        heard = listen(request, network, weights.number_of(request.genre))
        limits = limits_of(heard, request.constraints)
        take_notes = TakeNotes(request, single_voiced=heard.single_voiced)
        for index, seed in enumerate(take_seeds(request)):  # take 3 of 8 is take 3 of 4
            writer = TakeWriter(network, heard, limits, style, np.random.default_rng(seed))
            rows = _written(writer, heard, index, request, take_notes, report)
            notes = dict.fromkeys(request.tracks, EMPTY_NOTES) | take_notes.of(rows)
            yield Take(index, notes, weights.provenance(INFO, request, index, values))
        report.progress(1.0, "Done")

    def _model(self, model_id: str) -> tuple[Weights, NoteTransformer]:
        if model_id not in self._models:
            weights = load_weights(INFO, model_id)
            self._models[model_id] = weights, network_of(weights)
        return self._models[model_id]


def _written(
    writer: TakeWriter, heard: Heard, index: int, request: Request, take_notes: TakeNotes, report: Report
) -> list[Row]:
    """The rows of a take, told to `report` as they come; `report` raises Cancelled where that is asked."""
    rows: list[Row] = []
    told, told_at_s = 0, time.monotonic()
    for row in writer.write():
        if row is not None:
            rows.append(row)
        now_s = time.monotonic()
        if now_s - told_at_s < TELL_EVERY_S:
            continue
        told_at_s = now_s
        done = (rows[-1].step - heard.start) / (heard.end - heard.start) if rows else 0.0
        report.progress((index + done) / request.takes, f"Writing take {index + 1} of {request.takes}")
        for track, notes in take_notes.of(rows[told:]).items():
            report.notes(index, track, notes)
        told = len(rows)
    return rows
