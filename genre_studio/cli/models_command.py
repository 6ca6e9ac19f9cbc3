"""`genre-studio models`: what there is, how good it is and what it may be used for; one's own come and go."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding

from genre_studio.cli.command import JsonOption, command_app, plain_console, write_json
from genre_studio.cli.failures import WrongUsage
from genre_studio.generation.discovery import discover
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.models import BrokenModel, ModelInfo, models_of
from genre_studio.training.model_store import ModelStore, ModelStoreError


class Action(StrEnum):
    LIST = "list"
    IMPORT = "import"
    EXPORT = "export"
    RENAME = "rename"
    DELETE = "delete"
    RESTORE = "restore"


def models(
    action: Annotated[Action, typer.Argument(help="restore brings a deleted model back.")] = Action.LIST,
    name: Annotated[
        str, typer.Argument(metavar="[MODEL]", help="A model's id; for import a folder or zip.")
    ] = "",
    title: Annotated[str, typer.Argument(metavar="[TITLE]", help="For rename: the new name.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="For export: the zip to write.")] = None,
    json_output: JsonOption = False,
) -> None:
    """List the models that the plugins ship and your own; import, export, rename or delete one."""
    store = ModelStore()
    if action is not Action.LIST and not name:
        raise WrongUsage(f"Say which model to {action}: `genre-studio models` lists them.")
    found: list[ModelInfo | BrokenModel] = []
    match action:
        case Action.LIST:
            found = all_models(store)
        case Action.IMPORT:
            found = [store.import_from(Path(name), [info.id for info in _infos()])]
        case Action.EXPORT:
            model = _any_model(store, name)
            store.export(model.path, out if out is not None else Path(f"{model.id}.zip"))
            found = [model]
        case Action.RENAME:
            found = [store.rename(name, title)]
        case Action.DELETE:
            found = [store.find(name)]
            store.delete(name)
        case Action.RESTORE:
            found = [store.restore(name)]
    if json_output:
        write_json([_as_json(model) for model in found])
        return
    console = plain_console()
    for model_ in found:
        if isinstance(model_, ModelInfo):
            _tell(console, model_)
        else:
            console.print(f"{model_.error}\n")
    if action is Action.DELETE:
        console.print(
            f"Deleted. Until the studio starts next, `genre-studio models restore {name}` undoes it."
        )


def all_models(store: ModelStore) -> list[ModelInfo | BrokenModel]:
    """What the plugins ship, what is a person's own, and what is broken among either."""
    found = [model for info in _infos() for model in models_of(info)]
    listed = {model.path for model in found}
    return [*found, *(model for model in store.all() if model.path not in listed)]


def _infos() -> list[PluginInfo]:
    return [record.info for record in discover() if record.usable and record.info is not None]


def _any_model(store: ModelStore, model_id: str) -> ModelInfo:
    models = all_models(store)
    known = {model.id: model for model in models if isinstance(model, ModelInfo)}
    return known[model_id] if model_id in known else store.find(model_id)


def _tell(console: Console, model: ModelInfo) -> None:
    """One model as a paragraph: sources and licences are too long for the columns of a table."""
    by_genre = ", ".join(f"{genre} {loss:.3f}" for genre, loss in model.held_out.items())
    losses = f"{by_genre} nats a note" if by_genre else "no loss: it gives no probabilities"
    console.print(f"{model.id}: {model.title}, for {model.plugin_id}")
    console.print(f"  Genres      {', '.join(model.genres)}")
    console.print(f"  Size        {model.parameter_count:,} parameters")
    console.print(f"  Held out    {losses}")
    console.print("  Trained on")
    _tell_list(console, model.training_data.split(", "))
    console.print("  Licences")
    _tell_list(console, model.licence.split(" | "))
    console.print(f"  Card        {model.card_path}\n", soft_wrap=True)


def _tell_list(console: Console, lines: list[str]) -> None:
    for line in lines:
        console.print(Padding(line, (0, 0, 0, 4)))


def _as_json(model: ModelInfo | BrokenModel) -> dict[str, Any]:
    if isinstance(model, BrokenModel):
        return {"path": str(model.path), "error": model.error}
    return {
        "id": model.id,
        "title": model.title,
        "plugin": model.plugin_id,
        "genres": model.genres,
        "parameters": model.parameter_count,
        "sha256": model.sha256,
        "training_data": model.training_data,
        "licence": model.licence,
        "held_out": dict(model.held_out),
        "path": str(model.path),
        "card": str(model.card_path),
    }


app = command_app(models, ModelStoreError)
