"""`genre-studio evaluate`: how good are the models, in figures that anybody can make again."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import JsonOption, command_app
from genre_studio.cli.settings import parse_settings

SEED = 20261122


def evaluate(
    models: Annotated[
        list[str] | None,
        typer.Option("--models", help="A plugin or PLUGIN/MODEL (may be repeated, or a list with commas)."),
    ] = None,
    genres: Annotated[
        list[str] | None, typer.Option("--genres", help="Genres to ask for (may be repeated, or a list).")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The folder of the report.")] = Path("report"),
    takes: Annotated[int, typer.Option("--takes", min=5, help="Takes by model and genre.")] = 300,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="A corpus: its held-out pieces are continued and compared with."),
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting of the generators.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed")] = SEED,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that write takes.")] = 2,
    json_output: JsonOption = False,
) -> None:
    """Evaluate models: an HTML page with plots, a CSV and a JSON file, every figure with its interval.

    Without --data the models continue the demo song, and are compared with the numbers of real held-out
    music that the studio ships.
    """
    # By name: evaluating brings torch, for which --help and a mistyped option need not wait.
    import_module("genre_studio.cli.evaluating").evaluate(
        models=_listed(models),
        genres=_listed(genres),
        out=out,
        takes=takes,
        data=data,
        settings=parse_settings(settings or []),
        seed=seed,
        workers=workers,
        json_output=json_output,
    )


def _listed(words: list[str] | None) -> tuple[str, ...]:
    return tuple(name for word in words or () for name in word.replace(",", " ").split())


app = command_app(evaluate)
