"""The report's image GAN as a generator: pictures end to end, its output bug on request."""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from genre_studio.generation.sampling import take_seeds
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.roll_image import COLUMNS, Picture, column_ticks, notes_of_picture
from genre_studio.plugin_api import GenerationError, Report, Request, Take, checked_values
from genre_studio.training.weights import Weights, load_weights
from genre_studio_report.fitting import fitted, track_to_write
from genre_studio_report.genre_weights import weights_of_genre
from genre_studio_report.image_network import ImageGenerator, ImageSizes
from genre_studio_report.info import GAN

DEFAULT_MODEL = "pictures"
MOST_TRIES = 8
"""Pictures drawn anew while one holds no note that may be kept; the report's own loop had no end."""


class ReportGan:
    """Writes the first pitched track that it may write."""

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self._weights = {DEFAULT_MODEL: load_weights(GAN, DEFAULT_MODEL)}
        self._networks: dict[tuple[str, str], ImageGenerator] = {}

    def prepare(self, request: Request) -> None:
        """Make the genre's network ready."""
        self._network(request)

    @torch.inference_mode()
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        values = checked_values(GAN.parameters, request.parameters)
        network, track = self._network(request), track_to_write(request)
        report.progress(0.0, "Drawing pictures")
        spans = picture_spans(request)
        for index, seed in enumerate(take_seeds(request)):
            dice = np.random.default_rng(seed)
            parts = []
            for number, (first_tick, columns) in enumerate(spans):
                done = number / len(spans)
                report.progress((index + done) / request.takes, f"Drawing take {index + 1}")
                for _ in range(MOST_TRIES):
                    brightness = drawn(network, dice)
                    picture = lit(brightness, float(values["threshold"]), whole=bool(values["uint8_cast"]))
                    part = fitted(request, track, _placed(picture[:, :columns], request, first_tick))
                    if len(part) or values["uint8_cast"]:
                        break
                parts.append(part)
            notes = fitted(request, track, np.concatenate(parts))
            report.notes(index, track, notes)
            yield Take(index, {track: notes}, self._model(request).provenance(GAN, request, index, values))
        report.progress(1.0, "Done")

    def _network(self, request: Request) -> ImageGenerator:
        key = request.model or DEFAULT_MODEL, request.genre
        if key not in self._networks:
            self._networks[key] = network_of(self._model(request), request.genre)
        return self._networks[key]

    def _model(self, request: Request) -> Weights:
        model_id = request.model or DEFAULT_MODEL
        if model_id not in self._weights:
            self._weights[model_id] = load_weights(GAN, model_id)
        return self._weights[model_id]


def network_of(weights: Weights, genre: str) -> ImageGenerator:
    """One genre's generator. Raises GenerationError where the model does not hold it."""
    tensors = weights_of_genre(weights, genre)
    try:
        network = ImageGenerator(ImageSizes(**weights.config["network"]))
        network.load_state_dict(tensors)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise GenerationError(f"The model {weights.info.id} cannot be used: {error}") from error
    return network.eval()


def picture_spans(request: Request) -> list[tuple[int, int]]:
    """(first tick, columns) of the pictures that fill the region, one after the other."""
    region, ppq = request.region, request.song.ppq
    spans, column = [], 0
    while (first := region.start + column_ticks(column, ppq)) < region.end:
        needed = -(-(region.end - first) * 4 // ppq)
        spans.append((first, min(COLUMNS, needed)))
        column += COLUMNS
    return spans


def drawn(network: ImageGenerator, dice: np.random.Generator) -> NDArray[np.float32]:
    """One picture's brightness, 0 to 1; (ROWS, COLUMNS)."""
    noise = torch.from_numpy(dice.standard_normal((1, network.sizes.noise)).astype(np.float32))
    brightness: NDArray[np.float32] = network(noise).sigmoid()[0].numpy()
    return brightness


def lit(brightness: NDArray[np.float32], threshold: float, *, whole: bool) -> Picture:
    """Which pixels are notes. `whole`: as in the report, cast to whole numbers before it is looked at,
    which only a sigmoid of exactly 1 survives.
    """
    picture: Picture = brightness.astype(np.uint8) > 0 if whole else brightness > threshold
    return picture


def _placed(picture: Picture, request: Request, first_tick: int) -> Notes:
    notes = notes_of_picture(picture, request.song.ppq)
    return make_notes(notes["start"] + first_tick, notes["duration"], notes["pitch"])
