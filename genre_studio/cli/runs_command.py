"""`genre-studio runs`: the training runs in the background, and what to do with one."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from genre_studio.cli.command import JsonOption, command_app, folding_table, plain_console, write_json
from genre_studio.cli.failures import WrongUsage
from genre_studio.training.runs import Run, RunError, Runs
from genre_studio.training.runs.plain_json import to_json


class Action(StrEnum):
    LIST = "list"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    REMOVE = "remove"


def runs(
    action: Annotated[
        Action, typer.Argument(help="stop keeps what was learned as a model; remove deletes a run.")
    ] = Action.LIST,
    run: Annotated[str, typer.Argument(metavar="[RUN]", help="The run's name, as list shows it.")] = "",
    json_output: JsonOption = False,
) -> None:
    """List the training runs in the background, or pause, resume, stop or remove one."""
    known = Runs()
    if action is Action.LIST:
        tell_runs(known.all(), json_output=json_output)
        return
    if not run:
        raise WrongUsage(f"Say which run to {action}: `genre-studio runs` lists them.")
    match action:
        case Action.PAUSE:
            known.pause(run)
        case Action.RESUME:
            known.resume(run)
        case Action.STOP:
            known.stop_and_keep(run)
        case Action.REMOVE:
            known.remove(run)
            return
    tell_runs((known.find(run),), json_output=json_output)


def tell_runs(found: tuple[Run, ...], *, json_output: bool) -> None:
    """Runs as a table, or as JSON."""
    if json_output:
        write_json([_as_json(run) for run in found])
        return
    if not found:
        plain_console().print("No training runs. `genre-studio train DATASET --background` starts one.")
        return
    table = folding_table("Run", "", "Step", "Loss", "Held out", "Left", "")
    for run in found:
        state = run.state
        table.add_row(
            run.id,
            state.status,
            f"{state.step:,} of {state.steps:,}",
            "" if state.loss is None else f"{state.loss:.3f}",
            "" if state.best_held_out is None else f"{state.best_held_out:.3f} at {state.best_step:,}",
            _time_left(state.seconds_left),
            state.sentence,
        )
    plain_console().print(table)


def tell_started(run: Run, *, json_output: bool) -> None:
    """What a person needs to know of a run that was just started."""
    if json_output:
        write_json(_as_json(run))
    else:
        plain_console().print(f"Training goes on in the background as {run.id}: see `genre-studio runs`.")


def _as_json(run: Run) -> dict[str, Any]:
    return {"run": run.id, "title": run.title, "folder": run.folder.path, "model": run.model} | {
        "request": to_json(run.request),
        "state": to_json(run.state),
    }


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


app = command_app(runs, RunError)
