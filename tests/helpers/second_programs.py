"""Starting `second_program.py` beside the engine, telling it to go, and reading what it says."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(__file__).with_name("second_program.py")
PATIENCE_S = 60.0  # beside a training, which the benchmarks start


@contextmanager
def second_program(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """A program with a port, which is there already and waits for a word."""
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(PATIENCE_S)
        process.stdout.close()


def go(process: "subprocess.Popen[str]") -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def lines_of(process: "subprocess.Popen[str]") -> list[str]:
    """What it says until it is done, or gone."""
    lines: list[str] = []
    while (line := process.stdout.readline().strip()) not in ("done", ""):
        lines.append(line)
    return lines
