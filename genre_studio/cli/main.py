"""The console script: finds the command and turns whatever goes wrong into one sentence.

Each command is a module with a typer `app` of its own, imported only when it is called: `--help`
answers at once although some commands import the synth or a neural network.
"""

import errno
import io
import json
import os
import sys
from importlib import import_module
from typing import Any

from typer.exceptions import TyperException

from genre_studio.cli.failures import FAILED, INTERRUPTED, CommandFailed

PROGRAM = "genre-studio"

COMMANDS = {
    "continue": ("continue_command", "Continue a MIDI file in a genre; writes takes as .mid files."),
    "info": ("info_command", "Say what is in a MIDI file."),
    "render": ("render_command", "Turn a MIDI file into sound (.wav)."),
    "demo": ("demo_command", "Continue the demo song in every genre: .mid, .wav and .png."),
    "plugins": ("plugins_command", "List the generator plugins and how they fare."),
    "check-plugin": ("check_plugin_command", "Check that a plugin keeps every rule."),
    "models": ("models_command", "List the models that the plugins ship."),
    "train": ("train_command", "Train a plugin's model on a folder of music."),
}
"""Module below `genre_studio.cli` and one line of help, by the name that is typed."""

_OPEN = "open_command"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that the terminal cannot show is no failure
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except CommandFailed as error:
        return _fail(str(error), error.exit_code, arguments)
    except TyperException as error:
        return _fail(error.format_message(), error.exit_code, arguments)
    except KeyboardInterrupt:
        return _fail("Cancelled.", INTERRUPTED, arguments)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of a pipe (head, less) has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return FAILED
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}.", FAILED, arguments)


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        module, rest, program = COMMANDS[name][0], arguments[1:], f"{PROGRAM} {name}"
    else:
        module, rest, program = _OPEN, arguments, PROGRAM
    app: Any = import_module(f"genre_studio.cli.{module}").app
    result = app(args=rest, prog_name=program, standalone_mode=False)
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _fail(sentence: str, exit_code: int, arguments: list[str]) -> int:
    """One sentence on standard error; with --json also an object on standard output."""
    if "--json" in arguments:
        sys.stdout.write(json.dumps({"error": sentence}) + "\n")
        sys.stdout.flush()
    sys.stderr.write(f"{PROGRAM}: {sentence}\n")
    return exit_code
