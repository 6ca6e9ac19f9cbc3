"""The generator: a Request in, takes out."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from genre_studio.generation.grid import STEPS_PER_QUARTER, parts_of
from genre_studio.generation.lengths import Lengths, length_of
from genre_studio.generation.note_codec import Row
from genre_studio.generation.quotes import QuoteIndex, model_quotes
from genre_studio.generation.sampling import take_seeds
from genre_studio.generation.take_notes import TakeNotes
from genre_studio.music.notes import EMPTY_NOTES, Notes
from genre_studio.plugin_api import (
    LONGEST_QUOTE,
    ParameterValue,
    Report,
    Request,
    Take,
    checked_values,
)
from genre_studio.plugin_api.models import find_model
from genre_studio.training.weights import Weights
from genre_studio_lstm.calibration import (
    AWAY_COPYING,
    AWAY_DRAFTS,
    AWAY_TASTE,
    CALIBRATIONS,
    DRAFTS,
    FILL_DRAFTS,
    SHORT_GAP_QUARTERS,
    UNTRIED,
    Taste,
)
from genre_studio_lstm.choosing import Choice
from genre_studio_lstm.critic import Critic
from genre_studio_lstm.drafting import Style
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NoteLstm
from genre_studio_lstm.quoting import Quoting
from genre_studio_lstm.reading import Reading, read_request
from genre_studio_lstm.stepping import StepNetwork
from genre_studio_lstm.weights import lengths_of, network_of, read_model_folder
from genre_studio_lstm.writing import Progress, Writer

DEFAULT_MODEL = "bars-and-bands"
TELL_EVERY_S = 0.04  # streamed notes reach the roll at its own pace


@dataclass(frozen=True, eq=False, slots=True)
class _Model:
    weights: Weights
    network: NoteLstm
    steps: StepNetwork
    lengths: Lengths
    critic: Critic | None
    quotes: QuoteIndex | None = None


class LstmContinuation:
    """Continues all tracks that it may write, over the music of all tracks."""

    def __init__(self, *, drafts: int = DRAFTS) -> None:
        """`drafts`: how many of every two bars are written to choose from; 1: no choice."""
        # A second thread gains little on matrices this small, and on a busy machine (a DAW beside it)
        # its barriers cost a hundredfold.
        torch.set_num_threads(1)
        self._drafts = drafts
        self._models: dict[str, _Model] = {}
        self._model(DEFAULT_MODEL)
        self._reading: tuple[str, Reading] | None = None

    def prepare(self, request: Request) -> None:
        """Read the song up to the region, so that the first note comes at once."""
        model = self._model(request.model or DEFAULT_MODEL)
        with torch.inference_mode():
            self._read(request, model)

    @torch.inference_mode()
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        model = self._model(request.model or DEFAULT_MODEL)
        values = checked_values(INFO.parameters, request.parameters)
        report.progress(0.0, "Reading your bars")
        reading = self._read(request, model)
        style = _style(request.genre, values, is_home=reading.is_home)
        parts = parts_of(request.song)
        written = sorted({parts[i] for i in request.tracks})
        writer = Writer(
            model.steps, reading, written, request.constraints, style, drafts=self._drafts_of(reading)
        )
        writer.choose_by(
            Choice(
                model.critic,
                _taste(request.genre, is_home=reading.is_home),
                request.genre,
                ruler=writer.ruler,
                start=reading.start - writer.ruler.origin,
                heard=sorted(set(parts)),
                single_voiced=reading.single_voiced,
                most_in_bar=int(reading.most_in_bar * (1 + 2 * max(0.0, style.density - 0.5))),
                quoting=Quoting(model.quotes, int(values[LONGEST_QUOTE.id])),
            )
        )
        seeds = take_seeds(request)

        def steps_of(row: Row, seed: int) -> int:
            return length_of(row, request.genre, model.lengths, seed, reading.lengths)

        take_notes = TakeNotes(request, steps_of, reading.single_voiced)
        stream = _Stream(reading, report, lambda rows, index: take_notes.of(rows, seeds[index]))
        for index, rows in enumerate(writer.write(seeds, stream.tell)):
            notes = dict.fromkeys(request.tracks, EMPTY_NOTES) | take_notes.of(rows, seeds[index])
            yield Take(index, notes, model.weights.provenance(INFO, request, index, values))
        report.progress(1.0, "Done")

    def _drafts_of(self, reading: Reading) -> int:
        """How many drafts to choose from: what its time allows."""
        short = reading.end - reading.start <= SHORT_GAP_QUARTERS * STEPS_PER_QUARTER
        if self._drafts > 1 and reading.following and short:
            return FILL_DRAFTS
        return self._drafts if reading.is_home else min(self._drafts, AWAY_DRAFTS)

    def open_model(self, model_id: str, folder: Path) -> None:
        """Have the model in `folder` asked for by this id: one that is no plugin's yet, while it learns."""
        weights = read_model_folder(folder)
        network, lengths = network_of(weights), lengths_of(weights)
        critic = Critic.load(folder, network.config.genres)
        self._models[model_id] = _Model(
            weights, network, StepNetwork(network), lengths, critic, model_quotes(folder)
        )

    def _model(self, model_id: str) -> _Model:
        if model_id not in self._models:
            self.open_model(model_id, find_model(INFO, model_id))
        return self._models[model_id]

    def _read(self, request: Request, model: _Model) -> Reading:
        key = _reading_key(request, model.weights.info.id)
        if self._reading is None or self._reading[0] != key:
            genre = 1 + model.weights.number_of(request.genre)
            self._reading = (key, read_request(request, model.network, genre))
        return self._reading[1]


