"""Find the command that was typed and run it; what typer says about a mistake becomes our sentence.

Each command is a module with a typer `app` of its own, imported only when it is called: `--help`
answers at once although some commands import the synth or a neural network.
"""

import re
from importlib import import_module
from typing import Any

from typer.exceptions import TyperException

from genre_studio.cli.command_table import COMMANDS, OPEN, PROGRAM
from genre_studio.cli.failures import INTERRUPTED, WRONG_USAGE, CommandFailed, WrongUsage

_INVALID = re.compile(r"Invalid value for '?(?P<option>[^':]+)'?: Input should be (?P<rule>.*)")
_RULES = (
    (re.compile(r"a valid integer.*"), "a whole number"),
    (re.compile(r"a valid number.*"), "a number"),
    (re.compile(r"greater than or equal to (\S+)"), r"\1 or more"),
    (re.compile(r"less than or equal to (\S+)"), r"\1 or less"),
)
"""What typer says of a number, and the same in plain words."""


def run_command(arguments: list[str]) -> int:
    """Run the command that `arguments` name; its exit code. Raises CommandFailed, KeyboardInterrupt."""
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        module, rest, program = COMMANDS[name][0], arguments[1:], f"{PROGRAM} {name}"
    else:
        module, rest, program = OPEN, arguments, PROGRAM
    app: Any = import_module(f"genre_studio.cli.{module}").app
    try:
        result = app(args=rest, prog_name=program, standalone_mode=False)
    except TyperException as error:
        failure = WrongUsage if error.exit_code == WRONG_USAGE else CommandFailed
        raise failure(plain_sentence(error.format_message())) from error
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def plain_sentence(message: str) -> str:
    """Typer's message about a mistyped option, as a person would say it."""
    if match := _INVALID.fullmatch(message):
        for rule, words in _RULES:
            if told := rule.fullmatch(match["rule"]):
                return f"{match['option']} must be {told.expand(words)}."
    return message
