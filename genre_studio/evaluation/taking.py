"""Ask generators for the takes of an evaluation: in worker processes, as the window does.

Which worker makes a take, and when, changes nothing: each request has a seed of its own.
"""

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from genre_studio.evaluation.continuing import continue_request, with_take
from genre_studio.evaluation.copying import copied_bars
from genre_studio.evaluation.passage import Passage, passage_of
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.sanity import Problem, take_problems
from genre_studio.evaluation.windows import window_of
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import Cancelled as CancelledRun
from genre_studio.generation.outcomes import Failed
from genre_studio.generation.quotes import QuoteIndex, model_quotes
from genre_studio.music.notes import EMPTY_NOTES
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Cancelled, GenerationError, ParameterValue, Region, Request, Take
from genre_studio.plugin_api.models import ModelInfo

BARS = 8
TAKES_AT_ONCE = 5  # of one primer: takes written side by side cost less


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """A model of a plugin, or a plugin that ships none."""

    record: PluginRecord
    model: ModelInfo | None

    @property
    def name(self) -> str:
        assert self.record.info is not None
        return self.record.info.id if self.model is None else f"{self.record.info.id}/{self.model.id}"

    @property
    def title(self) -> str:
        assert self.record.info is not None
        title = self.record.info.title
        return title if self.model is None else f"{title}: {self.model.title}"

    @property
    def genres(self) -> tuple[str, ...]:
        """What it can be asked for."""
        assert self.record.info is not None
        return self.record.info.genres if self.model is None else self.model.genres

    def quotes(self) -> QuoteIndex | None:
        """The list of what its model learned from, read now; None where it has none."""
        return model_quotes(self.model.path) if self.model is not None else None

    @property
    def ability(self) -> Ability:
        """What it is asked: to continue, else to write from nothing. Raises GenerationError for neither."""
        assert self.record.info is not None
        for ability in (Ability.CONTINUE, Ability.GENERATE):
            if ability in self.record.info.abilities:
                return ability
        raise GenerationError(f"{self.title} neither continues nor writes music: it cannot be evaluated.")


@dataclass(frozen=True, slots=True, eq=False)
class Errand:
    """Takes that one request asks for."""

    contender: Contender
    genre: str
    primer: Primer
    bars: int
    takes: int
    seed: int
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        asked = continue_request(
            self.primer,
            self.genre,
            self.bars,
            self.takes,
            self.seed,
            parameters=self.parameters,
            model=self._model_id,
        )
        if self.contender.ability is Ability.CONTINUE:
            return asked
        silent = tuple(track.with_notes(EMPTY_NOTES) for track in asked.song.tracks)
        end = asked.song.meter_map.bar_start(self.bars)
        return replace(
            asked,
            song=replace(asked.song, tracks=silent, stated_end_tick=0),
            region=Region(0, end),
            ability=Ability.GENERATE,
        )

    @property
    def _model_id(self) -> str | None:
        return self.contender.model.id if self.contender.model is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """One take, its song, and what it was asked for."""

    errand: Errand
    request: Request
    take: Take
    song: Song

    def passage(self, first_bar: int = 0, quotes: QuoteIndex | None = None) -> Passage:
        """Eight of the new bars; `quotes` is the list of what the model learned from."""
        request = self.request
        new = request.song.meter_map.bar_index_at(request.region.start)
        primer = self.errand.primer
        return passage_of(
            self.song, new + first_bar, compared=primer.compared, piece=primer.piece, quotes=quotes
        )

    def copied_bars(self) -> float:
        """The share of its bars that say one of the primer again; NaN where it was not given the primer."""
        primer = self.errand.primer
        if self.request.ability is not Ability.CONTINUE:
            return float("nan")
        before = window_of(primer.song, 0, primer.bars, primer.compared)
        return copied_bars(before, self.passage().window)

    def problems(self) -> frozenset[Problem]:
        return take_problems(self.request, self.take.notes)


def errands(
    contender: Contender,
    genre: str,
    primers: Sequence[Primer],
    *,
    takes: int,
    bars: int,
    seed: int,
    parameters: Mapping[str, ParameterValue] | None = None,
) -> list[Errand]:
    """`takes` takes, spread evenly over as many primers as there are for TAKES_AT_ONCE of each.

    Where primers are few, they are asked again with other seeds. Raises GenerationError for no primers.
    """
    if not primers:
        raise GenerationError(f"There is no music to continue in {genre}.")
    asked: list[Errand] = []
    while takes > 0:
        number = len(asked)
        count = min(TAKES_AT_ONCE, takes)
        primer = primers[number % len(primers)]
        asked.append(Errand(contender, genre, primer, bars, count, seed + number, parameters or {}))
        takes -= count
    return asked


def carry_out(
    asked: Sequence[Errand],
    *,
    workers: int,
    stop: threading.Event,
    tell: Callable[[int], None],
) -> list[Made]:
    """Every errand's takes, in order; `tell` hears how many errands are done, from several threads.

    A request that is refused (a meter that the generator does not write) is left out, and its figures count
    fewer takes. Raises GenerationError where a generator makes nothing in a genre, Cancelled once `stop`
    is set.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(asked)):
        waiting.put(number)
    made: dict[int, list[Made]] = {}
    failures: dict[int, str] = {}
    threads = [
        threading.Thread(target=_work, args=(asked, waiting, made, failures, stop, tell), daemon=True)
        for _ in range(min(workers, len(asked)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if stop.is_set():
        raise Cancelled
    served = {_kind(asked[number]) for number, own in made.items() if own}
    for number, sentence in sorted(failures.items()):
        if _kind(asked[number]) not in served:
            raise GenerationError(sentence)
    return [one for number in sorted(made) for one in made[number]]


def _work(
    asked: Sequence[Errand],
    waiting: "queue.SimpleQueue[int]",
    made: dict[int, list[Made]],
    failures: dict[int, str],
    stop: threading.Event,
    tell: Callable[[int], None],
) -> None:
    records = {errand.contender.record.name: errand.contender.record for errand in asked}
    with WorkerClient(records.values()) as client:
        while not stop.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                made[number] = _made(client, asked[number], stop)
            except GenerationError as error:
                failures[number] = str(error)
            tell(len(made) + len(failures))


def _kind(errand: Errand) -> tuple[str, str]:
    return errand.contender.name, errand.genre


def _made(client: WorkerClient, errand: Errand, stop: threading.Event) -> list[Made]:
    request = errand.request
    info = errand.contender.record.info
    assert info is not None
    outcome = client.run(info.id, request, lambda message: None, stop)
    if isinstance(outcome, Failed):
        raise GenerationError(f"{errand.contender.title} failed in {errand.genre}: {outcome.sentence}")
    if isinstance(outcome, CancelledRun):
        return []
    return [Made(errand, request, take, with_take(request.song, take.notes)) for take in outcome.takes]
