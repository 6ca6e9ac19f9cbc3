"""Ask plugins for notes, from any program, without Qt: one worker process, restarted when it is lost."""

import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import Message, Outcome
from genre_studio.plugin_api.request import Request

HANG_LIMIT_S = 30.0
CONSTRUCT_LIMIT_S = 120.0
CANCEL_WAIT_S = 0.5


class WorkerClient:
    """Runs the generators of `records` in a worker process that keeps their models loaded.

    No method touches the song. `run` blocks: call it from a job thread. `start` and `prepare` return
    at once. Safe to call from several threads; one run at a time, a second one waits for its turn.
    """

    def __init__(
        self,
        records: Iterable[PluginRecord],
        *,
        hang_limit_s: float = HANG_LIMIT_S,
        construct_limit_s: float = CONSTRUCT_LIMIT_S,
        cancel_wait_s: float = CANCEL_WAIT_S,
        memory_limit_bytes: int | None = None,
    ) -> None: ...

    def start(self) -> None:
        """Start the worker ahead of the first request. Returns at once."""

    def prepare(self, plugin_id: str, request: Request) -> None:
        """Let the plugin load its model and read the context, in the background. Returns at once.

        What goes wrong here is told by the `run` that follows.
        """

    def run(
        self,
        plugin_id: str,
        request: Request,
        on_message: Callable[[Message], None],
        stop: threading.Event,
    ) -> Outcome:
        """Ask for takes; `on_message` hears progress, notes and takes, in this thread, in order.

        Set `stop` from any thread to cancel: the plugin is asked, given `cancel_wait_s`, then killed.
        Always returns exactly one of Succeeded, Failed, Cancelled; never raises (bar what
        `on_message` raises, after which the run is cancelled).
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the worker. A run in progress ends as cancelled. May be called twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
