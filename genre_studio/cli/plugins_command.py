"""`genre-studio plugins`: what is installed, and how each of them fares."""

import threading
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.table import Table

from genre_studio.cli.command import JsonOption, command_app, folding_table, plain_console, write_json
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance_bench import Bench
from genre_studio.generation.discovery import PluginRecord, discover
from genre_studio.generation.info_codec import info_to_json

_TRY_HANG_LIMIT_S = 10.0


def plugins(
    try_them: Annotated[
        bool, typer.Option("--try", help="Let each of them write two bars; tells those that fail in a run.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show tracebacks and prints.")] = False,
    hang_limit_s: Annotated[
        float, typer.Option("--hang-limit", min=0.1, help="Seconds without a sign of life that end a try.")
    ] = _TRY_HANG_LIMIT_S,
    json_output: JsonOption = False,
) -> None:
    """List the generator plugins: ready, or broken and why."""
    records: Iterable[PluginRecord] = discover(refresh=True)
    if try_them:
        records = [_tried(record, hang_limit_s) for record in records]
    if json_output:
        write_json([_as_json(record) for record in records])
        return
    console = plain_console()
    console.print(_table(records))
    for record in records:
        if record.error:
            console.print(f"{record.name}: {record.error}")
        if verbose and (record.traceback or record.log):
            console.print(record.traceback + record.log)


def _tried(record: PluginRecord, hang_limit_s: float) -> PluginRecord:
    """The record after the plugin was asked for one take of two bars."""
    if not record.usable or record.info is None:
        return record
    with WorkerClient([record], hang_limit_s=hang_limit_s) as client:
        request = Bench(record.info, client, lambda: client).request(takes=1)
        return record.after(client.run(record.info.id, request, lambda _: None, threading.Event()))


def _table(records: Iterable[PluginRecord]) -> Table:
    table = folding_table("Plugin", "Title", "Package", "State", "Can", "Genres")
    for record in records:
        state = f"{record.state} ({record.kind})" if record.kind else str(record.state)
        package = f"{record.distribution} {record.version}".strip()
        can = ", ".join(sorted(record.info.abilities)) if record.info else ""
        genres = ", ".join(record.info.genres) if record.info else ""
        name = record.info.id if record.info else record.name
        table.add_row(name, record.title, package, state, can, genres)
    return table


def _as_json(record: PluginRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "id": record.info.id if record.info else None,
        "state": record.state,
        "kind": record.kind,
        "distribution": record.distribution,
        "version": record.version,
        "error": record.error,
        "traceback": record.traceback,
        "log": record.log,
        "info": info_to_json(record.info) if record.info else None,
    }


app = command_app(plugins)
