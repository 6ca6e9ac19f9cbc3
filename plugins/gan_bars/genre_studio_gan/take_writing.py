"""Writing the takes of one request: windows of bars, noise, drafts, notes.

B takes, T = PHRASE_BARS, P = PLAYERS, Z = latent size.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from genre_studio.generation.sampling import take_seeds
from genre_studio.music.notes import Notes
from genre_studio.plugin_api import Ability, ParameterValue, Report, Request
from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.band_score import BandScore
from genre_studio_gan.calibration import CALIBRATIONS, UNTRIED
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.decoding import Touch
from genre_studio_gan.drafts import best_drafts, come_back
from genre_studio_gan.info import BARS, EVERYTHING
from genre_studio_gan.latents import encode_phrases, plays_chords
from genre_studio_gan.limits import allowed_rows
from genre_studio_gan.paths import spherical
from genre_studio_gan.phrase_writing import write_phrases
from genre_studio_gan.song_network import Noise, Wish, draw_noise
from genre_studio_gan.weights import GanModel
from genre_studio_gan.windows import PhraseWindow

STREAM = 16  # seeds of a take's noise lie apart from those of its notes


class TakeWriter:
    """All takes of a request at once; a take does not depend on how many others there are."""

    def __init__(self, model: GanModel, request: Request, values: Mapping[str, ParameterValue]) -> None:
        self._model, self._request, self._values = model, request, values
        self._score = BandScore(request, model.lengths)
        self._seeds = take_seeds(request)
        self._is_path = request.ability is Ability.INTERPOLATE
        wildness = float(values["temperature"])
        usual = CALIBRATIONS.get(request.genre, UNTRIED)
        self._touch = Touch(usual.temperature * wildness, usual.row_temperature * wildness)
        self._allowed = allowed_rows(request.constraints, -self._score.home_shift)

    def write(self, report: Report) -> Iterator[float]:
        """Write window after window, telling notes to `report`; yields the share that is done."""
        windows = self._score.windows
        for number, window in enumerate(windows):
            self._write_window(window, report)
            yield (number + 1) / len(windows)

    def notes(self, take: int) -> dict[int, Notes]:
        """A finished take, every track that was asked for."""
        return self._score.notes(take, self._seeds[take])

    def _write_window(self, window: PhraseWindow, report: Report) -> None:
        score, model = self._score, self._model
        given = [score.given(window, take) for take in range(self._request.takes)]
        cells = self._cells(window)  # (T, P) to be written
        wish = self._wish(given, cells)
        drafts = best_drafts(model, wish, self._noise(window))
        drafts = come_back(drafts, wish.mask, self._request.genre)
        latents = self._aimed(window, model.scale.to_space(drafts), cells, wish)

        def tell(fresh: list[NDArray[np.void]]) -> None:
            for take, phrase in enumerate(fresh):
                for track, notes in score.placed(window, phrase, self._seeds[take]).items():
                    report.notes(take, track, notes)

        phrases = write_phrases(
            model.space.decoder,
            latents,
            np.broadcast_to(cells, (len(given), *cells.shape)),
            [self._seeds[0]] * len(given) if self._is_path else self._seeds,
            chords=wish.chords.numpy() > 0,
            first_bar=window.first,
            given=given,
            touch=self._touch,
            allowed=self._allowed,
            tell=tell,
        )
        for take, phrase in enumerate(phrases):
            score.keep(window, take, phrase)

    def _cells(self, window: PhraseWindow) -> NDArray[np.bool_]:
        cells = np.zeros((PHRASE_BARS, PLAYERS), bool)
        bars = slice(window.write_from - window.first, window.write_to - window.first)
        for player in self._score.writing:
            cells[bars, player] = True
        return cells

    def _wish(self, given: list[NDArray[np.void]], cells: NDArray[np.bool_]) -> Wish:
        """What the generator is asked for each take; cells with music that stays are known."""
        model, count = self._model, len(given)
        posterior, _ = encode_phrases(model.space, given)
        heard = np.stack([np.isin(np.arange(PLAYERS), phrase["player"]) for phrase in given])  # (B, P)
        sounding = np.stack([np.isin(np.arange(PHRASE_BARS), phrase["bar"]) for phrase in given])  # (B, T)
        known = heard[:, None] & sounding[:, :, None] & ~cells
        mask = torch.from_numpy(known.astype(np.float32))
        playing = torch.from_numpy((heard | cells.any(0)).astype(np.float32))
        genre = torch.full((count,), model.genres.index(self._request.genre))
        return Wish(
            functional.one_hot(genre, len(model.genres)).float(),
            playing,
            torch.from_numpy(self._chords(given)),
            torch.tensor([[self._density(seed)] for seed in self._seeds], dtype=torch.float32),
            model.scale.to_game(posterior.mean) * mask[..., None],
            mask,
        )

    def _chords(self, given: list[NDArray[np.void]]) -> NDArray[np.float32]:
        """(B, P): whether each player strikes several notes at once: as its tracks do, or usually do."""
        heard = np.stack([plays_chords(phrase) for phrase in given])
        for player in self._score.writing:
            for take, seed in enumerate(self._seeds):
                heard[take, player] = self._score.strikes_chords(player, seed)
        return heard

    def _density(self, seed: int) -> float:
        """A rank among the genre's phrases: any, at the middle of the dial; else lower or upper ones."""
        dial = float(self._values["density"])
        drawn = float(np.random.default_rng((seed, STREAM)).random())
        return drawn * 2 * dial if dial < 0.5 else 1 - (1 - drawn) * 2 * (1 - dial)

    def _noise(self, window: PhraseWindow) -> list[Noise]:
        """One draw a take. What the takes have in common comes from the request's seed alone."""
        size = self._model.network.config.noise
        differ = str(self._values["takes_differ"])
        shared = _drawn(size, self._request.seed, 0)
        found = []
        for seed in self._seeds:
            own = _drawn(size, seed, window.first)
            if self._is_path:
                found.append(shared)
            elif differ == EVERYTHING:
                found.append(own)
            else:
                course = own.course if differ == BARS else shared.course
                found.append(Noise(shared.song, course, shared.part, own.line))
        return found

    def _aimed(self, window: PhraseWindow, made: Tensor, cells: NDArray[np.bool_], wish: Wish) -> Tensor:
        """Latents (B, T, P, Z) to be written: the generator's, or near what is there, or on a path."""
        ability = self._request.ability
        if ability not in (Ability.VARY, Ability.INTERPOLATE):
            return made
        scale = self._model.scale
        near = self._encoded(self._score.near_end(window), cells)
        if ability is Ability.VARY:
            share = torch.full((len(made),), float(self._values["distance"]))
            far = made
        else:
            share = torch.linspace(0, 1, len(made))
            far = self._encoded(self._score.far_end(window), cells)
        mixed = spherical(scale.to_game(near), scale.to_game(far), share[:, None, None, None])
        return scale.to_space(mixed)

    def _encoded(self, phrase: NDArray[np.void], cells: NDArray[np.bool_]) -> Tensor:
        """(1, T, P, Z): a phrase in the space, with rests for the players who are to be written."""
        posterior, _ = encode_phrases(self._model.space, [phrase], resting=np.asarray(cells.any(0)))
        return posterior.mean


def _drawn(size: int, seed: int, place: int) -> Noise:
    """(1, ...) of one take and window."""
    state = int(np.random.SeedSequence([seed, STREAM, place]).generate_state(1)[0])
    return draw_noise(1, size, torch.Generator().manual_seed(state))
