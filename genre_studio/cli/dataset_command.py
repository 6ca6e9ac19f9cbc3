"""`genre-studio dataset build FOLDER_OR_ZIP... --out DATASET`."""

import signal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from genre_studio.cli.command import JsonOption, command_app, plain_console, write_json
from genre_studio.training.dataset import (
    BuildRequest,
    DatasetBuild,
    DatasetError,
    DatasetFilters,
    DatasetReport,
)
from genre_studio.training.runs.plain_json import to_json


class Action(StrEnum):
    BUILD = "build"


def dataset(
    action: Annotated[Action, typer.Argument(metavar="build")],
    sources: Annotated[list[Path], typer.Argument(help="Folders, zips and MIDI files.")],
    out: Annotated[Path, typer.Option("--out", help="The dataset's folder; a second build starts at once.")],
    genre: Annotated[
        str, typer.Option("--genre", help="Of everything; else each folder's name is its genre.")
    ] = "",
    licence: Annotated[str, typer.Option("--licence", help="What the music may be used for.")] = "",
    meters: Annotated[
        list[str] | None, typer.Option("--meter", help="Only this meter, like 4/4 (may be repeated).")
    ] = None,
    fewest_notes: Annotated[int, typer.Option("--fewest-notes", min=1)] = 32,
    fewest_bars: Annotated[int, typer.Option("--fewest-bars", min=0)] = 4,
    free_time: Annotated[bool, typer.Option("--free-time", help="Take free playing, too.")] = False,
    transposed: Annotated[
        bool, typer.Option("--transposed", help="Take a piece again in another key.")
    ] = False,
    duplicates: Annotated[bool, typer.Option("--duplicates", help="Take the same piece again.")] = False,
    processes: Annotated[int, typer.Option("--processes", min=0, help="0: one a core but one.")] = 0,
    json_output: JsonOption = False,
) -> None:
    """Make a dataset to train on from folders and zips of MIDI files."""
    request = BuildRequest(
        tuple(str(source.resolve()) for source in sources), str(out.resolve()), genre, licence, processes
    )
    filters = DatasetFilters(
        fewest_notes=fewest_notes,
        fewest_bars=fewest_bars,
        meters=tuple(meters or ()),
        steadiness=0.0 if free_time else DatasetFilters().steadiness,
        transposed=transposed or duplicates,
        duplicates=duplicates,
    )
    report = _followed(DatasetBuild(request, filters), quiet=json_output)
    if report is None or report.stage != "done":
        raise KeyboardInterrupt
    if json_output:
        write_json(to_json(report))
    else:
        for line in lines_of(report):
            plain_console().print(line)
        plain_console().print(f"The dataset is in {out}: `genre-studio train {out}` learns from it.")


def _followed(build: DatasetBuild, *, quiet: bool) -> DatasetReport | None:
    """The last report; Ctrl-C ends the build and keeps what was read."""
    before = signal.signal(signal.SIGINT, lambda *_: build.cancel())
    report = None
    try:
        with Console(stderr=True, quiet=quiet).status("Looking for MIDI files") as status:
            for report in build.reports():
                share = f"{report.looked_at:,} of {report.found:,}"
                status.update(f"{report.stage.title()}: {share} files, {report.kept:,} to learn from")
    finally:
        signal.signal(signal.SIGINT, before)
    return report


def lines_of(report: DatasetReport) -> list[str]:
    """The report, as a person reads it."""
    left_out = "; ".join(f"{count:,} {words}" for words, count in report.left_out.items())
    lines = [
        f"{report.found:,} files: {report.kept:,} to learn from, {report.broken:,} broken",
        *([f"Left out: {left_out}"] if left_out else []),
        f"{report.hours:.1f} hours, {report.bars:,} bars, {report.notes:,} notes",
    ]
    for title, counts in (
        ("Genres", report.genres),
        ("Meters", report.meters),
        ("Instruments", report.instruments),
        ("Keys", report.keys),
    ):
        lines.append(f"{title}: " + ", ".join(f"{name} {count:,}" for name, count in counts.items()))
    return [*lines, report.remark, *(f"Broken: {broken}" for broken in report.broken_files)]


app = command_app(dataset, DatasetError)
