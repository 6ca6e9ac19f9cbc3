"""Ask plugins for notes, from any program, without Qt: one worker process, restarted when it is lost."""

import contextlib
import pickle
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self

from genre_studio.generation.channel import ChannelError, Frame
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.memory_limit import usual_memory_limit_bytes
from genre_studio.generation.outcomes import (
    Cancelled,
    Failed,
    FailureKind,
    Message,
    Outcome,
    PartialNotes,
    Place,
    Progress,
    Succeeded,
    TakeReady,
)
from genre_studio.generation.run_state import RunState
from genre_studio.generation.worker_process import WorkerProcess
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.request import Request

HANG_LIMIT_S = 30.0
CONSTRUCT_LIMIT_S = 120.0  # a first import of torch from a slow disk, and the weights
CANCEL_WAIT_S = 0.5
_POLL_S = 0.02

OnMessage = Callable[[Message], None]


class WorkerClient:
    """Runs the generators of `records` in a worker process that keeps their models loaded.

    No method touches the song. `run` blocks: call it from a job thread. `start` and `prepare` return
    at once. Safe to call from several threads; one run at a time, a second one waits for its turn.

    A run without a sign of life for `hang_limit_s` (`construct_limit_s` while the plugin loads) is
    killed. `memory_limit_bytes` bounds the worker's data where the system can do that: by default three
    quarters of the machine's memory, 0 for no bound.
    """

    def __init__(
        self,
        records: Iterable[PluginRecord],
        *,
        hang_limit_s: float = HANG_LIMIT_S,
        construct_limit_s: float = CONSTRUCT_LIMIT_S,
        cancel_wait_s: float = CANCEL_WAIT_S,
        memory_limit_bytes: int | None = None,
    ) -> None:
        self._infos = {r.info.id: r.info for r in records if r.usable and r.info is not None}
        self._hang_limit_s = hang_limit_s
        self._construct_limit_s = construct_limit_s
        self._cancel_wait_s = cancel_wait_s
        self._memory_limit_bytes = (
            usual_memory_limit_bytes() if memory_limit_bytes is None else memory_limit_bytes
        )
        self._turn = threading.Lock()  # held during a run
        self._process_lock = threading.Lock()
        self._process: WorkerProcess | None = None
        self._closing = threading.Event()
        self._runs = 0

    def start(self) -> None:
        """Start the worker ahead of the first request. Returns at once; a failure is told by `run`."""
        with contextlib.suppress(OSError):
            self._running_process()

    def prepare(self, plugin_id: str, request: Request) -> None:
        """Let the plugin load its model and read the context, in the background. Returns at once.

        What goes wrong here is told by the `run` that follows.
        """
        info = self._infos.get(plugin_id)
        self.start()
        process = self._process
        if info is not None and process is not None:
            process.send(_order("prepare", 0, info, request))

    def run(self, plugin_id: str, request: Request, on_message: OnMessage, stop: threading.Event) -> Outcome:
        """Ask for takes; `on_message` hears progress, notes and takes, in this thread, in order.

        Set `stop` from any thread to cancel: the plugin is asked, given `cancel_wait_s`, then killed.
        Always returns exactly one of Succeeded, Failed, Cancelled; never raises (bar what
        `on_message` raises, after which the run is cancelled).
        """
        info = self._infos.get(plugin_id)
        if info is None:
            sentence = f"There is no working generator '{plugin_id}'; look at the plugins panel for why."
            return Failed(sentence, Place.DESCRIBE, FailureKind.REFUSED)
        while not self._turn.acquire(timeout=_POLL_S):
            if stop.is_set() or self._closing.is_set():
                return Cancelled()
        try:
            return self._run(info, request, on_message, stop)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the worker. A run in progress ends as cancelled. May be called twice."""
        self._closing.set()
        with self._process_lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _running_process(self) -> WorkerProcess | None:
        """The worker, started where there is none; None once the client is closed. Raises OSError."""
        with self._process_lock:
            if self._closing.is_set():
                return None
            if self._process is not None and not self._process.alive:
                self._process.kill()
                self._process = None
            if self._process is None:
                self._process = WorkerProcess(self._memory_limit_bytes)
            return self._process

    def _lose(self, process: WorkerProcess) -> None:
        """Kill the worker and start its successor, so that the next run need not wait for one."""
        process.kill()
        self.start()

    def _run(
        self, info: PluginInfo, request: Request, on_message: OnMessage, stop: threading.Event
    ) -> Outcome:
        self._runs += 1
        state = RunState(self._runs, request, info)
        try:
            process = self._running_process()
        except OSError as error:
            return Failed(f"The worker could not be started: {error}.", Place.IMPORT, FailureKind.DIED)
        if process is None:
            return Cancelled()
        process.clear_log()
        process.send(_order("run", state.run, info, request))
        try:
            outcome = self._follow(process, state, on_message, stop)
        except BaseException:
            self._cancel(process, state)
            raise
        if isinstance(outcome, Failed) and outcome.kind is not FailureKind.REFUSED:
            outcome = replace(outcome, log=process.log())
        return outcome

    def _follow(
        self, process: WorkerProcess, state: RunState, on_message: OnMessage, stop: threading.Event
    ) -> Outcome:
        """Pass messages on until the run ends, is stopped, or gives no sign of life for too long."""
        alive_at_s = time.monotonic()
        while not stop.is_set() and not self._closing.is_set():
            limit_s = self._hang_limit_s if state.place is Place.RUN else self._construct_limit_s
            try:
                frame = process.receive(_POLL_S)
            except queue.Empty:
                if time.monotonic() - alive_at_s > limit_s:
                    self._lose(process)
                    return state.hung(limit_s)
                continue
            except ChannelError as error:
                self._lose(process)
                return state.died(str(error))
            if frame is None:
                return self._ended(process, state)
            alive_at_s = time.monotonic()
            meaning = state.accept(frame)
            if isinstance(meaning, Progress | PartialNotes | TakeReady):
                on_message(meaning)
            elif isinstance(meaning, Failed) and frame.header.get("kind") != "end":
                self._cancel(process, state)  # it broke a rule and would go on
                return meaning
            elif meaning is not None:
                return meaning
        return self._cancel(process, state)

    def _ended(self, process: WorkerProcess, state: RunState) -> Outcome:
        if self._closing.is_set():
            return Cancelled(state.takes)
        how = process.end_in_words()
        self.start()
        return state.died(how)

    def _cancel(self, process: WorkerProcess, state: RunState) -> Outcome:
        """Ask the plugin to stop; kill it where it has not within `cancel_wait_s`."""
        process.send(Frame({"kind": "cancel", "run": state.run}))
        give_up_at_s = time.monotonic() + self._cancel_wait_s
        while (left_s := give_up_at_s - time.monotonic()) > 0:
            try:
                frame = process.receive(left_s)
            except (queue.Empty, ChannelError):
                break
            if frame is None:
                break
            meaning = state.accept(frame)
            if isinstance(meaning, Succeeded | Cancelled) or frame.header.get("kind") == "end":
                return Cancelled(state.takes)
        self._lose(process)
        return Cancelled(state.takes, killed=True)


def _order(kind: str, run: int, info: PluginInfo, request: Request) -> Frame:
    # Read-only views cannot be pickled.
    plain = replace(request, parameters=dict(request.parameters), far_end=dict(request.far_end))
    return Frame(
        {"kind": kind, "run": run, "generator": info.generator, "models": info.models}, pickle.dumps(plain)
    )
