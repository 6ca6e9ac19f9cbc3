"""The console script: opens the window, or runs a command; whatever goes wrong becomes one sentence.

The window's start is what a person waits for, so on its way nothing is imported that it does not
need: typer and rich come with `dispatch`, for commands alone.
"""

import errno
import gc
import io
import json
import os
import sys
from importlib import import_module
from pathlib import Path

from genre_studio.cli.command_table import COMMANDS, PROGRAM
from genre_studio.cli.failures import FAILED, INTERRUPTED, CommandFailed


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that the terminal cannot show is no failure
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        if sys.stdout is not None:  # a window without a console, on Windows, has none
            sys.stdout.flush()
        return code
    except CommandFailed as error:
        return _fail(str(error), error.exit_code, arguments)
    except KeyboardInterrupt:
        return _fail("Cancelled.", INTERRUPTED, arguments)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of a pipe (head, less) has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return FAILED
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}.", FAILED, arguments)


def open_window(file: Path | None) -> int:
    """The window, until it is closed. Raises CommandFailed where it ends with an error."""
    gc.disable()  # until the window shows: what is imported stays, and looking for garbage in it takes time
    try:
        # By name: the window brings Qt, which no command may need.
        if import_module("genre_studio.app").run(file):
            raise CommandFailed("The window closed because of an error.")
    finally:
        gc.enable()
    return 0


def _run(arguments: list[str]) -> int:
    if not arguments:
        return open_window(None)
    if len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        file = Path(arguments[0])
        if file.exists():
            return open_window(file)
    code: int = import_module("genre_studio.cli.dispatch").run_command(arguments)
    return code


def _fail(sentence: str, exit_code: int, arguments: list[str]) -> int:
    """One sentence on standard error; with --json also an object on standard output."""
    if "--json" in arguments:
        sys.stdout.write(json.dumps({"error": sentence}) + "\n")
        sys.stdout.flush()
    sys.stderr.write(f"{PROGRAM}: {sentence}\n")
    return exit_code
