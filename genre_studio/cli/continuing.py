"""Choose a generator and run a request in its worker, with a progress bar on standard error."""

import threading
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar

from genre_studio.cli.command_table import PROGRAM
from genre_studio.cli.failures import CommandFailed
from genre_studio.generation.asking import DOES, first_able, first_with, has_music_from
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import Failed, Message, Progress, Succeeded
from genre_studio.music.song import Song
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take


def first_writing(
    records: Iterable[PluginRecord], song: Song, region: tuple[int, int], ability: Ability | None = None
) -> PluginRecord:
    """The first usable plugin that has the ability, or, unless told, what the region [start, end) of the
    song calls for. Raises CommandFailed.
    """
    record = first_with(records, ability) if ability is not None else first_able(records, song, region)
    if record is None:
        called_for = Ability.INFILL if has_music_from(song, region[1]) else Ability.CONTINUE
        does = DOES[ability or called_for]
        raise CommandFailed(
            f"No generator that {does} is ready: see `{PROGRAM} plugins`, or type `make setup`."
        )
    return record


def written_takes(record: PluginRecord, request: Request, *, quiet: bool = False) -> tuple[Take, ...]:
    """The takes, checked. Ctrl-C cancels the run. Raises CommandFailed where it fails."""
    assert record.info is not None
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    bar = ProgressBar(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
    with bar, WorkerClient([record]) as client:
        task = bar.add_task(record.title, total=1.0)

        def hear(message: Message) -> None:
            if isinstance(message, Progress):
                bar.update(task, completed=message.fraction, description=message.text or record.title)

        outcome = client.run(record.info.id, request, hear, threading.Event())
    if isinstance(outcome, Succeeded):
        return outcome.takes
    raise CommandFailed(outcome.sentence if isinstance(outcome, Failed) else "Cancelled.")
