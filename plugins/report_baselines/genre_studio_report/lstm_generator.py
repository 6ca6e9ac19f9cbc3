"""The report's LSTM as a generator: an eighth note a word, one part, its bugs on request."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.sampling import draw, masked, probabilities, take_seeds
from genre_studio.music.notes import Notes, frozen, make_notes
from genre_studio.plugin_api import GenerationError, Report, Request, Take, checked_values
from genre_studio.training.weights import Weights, load_weights
from genre_studio_report.fitting import fitted, track_to_write
from genre_studio_report.genre_weights import weights_of_genre
from genre_studio_report.info import LSTM
from genre_studio_report.token_network import State, TokenLstm, TokenSizes
from genre_studio_report.tokens import UNKNOWN, first_part, indices_of, pitches_of, words_of

DEFAULT_MODEL = "notes-and-chords"
PRIMER = 100  # words, the report's window
WORDS_A_QUARTER = 2
QUARTERS_A_NOTE = 1
TELL_EVERY = 16  # words


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One genre's network, and what its words are played with."""

    network: TokenLstm
    vocabulary: tuple[str, ...]
    pitches: tuple[tuple[int, ...], ...]  # by word; none for UNKNOWN


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are chosen, bugs included."""

    temperature: float
    takes_likeliest: bool
    scales_primer_twice: bool


class ReportLstm:
    """Continues the first pitched track that it may write."""

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self._weights = {DEFAULT_MODEL: load_weights(LSTM, DEFAULT_MODEL)}
        self._voices: dict[tuple[str, str], Voice] = {}

    def prepare(self, request: Request) -> None:
        """Make the genre's network ready."""
        self._voice(request)

    @torch.inference_mode()
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        values = checked_values(LSTM.parameters, request.parameters)
        voice = self._voice(request)
        manner = Manner(
            float(values["temperature"]), bool(values["argmax"]), bool(values["double_normalisation"])
        )
        track = track_to_write(request)
        report.progress(0.0, "Reading your bars")
        primer = indices_of(primer_words(request, track), voice.vocabulary)
        possible = _possible(voice, request)
        for index, seed in enumerate(take_seeds(request)):
            dice = np.random.default_rng(seed)
            written = write_words(voice, primer, possible, words_needed(request), dice, manner)
            words = []
            for word in written:
                words.append(word)
                if len(words) % TELL_EVERY == 1:
                    done = len(words) / words_needed(request)
                    report.progress((index + done) / request.takes, f"Writing take {index + 1}")
            notes = fitted(request, track, played(words, voice, request))
            report.notes(index, track, notes)
            yield Take(index, {track: notes}, self._model(request).provenance(LSTM, request, index, values))
        report.progress(1.0, "Done")

    def _voice(self, request: Request) -> Voice:
        key = request.model or DEFAULT_MODEL, request.genre
        if key not in self._voices:
            self._voices[key] = voice_of(self._model(request), request.genre)
        return self._voices[key]

    def _model(self, request: Request) -> Weights:
        model_id = request.model or DEFAULT_MODEL
        if model_id not in self._weights:
            self._weights[model_id] = load_weights(LSTM, model_id)
        return self._weights[model_id]


def voice_of(weights: Weights, genre: str) -> Voice:
    """One genre's network and words. Raises GenerationError where the model does not hold them."""
    tensors = weights_of_genre(weights, genre)
    try:
        vocabulary = tuple(str(word) for word in weights.config["vocabularies"][genre])
        network = TokenLstm(len(vocabulary), TokenSizes(**weights.config["network"]))
        network.load_state_dict(tensors)
        pitches = tuple(() if word == UNKNOWN else pitches_of(word) for word in vocabulary)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise GenerationError(f"The model {weights.info.id} cannot be used: {error}") from error
    return Voice(network.eval(), vocabulary, pitches)


def primer_words(request: Request, track: int) -> tuple[str, ...]:
    """The last words before the region: of the track that is written, else of the first part with notes."""
    song, start = request.song, request.region.start
    own = song.tracks[track].notes
    own = own[own["start"] < start]
    if not len(own):
        own = first_part(song)
        own = own[own["start"] < start]
    return words_of(own, song.ppq)[-PRIMER:]


def words_needed(request: Request) -> int:
    """How many words fill the region."""
    length = request.region.end - request.region.start
    return -(-length * WORDS_A_QUARTER // request.song.ppq)


def write_words(
    voice: Voice,
    primer: NDArray[np.int64],
    possible: NDArray[np.bool_],
    count: int,
    dice: np.random.Generator,
    manner: Manner,
) -> Iterator[int]:
    """The indices of `count` words after `primer`, one by one, of those that are `possible`."""
    network = voice.network
    if not len(primer):
        # The report starts from a random window of its training music, which is not shipped.
        primer = dice.choice(np.flatnonzero(possible), 1)
    scaled = network.scaled(torch.from_numpy(primer).unsqueeze(0))
    if manner.scales_primer_twice:
        scaled = network.scaled(scaled)
    logits, state = network(scaled)
    for _ in range(count):
        word = _chosen(logits[0, -1], possible, dice, manner)
        yield word
        logits, state = _step(network, word, state)


def _step(network: TokenLstm, word: int, state: State) -> tuple[Tensor, State]:
    stepped: tuple[Tensor, State] = network(network.scaled(torch.tensor([[word]])), state)
    return stepped


def _chosen(logits: Tensor, possible: NDArray[np.bool_], dice: np.random.Generator, manner: Manner) -> int:
    scores = masked(logits.numpy(), possible)
    if manner.takes_likeliest:
        return int(scores.argmax())
    weights = probabilities(scores[None], manner.temperature, 1.0)
    return int(draw(weights, dice.random(1))[0])


def _possible(voice: Voice, request: Request) -> NDArray[np.bool_]:
    """Words that keep to the limits. Raises GenerationError where none does."""
    limits = request.constraints
    most = limits.polyphony or 127
    possible = np.array(
        [0 < len(p) <= most and all(map(limits.allows_pitch, p)) for p in voice.pitches], np.bool_
    )
    if not possible.any():
        raise GenerationError("The limits leave no note to write: widen the range or the scale.")
    return possible


def played(words: list[int], voice: Voice, request: Request) -> Notes:
    """Words as notes: one every eighth, each a quarter long, as the report places them."""
    ppq, first = request.song.ppq, request.region.start
    rows = [(i, pitch) for i, word in enumerate(words) for pitch in voice.pitches[word]]
    starts = [first + i * ppq // WORDS_A_QUARTER for i, _ in rows]
    durations = [max(1, QUARTERS_A_NOTE * ppq)] * len(rows)
    return frozen(make_notes(starts, durations, [pitch for _, pitch in rows]))
