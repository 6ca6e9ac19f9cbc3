"""`genre-studio train CORPUS`."""

import signal
import threading
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.check_plugin_command import found_plugin
from genre_studio.cli.command import JsonOption, command_app
from genre_studio.cli.failures import CommandFailed
from genre_studio.cli.settings import parse_settings

_DEFAULT_PLUGIN = "lstm_continuation"


def run_training(
    corpus: Annotated[Path, typer.Argument(help="A folder with a MANIFEST.tsv and the music it lists.")],
    out: Annotated[Path, typer.Option("--out", help="Where checkpoints are kept: run again to go on.")],
    plugin: Annotated[str, typer.Option("--plugin", help="The plugin whose model learns.")] = _DEFAULT_PLUGIN,
    steps: Annotated[int, typer.Option("--steps", min=1, help="How long to learn at most.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed")] = 7,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Processor cores to use.")] = 2,
    genre: Annotated[
        list[str] | None, typer.Option("--genre", help="Only this genre (may be repeated).")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting of the trainer.")
    ] = None,
    pack: Annotated[
        Path | None, typer.Option("--pack", help="Put the finished model into this folder.")
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Train a plugin's model on a folder of music. Ctrl-C keeps what was learned so far."""
    record = found_plugin(plugin)
    if not record.usable or record.info is None:
        raise CommandFailed(record.error)
    # By name: training brings torch, for which --help and a mistyped option need not wait.
    training = import_module("genre_studio.cli.train")
    checkpoint = import_module("genre_studio.training.checkpoint")
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    chosen = {"genres": tuple(genre)} if genre else {}
    try:
        training.train(
            record.info,
            corpus,
            out,
            steps=steps,
            seed=seed,
            threads=threads,
            settings=parse_settings(settings or []),
            pack_into=pack,
            json_output=json_output,
            stop=stop,
            **chosen,
        )
    except checkpoint.CheckpointError as error:
        raise CommandFailed(str(error)) from error
    finally:
        signal.signal(signal.SIGINT, before)
    if stop.is_set():
        raise KeyboardInterrupt


app = command_app(run_training)
