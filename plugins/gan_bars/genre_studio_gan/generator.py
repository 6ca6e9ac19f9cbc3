"""The generator: a Request in, takes out."""

from collections.abc import Iterator
from pathlib import Path

import torch

from genre_studio.plugin_api import (
    Report,
    Request,
    Take,
    checked_values,
)
from genre_studio.plugin_api.models import find_model
from genre_studio_gan.info import INFO
from genre_studio_gan.take_writing import TakeWriter
from genre_studio_gan.weights import GanModel, load_model

DEFAULT_MODEL = "five-players"


class GanBars:
    """Writes the tracks of a request as a band of five would."""

    def __init__(self, models: Path | None = None) -> None:
        """`models`: a folder of model folders in place of the plugin's own."""
        # A second thread gains little on matrices this small, and beside a DAW its barriers cost much.
        torch.set_num_threads(1)
        self._folder = models
        self._models: dict[str, GanModel] = {}
        self._model(DEFAULT_MODEL)

    def prepare(self, request: Request) -> None:
        """Load the model that will be asked."""
        self._model(request.model or DEFAULT_MODEL)

    @torch.inference_mode()
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        model = self._model(request.model or DEFAULT_MODEL)
        model.weights.number_of(request.genre)  # says in a sentence where it is none of the model's
        values = checked_values(INFO.parameters, request.parameters)
        report.progress(0.0, "Reading your bars")
        writer = TakeWriter(model, request, values)
        for share in writer.write(report):
            report.progress(share, f"Writing {request.takes} takes")
        for index in range(request.takes):
            yield Take(index, writer.notes(index), model.weights.provenance(INFO, request, index, values))
        report.progress(1.0, "Done")

    def _model(self, model_id: str) -> GanModel:
        if model_id not in self._models:
            own = self._folder / model_id if self._folder is not None else find_model(INFO, model_id)
            self._models[model_id] = load_model(own)
        return self._models[model_id]
