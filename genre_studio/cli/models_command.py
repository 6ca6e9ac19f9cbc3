"""`genre-studio models`: what the plugins ship, how good it is and what it may be used for."""

from typing import Any

from rich.console import Console
from rich.padding import Padding

from genre_studio.cli.command import JsonOption, command_app, plain_console, write_json
from genre_studio.generation.discovery import discover
from genre_studio.plugin_api.models import BrokenModel, ModelInfo, models_of


def models(json_output: JsonOption = False) -> None:
    """List the models that the plugins ship."""
    infos = [record.info for record in discover() if record.usable and record.info is not None]
    found = [model for info in infos for model in models_of(info)]
    if json_output:
        write_json([_as_json(model) for model in found])
        return
    console = plain_console()
    for model in found:
        if isinstance(model, ModelInfo):
            _tell(console, model)
        else:
            console.print(f"{model.error}\n")


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


app = command_app(models)
