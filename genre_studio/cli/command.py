"""What the commands share: their app, their --json option, and how values become JSON."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer
from rich.console import Console
from rich.table import Column, Table

from genre_studio.cli.failures import CommandFailed
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.session.errors import SessionError

JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for machines on standard output.")]
MidiArgument = Annotated[Path, typer.Argument(metavar="IN", help="The MIDI file or session to read.")]

_P = ParamSpec("_P")


def command_app(
    function: Callable[_P, None], *errors: type[Exception], epilog: str | None = None
) -> typer.Typer:
    """A typer app of one command. `errors` are the exceptions whose message is for the person, beside
    those of song files and generators.
    """
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(epilog=epilog)(_told_in_one_sentence(function, errors))
    return app


def told_app(functions: Mapping[str, Callable[..., None]], *errors: type[Exception]) -> typer.Typer:
    """A typer app of several commands by name, otherwise as `command_app`."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    for name, function in functions.items():
        app.command(name)(_told_in_one_sentence(function, errors))
    return app


def _told_in_one_sentence(
    function: Callable[_P, None], errors: tuple[type[Exception], ...]
) -> Callable[_P, None]:
    told: tuple[type[Exception], ...] = (MidiFileError, GenerationError, SessionError, *errors)

    @wraps(function)
    def command(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except told as error:
            raise CommandFailed(str(error)) from error

    return command


def write_json(value: object) -> None:
    """One JSON document on standard output, in ASCII: what a pipe's encoding is differs by system."""
    sys.stdout.write(json.dumps(value, default=_plain, indent=2) + "\n")


def plain_console() -> Console:
    """Standard output that shows brackets as they stand: names from files and plugins are not markup."""
    return Console(highlight=False, markup=False)


def folding_table(*headings: str) -> Table:
    """A table that breaks what is too long for the terminal into lines: an id cut short is none."""
    return Table(*(Column(heading, overflow="fold") for heading in headings))


def printable(text: str) -> str:
    """`text` from a file without the control characters by which it could command a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
