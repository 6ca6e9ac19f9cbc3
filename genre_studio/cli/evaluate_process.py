"""`genre-studio evaluate` as a process that the window starts."""

import sys

from genre_studio.cli.main import main as command_line


def main(*arguments: str) -> None:
    """Run the command and end with its exit code."""
    sys.exit(command_line(["evaluate", *arguments]))
