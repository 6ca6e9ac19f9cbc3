"""`genre-studio check-plugin NAME`: the conformance suite."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from genre_studio.cli.command import JsonOption, command_app, folding_table, plain_console, write_json
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.generation.conformance import CheckResult, check_plugin
from genre_studio.generation.discovery import PluginRecord, discover, find_record


def check(
    name: Annotated[str, typer.Argument(help="The plugin's id, or the name of its entry point.")],
    json_output: JsonOption = False,
) -> None:
    """Ask a plugin for music in every way that may catch it out, and tell which rules it keeps."""
    record = found_plugin(name)
    results = []
    console = Console(stderr=True, quiet=json_output)
    with console.status(Text(f"Checking {record.title}")) as status:
        for result in check_plugin(record):
            results.append(result)
            status.update(f"Checked: {result.name}")
            if not console.is_terminal:  # a log shows how far it came, too
                console.print(f"{result.name}: {'passed' if result.passed else 'FAILED'}", markup=False)
    failed = sum(not result.passed for result in results)
    if json_output:
        write_json({"plugin": name, "passed": not failed, "checks": [asdict(result) for result in results]})
    else:
        plain_console().print(_table(results))
    if failed:
        raise typer.Exit(CommandFailed.exit_code)


def found_plugin(name: str) -> PluginRecord:
    """The plugin of that id or entry-point name. Raises WrongUsage, naming those there are."""
    records = discover()
    record = find_record(records, name)
    if record is None:
        known = ", ".join(r.info.id if r.info else r.name for r in records) or "none"
        raise WrongUsage(f"There is no plugin '{name}'; installed: {known}.")
    return record


def _table(results: list[CheckResult]) -> Table:
    table = folding_table("Check", "", "What it did")
    for result in results:
        verdict = Text("passed") if result.passed else Text("FAILED", style="red")
        table.add_row(result.name, verdict, result.sentence)
    return table


app = command_app(check)
