"""Plays clips in a process of its own, started by the first one."""

import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from genre_studio.playback.child import start_child
from genre_studio.playback.wire import read_value, write_value

_END_WITHIN_S = 2.0


class ClipPlayer:
    """Used from one thread. `troubled(sentence)` is called on another one where a clip cannot be played."""

    def __init__(self, troubled: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._troubled, self._clock = troubled, clock
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._began_s: float | None = None

    @property
    def is_playing(self) -> bool:
        return self._began_s is not None

    @property
    def position_s(self) -> float:
        """How far into the clip it is, loops counted; 0 while nothing plays."""
        return self._clock() - self._began_s if self._began_s is not None else 0.0

    def play(self, path: Path, from_s: float = 0.0) -> None:
        """Play a clip over and over, from `from_s` seconds into it."""
        self._send((path, from_s))
        self._began_s = self._clock() - from_s

    def stop(self) -> None:
        if self._process is not None:
            self._send(None)
        self._began_s = None

    def close(self) -> None:
        """End the process, if there is one; returns once it has ended."""
        process, self._process, self._began_s = self._process, None, None
        if process is None:
            return
        with suppress(OSError):
            cast(BinaryIO, process.stdin).close()
        try:
            process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._listener is not None:
            self._listener.join()
        cast(BinaryIO, process.stdout).close()

    def _send(self, value: object) -> None:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = start_child("genre_studio.playback.clip_player_process")
            answers = cast(BinaryIO, self._process.stdout)
            self._listener = threading.Thread(target=self._listen, args=(answers,), name="clip player")
            self._listener.start()
        with suppress(OSError):  # it has just died: the next clip starts another one
            write_value(cast(BinaryIO, self._process.stdin), value)

    def _listen(self, answers: BinaryIO) -> None:
        with suppress(EOFError, OSError, ValueError):
            while True:
                self._troubled(str(read_value(answers)))
