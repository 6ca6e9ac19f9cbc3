"""`genre-studio models`: what the plugins ship, how good it is and what it may be used for."""

from typing import Any

from genre_studio.cli.command import JsonOption, command_app, folding_table, plain_console, write_json
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
    table = folding_table(
        "Model", "Plugin", "Genres", "Parameters", "Held out, nats a note", "Trained on", "Licence"
    )
    for model in found:
        if isinstance(model, ModelInfo):
            losses = ", ".join(f"{genre} {loss:.3f}" for genre, loss in model.held_out.items())
            size = f"{model.parameter_count:,}"
            genres = ", ".join(model.genres)
            table.add_row(model.id, model.plugin_id, genres, size, losses, model.training_data, model.licence)
        else:
            console.print(model.error)
    console.print(table)


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
