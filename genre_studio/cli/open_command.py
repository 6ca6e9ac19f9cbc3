"""`genre-studio [FILE]`: the window."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from genre_studio import __version__
from genre_studio.cli.command_table import COMMANDS, PROGRAM
from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.main import open_window

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def _help() -> str:
    rows = "\n".join(f"  {name:<14}{words}" for name, (_, words) in COMMANDS.items())
    return (
        "Open the studio's window, on FILE or on the demo song.\n\n"
        f"\b\nCommands:\n{rows}\n\n"
        f"`{PROGRAM} COMMAND --help` says more about a command. Every command takes --json.\n"
        "Exit codes: 0 done, 1 failed, 2 wrong usage."
    )


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        raise typer.Exit


@app.command(help=_help())
def open_file(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A session or MIDI file to open.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    if file is not None and not file.exists():
        raise WrongUsage(f"There is no file or command '{file}'; {PROGRAM} --help lists the commands.")
    open_window(file)
