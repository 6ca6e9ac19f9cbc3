"""What `genre-studio evaluate` does: finds models and music, runs the plan, writes the report."""

import json
import platform
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from genre_studio import __version__
from genre_studio.cli.command_table import PROGRAM
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.cli.stopping import stop_on_ctrl_c
from genre_studio.evaluation.corpus_windows import held_out_primers
from genre_studio.evaluation.evaluation_run import Plan, Tell, run
from genre_studio.evaluation.figures import Figure
from genre_studio.evaluation.passage import passage_of
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.report_files import write_report
from genre_studio.evaluation.report_page import report_page
from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.shipped import load_judge, load_reference
from genre_studio.evaluation.tables import REAL, nearest_genres
from genre_studio.evaluation.taking import TAKES_AT_ONCE, Contender
from genre_studio.generation.discovery import PluginRecord, discover, find_record
from genre_studio.generation.quotes import QuoteIndex
from genre_studio.music.midi_file import read_song
from genre_studio.plugin_api import Ability, Cancelled
from genre_studio.plugin_api.models import ModelInfo, models_of
from genre_studio.resources import demo_song_path
from genre_studio.training.corpus import GENRES, read_corpus

REAL_WINDOWS = 120  # real continuations of a genre that takes are compared with
PRIMERS_PER_PIECE = 12
OTHER_SHARE = 5  # one take in so many more is asked for after another genre's primer
DEMO_PRIMERS = 60


def evaluate(
    *,
    models: Sequence[str],
    genres: Sequence[str],
    out: Path,
    takes: int,
    data: Path | None,
    settings: Mapping[str, str],
    seed: int,
    workers: int,
    json_output: bool,
) -> None:
    """Make the report. Raises CommandFailed, WrongUsage, GenerationError, KeyboardInterrupt."""
    import_module("torch").set_num_threads(1)  # by name: whoever lists commands need not wait
    began_s = time.monotonic()
    contenders = find_contenders(models)
    genres = genres or GENRES
    for genre in genres:
        if genre not in GENRES:
            raise WrongUsage(f"There is no genre '{genre}'; there are: {', '.join(GENRES)}.")
    primers, real, real_name = _from_corpus(data, contenders, seed) if data is not None else _shipped()
    plan = Plan(
        contenders,
        genres,
        primers,
        real,
        load_judge(),
        takes,
        takes // OTHER_SHARE if data is not None else 0,
        seed,
        commands_of(contenders, genres, takes=takes, data=data, settings=settings, seed=seed),
        real_name,
        workers,
        dict(settings),
    )
    try:
        with stop_on_ctrl_c() as stop, _Teller(json_output=json_output) as tell:
            figures = run(plan, tell, stop)
    except Cancelled:
        raise KeyboardInterrupt from None
    about = _about(plan, time.monotonic() - began_s)
    page = report_page(figures, about=list(about.items()), summary=summary_of(figures, contenders))
    try:
        path = write_report(out, page, figures, about)
    except OSError as error:
        raise CommandFailed(f"The report cannot be written to {out}: {error.strerror}.") from error
    if json_output:
        sys.stdout.write(json.dumps({"report": str(path)}) + "\n")
    else:
        Console(highlight=False, markup=False).print(f"The report is {path}.", soft_wrap=True)


def find_contenders(names: Sequence[str]) -> list[Contender]:
    """The models of that name, or of all usable plugins. Raises WrongUsage for what there is not."""
    records = [record for record in discover() if record.usable and record.info is not None]
    if not names:
        found = [contender for record in records for contender in _contenders(record)]
        return [one for one in found if one.record.info and _writes(one.record)]
    chosen: list[Contender] = []
    for name in names:
        plugin, _, model = name.partition("/")
        record = find_record(records, plugin)
        own = _contenders(record) if record is not None else []
        wanted = [one for one in own if not model or (one.model is not None and one.model.id == model)]
        if not wanted:
            known = ", ".join(one.name for r in records for one in _contenders(r)) or "none"
            raise WrongUsage(f"There is no model '{name}'; there are: {known}.")
        chosen += wanted
    return chosen


def _writes(record: PluginRecord) -> bool:
    assert record.info is not None
    return bool(record.info.abilities & {Ability.CONTINUE, Ability.GENERATE})


def _contenders(record: PluginRecord) -> list[Contender]:
    assert record.info is not None
    models = [model for model in models_of(record.info) if isinstance(model, ModelInfo)]
    return [Contender(record, model) for model in models] or [Contender(record, None)]


