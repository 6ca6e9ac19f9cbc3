"""`genre-studio demo --out DIR`."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import JsonOption, command_app
from genre_studio.cli.demo import DEFAULT_BARS, DEFAULT_SEED, demo
from genre_studio.playback.errors import PlaybackError


def run_demo(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; made where missing.")] = Path(
        "out"
    ),
    bars: Annotated[int, typer.Option("--bars", min=1, max=64)] = DEFAULT_BARS,
    seed: Annotated[int, typer.Option("--seed")] = DEFAULT_SEED,
    json_output: JsonOption = False,
) -> None:
    """Continue the demo song in every genre: a .mid, a .wav and a .png of the roll for each."""
    demo(out, bars=bars, seed=seed, json_output=json_output)


app = command_app(run_demo, PlaybackError)
