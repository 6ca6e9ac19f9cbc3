"""The studio's end of one worker process: three small threads around three pipes."""

import collections
import contextlib
import queue
import subprocess
import threading
from typing import IO

from genre_studio.generation.channel import ChannelError, Frame, read_frame, write_frame
from genre_studio.generation.failure_words import exit_in_words
from genre_studio.generation.python_child import child_command, detached, end_child, has_ended, wait_for_end

_LARGEST_ANSWER = 64 << 20  # bytes of notes in one message
_WAITING_ANSWERS = 256  # then the pipe fills and the plugin waits
_LOG_LINES = 400
_LONGEST_LINE = 2_000
_JOIN_S = 1.0


class WorkerProcess:
    """Starts a worker; orders go in without blocking, answers come out one by one."""

    def __init__(self, memory_limit_bytes: int = 0) -> None:
        self._child = subprocess.Popen(
            child_command("genre_studio.generation.worker", str(memory_limit_bytes)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **detached(),
        )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        assert self._child.stderr is not None
        self._orders: queue.Queue[Frame | None] = queue.Queue()
        self._answers: queue.Queue[Frame | ChannelError | None] = queue.Queue(_WAITING_ANSWERS)
        self._log: collections.deque[str] = collections.deque(maxlen=_LOG_LINES)
        self._closed = threading.Event()
        pumps = (
            (self._write_orders, self._child.stdin),
            (self._read_answers, self._child.stdout),
            (self._read_log, self._child.stderr),
        )
        self._threads = [threading.Thread(target=pump, args=(stream,), daemon=True) for pump, stream in pumps]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        return not self._closed.is_set() and not has_ended(self._child)

    @property
    def pid(self) -> int:
        return self._child.pid

    def send(self, frame: Frame) -> None:
        """Queue an order. Never blocks; a process that has ended is noticed by `receive`."""
        self._orders.put(frame)

    def receive(self, timeout_s: float) -> Frame | None:
        """The next answer, or None once there will be no more.

        Raises queue.Empty after `timeout_s`, ChannelError for bytes that no worker may send.
        """
        answer = self._answers.get(timeout=timeout_s)
        if isinstance(answer, ChannelError):
            raise answer
        return answer

    def log(self) -> str:
        """The last lines that the plugin printed."""
        return "".join(tuple(self._log))

    def clear_log(self) -> None:
        self._log.clear()

    def end_in_words(self) -> str:
        """How the process ended, to follow "it ..."; kills it where it only closed its channel."""
        code = wait_for_end(self._child, _JOIN_S)
        self.kill()
        return "closed its channel to the studio" if code is None else exit_in_words(code)

    def kill(self) -> None:
        """End the process and the threads around it. May be called twice, from any thread."""
        self._closed.set()
        self._orders.put(None)
        end_child(self._child)
        for thread in self._threads:
            thread.join(timeout=_JOIN_S)

    def _write_orders(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            while (frame := self._orders.get()) is not None:
                write_frame(stream, frame)
        with contextlib.suppress(OSError):
            stream.close()

    def _read_answers(self, stream: IO[bytes]) -> None:
        answer: Frame | ChannelError | None = None
        with stream:
            while not self._closed.is_set():
                try:
                    answer = read_frame(stream, _LARGEST_ANSWER)
                except ChannelError as error:
                    answer = error
                except (OSError, ValueError):
                    answer = None
                self._put_answer(answer)
                if not isinstance(answer, Frame):
                    break

    def _put_answer(self, answer: Frame | ChannelError | None) -> None:
        """Wait for room: a plugin that says more than anyone reads fills the pipe, not the memory."""
        while True:
            with contextlib.suppress(queue.Full):
                self._answers.put(answer, timeout=0.1)
                return
            if self._closed.is_set():
                return

    def _read_log(self, stream: IO[bytes]) -> None:
        with stream, contextlib.suppress(OSError, ValueError):
            while line := stream.readline(_LONGEST_LINE):
                self._log.append(line.decode(errors="replace"))