def _from_corpus(
    data: Path, contenders: Sequence[Contender], seed: int
) -> tuple[Mapping[str, Sequence[Primer]], dict[str, Sample], str]:
    try:
        pieces = read_corpus(data, uses=("ship",))
    except OSError as error:
        raise CommandFailed(f"There is no corpus in {data}: its MANIFEST.tsv cannot be read.") from error
    primers = held_out_primers(pieces, GENRES, per_genre=REAL_WINDOWS, per_piece=PRIMERS_PER_PIECE, seed=seed)
    index = _first_index(contenders)
    real = {
        genre: Sample.of(
            [passage_of(p.real, p.bars, compared=p.compared, piece=p.piece, quotes=index) for p in own]
        )
        for genre, own in primers.items()
        if own
    }
    if list(real) != list(GENRES):
        raise CommandFailed(f"The corpus in {data} has no held-out pieces of all of {', '.join(GENRES)}.")
    return primers, real, f"how the held-out pieces of {data.name} go on after the same primers"


def _first_index(contenders: Sequence[Contender]) -> QuoteIndex | None:
    """What real music's quotes are looked up in: the first model's list of what it learned from."""
    found = (contender.quotes() for contender in contenders)
    return next((index for index in found if index is not None), None)


def _shipped() -> tuple[Mapping[str, Sequence[Primer]], dict[str, Sample], str]:
    """The demo song for every genre, and the numbers of real music that the studio ships.

    One primer again and again: its requests differ by their seeds alone, and each counts for itself.
    """
    song = read_song(demo_song_path()).song
    bars = song.meter_map.bar_index_at(song.note_end_tick - 1) + 1
    compared = tuple(i for i, track in enumerate(song.tracks) if not track.is_drums)
    primers = [
        Primer(song, song, bars, 0, compared, f"demo song, request {number}", "", "", 0)
        for number in range(DEMO_PRIMERS)
    ]
    return dict.fromkeys(GENRES, primers), load_reference(), "the shipped numbers of held-out pieces"


def commands_of(
    contenders: Sequence[Contender],
    genres: Sequence[str],
    *,
    takes: int,
    data: Path | None,
    seed: int,
    settings: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The command that makes a contender's figures again, whatever else was evaluated with it."""
    where = [] if data is None else ["--data", str(data)]
    chosen = [word for name, value in (settings or {}).items() for word in ("--set", f"{name}={value}")]
    rest = ["--genres", ",".join(genres), "--takes", str(takes), "--seed", str(seed), *where, *chosen]

    def command(name: str) -> str:
        return shlex.join([PROGRAM, "evaluate", "--models", name, *rest])

    commands = {contender.name: command(contender.name) for contender in contenders}
    return commands | {REAL: command(contenders[0].name)}


def summary_of(figures: Sequence[Figure], contenders: Sequence[Contender]) -> list[str]:
    """The page's first sentences: on how many genres each model's distances are right."""
    sentences = []
    for contender in contenders:
        right = {table: nearest_genres(figures, table, contender.name) for table in ("frechet", "bar rolls")}
        said = [f"{ok} of {all} by {table}" for table, (ok, all) in right.items() if all]
        if said:
            sentences.append(
                f"{contender.title}: output nearest to its own genre's data (p < 0.01) for {', '.join(said)}."
            )
    return sentences


def _about(plan: Plan, seconds: float) -> dict[str, str]:
    return {
        "Models": ", ".join(contender.name for contender in plan.contenders),
        "Genres": ", ".join(plan.genres),
        "Takes": f"{plan.takes} of 8 bars by model and genre, {TAKES_AT_ONCE} a request",
        "Real music": plan.real_name,
        "Intervals": "95%: bootstrap over whole pieces or primers; Wilson's for shares",
        "Settings": ", ".join(f"{n} {v}" for n, v in plan.parameters.items()) or "default",
        "Seed": str(plan.seed),
        "Studio": f"{__version__}, Python {platform.python_version()}",
        "Time": f"{seconds:.0f} s, {plan.workers} worker(s)",
    }


class _Teller:
    """Progress: a bar for a person, a JSON object a line for a machine."""

    def __init__(self, *, json_output: bool) -> None:
        self._json = json_output
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=json_output,
        )
        self._task = self._progress.add_task("Starting", total=1.0)

    def __enter__(self) -> Tell:
        self._progress.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def _tell(self, fraction: float, words: str) -> None:
        self._progress.update(self._task, completed=fraction, description=words)
        if self._json:
            sys.stdout.write(json.dumps({"fraction": round(fraction, 4), "words": words}) + "\n")
            sys.stdout.flush()