class _Stream:
    """Tells the report what is new, at most every TELL_EVERY_S."""

    def __init__(
        self, reading: Reading, report: Report, take_notes: Callable[[Sequence[Row], int], dict[int, Notes]]
    ) -> None:
        self._reading, self._report, self._take_notes = reading, report, take_notes
        self._told: dict[int, int] = {}
        self._last_s = self._fraction = 0.0

    def tell(self, progress: Callable[[], list[Progress]]) -> None:
        now_s = time.monotonic()
        if now_s - self._last_s < TELL_EVERY_S:
            return
        self._last_s = now_s
        takes = progress()
        length = self._reading.end - self._reading.start
        at = [min(take.step, self._reading.end) - self._reading.start for take in takes]
        # Which draft of a take goes on is open, so the one looked at may be behind the last one.
        self._fraction = max(self._fraction, min(at) / length)
        self._report.progress(self._fraction, f"Writing {len(takes)} takes")
        for index, take in enumerate(takes):
            told = self._told.get(index, 0)
            if len(take.rows) > told:
                self._told[index] = len(take.rows)
                for track, notes in self._take_notes(take.rows[told:], index).items():
                    self._report.notes(index, track, notes)


def _taste(genre: str, *, is_home: bool) -> Taste:
    weight = CALIBRATIONS.get(genre, UNTRIED).genre_weight
    return Taste(1.0, weight) if is_home else AWAY_TASTE


def _style(genre: str, values: Mapping[str, ParameterValue], *, is_home: bool) -> Style:
    """The dials' values times what they mean for this genre."""
    calibration = CALIBRATIONS.get(genre, UNTRIED)
    dials = {name: float(value) for name, value in values.items()}
    pull = calibration.home_strength if is_home else calibration.away_strength
    return Style(
        temperature=dials["temperature"] * calibration.temperature,
        top_p=dials["top_p"] * calibration.top_p,
        pitch_top_p=dials["top_p"] * calibration.pitch_top_p,
        copying=2.0 * dials["repetition"] * calibration.copying * (1.0 if is_home else AWAY_COPYING),
        density=dials["density"],
        genre_strength=dials["genre_strength"] * pull,
    )


def _reading_key(request: Request, model_id: str) -> str:
    digest = hashlib.sha256(
        repr(
            (model_id, request.ability, request.region, request.tracks, request.genre, request.song.meters)
        ).encode()
    )
    for track in request.song.tracks:
        digest.update(f"{track.channel} {track.program} {request.song.ppq}".encode())
        digest.update(track.notes.tobytes())
    return digest.hexdigest()
