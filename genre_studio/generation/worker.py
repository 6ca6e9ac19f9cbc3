"""The worker process: imports plugins, keeps their generators, and does what the studio asks.

Its main thread runs plugin code; a second thread listens, so that a cancel is heard while a plugin
works, and ends the process when the studio is gone. Standard output and error both lead to the
studio's log of what the plugin printed; the channel is on private descriptors.
"""

import contextlib
import faulthandler
import importlib
import os
import pickle
import queue
import sys
import threading
import time
import traceback
from typing import IO, Any

from genre_studio.generation.channel import (
    ChannelError,
    Frame,
    notes_to_bytes,
    read_frame,
    take_to_frame,
    write_frame,
)
from genre_studio.generation.failure_words import error_in_words
from genre_studio.generation.memory_limit import limit_memory
from genre_studio.generation.outcomes import FailureKind, Place
from genre_studio.generation.quote_guard import QuoteGuard, is_take
from genre_studio.music.notes import Notes
from genre_studio.plugin_api.errors import Cancelled, GenerationError
from genre_studio.plugin_api.generator import Generator
from genre_studio.plugin_api.request import Request

_LONGEST_TRACEBACK = 20_000
_PROGRESS_INTERVAL_S = 0.02  # more than 50 a second would only fill the pipe


class _ReportToStudio:
    """The Report that a plugin is handed: sends what it is told, and raises Cancelled after a cancel."""

    def __init__(self, worker: "Worker", run: int) -> None:
        self._worker = worker
        self._run = run
        self._next_progress_s = 0.0
        self.broken = ""  # the first rule that was broken, even where the plugin swallowed the exception

    def progress(self, fraction: float, message: str = "") -> None:
        self._worker.raise_if_cancelled()
        now_s = time.monotonic()
        if now_s >= self._next_progress_s:
            self._next_progress_s = now_s + _PROGRESS_INTERVAL_S
            header = {"kind": "progress", "fraction": float(fraction), "text": str(message)[:200]}
            self._worker.send(self._run, Frame(header))

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        self._worker.raise_if_cancelled()
        try:
            blob = notes_to_bytes(notes)
        except ChannelError as error:
            self.broken = self.broken or str(error)
            raise
        header = {"kind": "notes", "take": int(take_index), "track": int(track_index)}
        self._worker.send(self._run, Frame(header, blob))


class Worker:
    """What the worker process knows: its generators, by dotted name, and whether it was cancelled."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._orders: queue.Queue[Frame] = queue.Queue()
        self._generators: dict[str, Generator] = {}
        self._guards: dict[str | None, QuoteGuard] = {}
        self._cancelled_runs: set[int] = set()
        self._current_run = 0
        self._sending = threading.Lock()  # a plugin may report from threads of its own

    def listen(self) -> None:
        """Pass orders on until the studio closes its end; then end the process, whatever it is doing."""
        with contextlib.suppress(OSError, ValueError, ChannelError):
            while (frame := read_frame(self._incoming)) is not None:
                if frame.header["kind"] == "cancel":
                    self._cancelled_runs.add(frame.header["run"])
                else:
                    self._orders.put(frame)
        os._exit(0)

    def work(self) -> None:
        """Carry out orders for ever."""
        while True:
            order = self._orders.get()
            if order.header["kind"] == "run":
                self._run(order)
            elif self._orders.empty():  # whatever came after it makes a preparation stale
                self._prepare(order)
            for stream in (sys.stdout, sys.stderr):
                stream.flush()

    def send(self, run: int, frame: Frame) -> None:
        with self._sending:
            write_frame(self._outgoing, Frame({**frame.header, "run": run}, frame.blob))

    def raise_if_cancelled(self) -> None:
        if self._current_run in self._cancelled_runs:
            raise Cancelled

    def _prepare(self, order: Frame) -> None:
        try:
            request: Request = pickle.loads(order.blob)
            self._generator(order.header["generator"]).prepare(request)
        except BaseException:
            # Anything a plugin may raise: the run that follows meets it again and tells it.
            traceback.print_exc()

    def _generator(self, dotted: str, run: int | None = None) -> Generator:
        """The generator of that name, imported and constructed when first asked for."""
        if dotted not in self._generators:
            module, _, name = dotted.partition(":")
            self._at(Place.IMPORT, run)
            cls: Any = importlib.import_module(module)
            for part in name.split("."):
                cls = getattr(cls, part)
            self._at(Place.CONSTRUCT, run)
            self._generators[dotted] = cls()
        return self._generators[dotted]

    def _guard(self, models: str | None) -> QuoteGuard:
        """The guard of a plugin's models, which keeps what it has read."""
        return self._guards.setdefault(models, QuoteGuard(models))

    def _at(self, place: Place, run: int | None) -> None:
        self._place = place
        if run is not None:
            self.send(run, Frame({"kind": "place", "place": str(place)}))

    def _run(self, order: Frame) -> None:
        run, dotted = order.header["run"], order.header["generator"]
        self._current_run = run
        report = _ReportToStudio(self, run)
        try:
            request: Request = pickle.loads(order.blob)
            generator = self._generator(dotted, run)
            self._at(Place.RUN, run)
            self.raise_if_cancelled()
            guard = self._guard(order.header.get("models"))
            for take in generator.generate(request, report):
                self.send(run, take_to_frame(guard.guarded(request, take) if is_take(take) else take))
                self.raise_if_cancelled()
            ending = {"ending": "broke", "sentence": report.broken} if report.broken else {"ending": "done"}
        except BaseException as error:
            # SystemExit and KeyboardInterrupt too: whatever a plugin raises ends its run, not the worker.
            ending = self._ending(error, report)
            if ending["ending"] == str(FailureKind.RAISED):
                self._generators.pop(dotted, None)  # its state is anybody's guess
        sys.stdout.flush()
        self.send(run, Frame({"kind": "end", **ending}))

    def _ending(self, error: BaseException, report: _ReportToStudio) -> dict[str, str]:
        if report.broken or isinstance(error, ChannelError):
            return {"ending": "broke", "sentence": report.broken or str(error)}
        if isinstance(error, Cancelled):
            return {"ending": "cancelled"}
        place = {"place": str(self._place)}
        if isinstance(error, GenerationError) and self._place is Place.RUN:
            return {"ending": str(FailureKind.REFUSED), "sentence": str(error), **place}
        words = error_in_words(error)
        trace = traceback.format_exc()[-_LONGEST_TRACEBACK:]
        return {"ending": str(FailureKind.RAISED), "sentence": words, "traceback": trace, **place}


def main(memory_limit_bytes: str = "0") -> None:
    """The process's start: take the channel for itself and leave plugins ordinary streams."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    faulthandler.enable()
    if int(memory_limit_bytes):
        limit_memory(int(memory_limit_bytes))
    worker = Worker(incoming, outgoing)
    threading.Thread(target=worker.listen, daemon=True).start()
    worker.work()
