"""`genre-studio train`: train a plugin's model from a corpus, from the command line."""

import json
import threading
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from genre_studio.training.device import choose_device
from genre_studio.training.job import StepReport, Trainer, TrainingJob
from genre_studio.training.music import read_music
from genre_studio.training.ranks import joined_ranks
from genre_studio.training.runs import RunRequest


def train(
    request: RunRequest, folder: Path, *, pack_into: Path | None, json_output: bool, stop: threading.Event
) -> None:
    """Train until done, stopped or no longer learning; then pack the best weights into a model folder.

    Under torchrun every process calls this; the leader tells and packs. `folder` keeps checkpoints and
    prepared data: the same command again goes on where it stopped.
    Raises GenerationError with one sentence where there is nothing to train on.
    """
    pieces = read_music(Path(request.music), request.genres)
    module_name, class_name = request.trainer.split(":")
    trainer: Trainer = getattr(import_module(module_name), class_name)()
    job = TrainingJob(
        pieces,
        request.genres or tuple(sorted({piece.genre for piece in pieces})),
        folder,
        request.steps,
        request.seed,
        request.threads,
        request.settings,
        device=request.device,
        start_from=Path(request.start_from) if request.start_from else None,
        title=request.title,
    )
    finished = False
    with joined_ranks(choose_device(request.device)) as ranks:
        with _Teller(request.steps, json_output=json_output, quiet=not ranks.leads) as teller:
            for message in trainer.train(job, stop.is_set):
                teller.tell(message)
            finished = not ranks.any_of(stop.is_set())
        if finished and pack_into is not None and ranks.leads:
            trainer.pack(job, pack_into)
            teller.tell(f"The model is in {pack_into}.")


class _Teller:
    """Prints messages: a progress bar for a person, one JSON object a line for a machine."""

    def __init__(self, steps: int, *, json_output: bool, quiet: bool = False) -> None:
        self._json = json_output
        self._console = Console(stderr=not json_output, quiet=quiet)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("step {task.completed} of {task.total}, loss {task.fields[loss]:.3f}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=json_output or quiet,
        )
        self._task = self._progress.add_task("Training", total=steps, loss=float("nan"))

    def __enter__(self) -> "_Teller":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, message: StepReport | str) -> None:
        if isinstance(message, str):
            self._say({"message": message}, message)
            return
        self._progress.update(self._task, completed=message.step, loss=message.loss)
        if message.held_out is not None:
            measured = {name: round(value, 4) for name, value in message.held_out.items()}
            record = {"step": message.step, "loss": round(message.loss, 4), "held_out": measured}
            by_genre = ", ".join(f"{name} {value}" for name, value in measured.items() if " " not in name)
            mark = " (best so far)" if message.is_best else ""
            self._say(
                record | {"best": message.is_best},
                f"step {message.step}: held out, nats a note: {by_genre}{mark}",
            )

    def _say(self, record: dict[str, object], words: str) -> None:
        self._console.print(json.dumps(record) if self._json else words, markup=False, soft_wrap=True)
