"""`genre-studio train CORPUS`."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.check_plugin_command import found_plugin
from genre_studio.cli.command import JsonOption, command_app
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.cli.runs_command import tell_started
from genre_studio.cli.settings import parse_settings
from genre_studio.cli.stopping import stop_on_ctrl_c
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.models import CONFIG_FILE, folder_of_model
from genre_studio.training.runs import RunError, RunRequest, Runs

_DEFAULT_PLUGIN = "lstm_continuation"


def run_training(
    music: Annotated[
        Path,
        typer.Argument(
            metavar="DATASET",
            help="What `genre-studio dataset build` made, or a folder with a MANIFEST.tsv and its music.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where checkpoints are kept: run again to go on.")
    ] = None,
    plugin: Annotated[str, typer.Option("--plugin", help="The plugin whose model learns.")] = _DEFAULT_PLUGIN,
    steps: Annotated[int, typer.Option("--steps", min=1, help="How long to learn at most.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed")] = 7,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Processor cores to use.")] = 2,
    genre: Annotated[
        list[str] | None, typer.Option("--genre", help="Only this genre (may be repeated).")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--from", metavar="MODEL", help="Begin with this model: its id or folder.")
    ] = None,
    device: Annotated[str, typer.Option("--device", help="auto, cpu, cuda, cuda:1 or mps.")] = "auto",
    title: Annotated[str, typer.Option("--title", help="Of the model, as a composer reads it.")] = "",
    background: Annotated[
        bool, typer.Option("--background", help="Train in a process of its own: see `genre-studio runs`.")
    ] = False,
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
    if record.info.trainer is None:
        raise CommandFailed(f"{record.title} does not learn: it has no trainer.")
    start_from = model_folder(model, record.info) if model else None
    request = RunRequest(
        plugin=record.info.id,
        trainer=record.info.trainer,
        music=str(music.resolve() if background else music),
        steps=steps,
        title=title,
        genres=tuple(genre or ()),
        seed=seed,
        threads=threads,
        device=device,
        start_from=str(start_from) if start_from else None,
        settings=parse_settings(settings or []),
    )
    if background:
        tell_started(Runs().start(request), json_output=json_output)
        return
    if out is None:
        raise WrongUsage("Say where checkpoints are kept (--out), or train with --background.")
    # By name: training brings torch, for which --help and a mistyped option need not wait.
    training = import_module("genre_studio.cli.train")
    checkpoint = import_module("genre_studio.training.checkpoint")
    try:
        with stop_on_ctrl_c() as stop:
            training.train(request, out, pack_into=pack, json_output=json_output, stop=stop)
    except checkpoint.CheckpointError as error:
        raise CommandFailed(str(error)) from error
    if stop.is_set():
        raise KeyboardInterrupt


def model_folder(name: str, info: PluginInfo) -> Path:
    """The folder of a model: a path, or the id of one of the plugin's. Raises WrongUsage."""
    if (Path(name) / CONFIG_FILE).is_file():
        return Path(name).resolve()
    if (found := folder_of_model(info.models, name)) is not None:
        return found
    raise WrongUsage(f"There is no model '{name}' for {info.title}: see `genre-studio models`.")


app = command_app(run_training, RunError)
