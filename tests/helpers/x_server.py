"""A real X server with a window manager, and programs on it that are heard line by line."""

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAMS = ("Xvfb", "openbox", "xdotool")
PATIENCE_S = 120.0
"""A loaded machine takes its time: nothing here waits longer than it must, and gives up only after this."""

_ROOT = Path(__file__).parents[2]


class OnScreen:
    """A Python program that shows a window; what it prints is read as it comes."""

    def __init__(self, code: str, *arguments: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-c", code, *arguments]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment, cwd=_ROOT
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._heard: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def said(self, word: str) -> str | None:
        """The rest of the last line that began with `word`; None where none did yet."""
        while not self._lines.empty():
            self._heard.append(self._lines.get())
        rest = (line.removeprefix(word).strip() for line in reversed(self._heard) if line.startswith(word))
        return next(rest, None)

    def wait_for(self, word: str, meanwhile: Callable[[], object] = lambda: None) -> str:
        """As `said`, once it has been; `meanwhile` is done again and again until then."""
        give_up_s = time.monotonic() + PATIENCE_S
        while (rest := self.said(word)) is None:
            if self._process.poll() is not None:
                self._reader.join()  # its last words may still be on their way
                if (rest := self.said(word)) is not None:
                    return rest
                pytest.fail(f"the program ended before it said {word!r}; it said {self._heard}")
            if time.monotonic() > give_up_s:
                pytest.fail(f"the program did not say {word!r} in {PATIENCE_S:g} s; it said {self._heard}")
            meanwhile()
            time.sleep(0.05)
        return rest

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))


@contextmanager
def x_server() -> Iterator[dict[str, str]]:
    """The environment in which programs show on a server of their own; skips where programs are missing."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    reading, writing = os.pipe()
    # The server picks a display that is free and says which: a number of ours could be taken.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writing],
    )
    os.close(writing)
    with os.fdopen(reading) as numbers:
        display = numbers.readline().strip()  # an empty line where the server ended instead
    manager: subprocess.Popen[bytes] | None = None
    try:
        if not display:
            pytest.fail("the X server did not start")
        environment = {**os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen(
            ["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        yield environment
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()


class Pointer:
    """The server's pointer, moved as a hand would: in steps, with moves between that programs can follow."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self.x, self.y = 0, 0

    def move(self, x: int, y: int) -> None:
        self.x, self.y = x, y
        self._do("mousemove", str(x), str(y))

    def step_towards(self, x: int, y: int, pixels: int = 30) -> None:
        """One step of a longer way; at its end, a pixel to and fro."""
        dx, dy = x - self.x, y - self.y
        if abs(dx) + abs(dy) <= 2:
            self.move(self.x + 1, self.y)
            return
        share = min(1.0, pixels / max(abs(dx), abs(dy)))
        self.move(self.x + round(dx * share), self.y + round(dy * share))

    def press(self) -> None:
        self._do("mousedown", "1")

    def release(self) -> None:
        self._do("mouseup", "1")

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=PATIENCE_S)
