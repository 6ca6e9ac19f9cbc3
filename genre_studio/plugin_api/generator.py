"""The protocol that a generator class implements, and what it is handed to report with."""

from collections.abc import Iterator
from typing import Protocol

from genre_studio.music.notes import Notes
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take


class Report(Protocol):
    """How a generator tells what it is doing. Both methods raise Cancelled after a cancel."""

    def progress(self, fraction: float, message: str = "") -> None:
        """`fraction` of the whole request that is done, 0..1. Call at least every 0.2 s."""

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        """New notes of a take in the making, shown at once. The finished Take is what counts."""


class Generator(Protocol):
    """Constructed once in a worker process (load weights here), then asked many times."""

    def __init__(self) -> None: ...

    def prepare(self, request: Request) -> None:
        """Called when the person is about to ask: load the model, read the context. May do nothing."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        """Yield exactly `request.takes` takes, in any order, each as soon as it is whole.

        Raises GenerationError where the request cannot be met.
        """
