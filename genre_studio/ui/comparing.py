"""Two models on the same bars with the same seed: a take of each, side by side on the shelf."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.generation.outcomes import Outcome, Succeeded
from genre_studio.plugin_api import Ability, GenerationError, PluginInfo, Request
from genre_studio.ui.generating import Generating


class Comparing(QObject):
    """Asks one model after the other; `request` is what the main button would ask now.

    Signals: said(str): what just happened, or why it cannot.
    """

    said = Signal(str)

    def __init__(self, generating: Generating, request: Callable[[], Request], parent: QObject) -> None:
        super().__init__(parent)
        self._generating, self._request = generating, request
        self._next: tuple[PluginInfo, Request] | None = None
        generating.ended.connect(self._go_on)

    def compare(self, info: PluginInfo, first: str, second: str) -> None:
        """A take of each of these models of a generator."""
        if self._generating.is_running:
            self.said.emit("Wait for the takes that are being written, or stop them first.")
            return
        try:
            request = self._request()
        except GenerationError as error:
            self.said.emit(str(error))
            return
        takes = request.takes if request.ability is Ability.INTERPOLATE else 1
        self._next = info, replace(request, model=second, takes=takes)
        self._generating.ask(info, replace(request, model=first, takes=takes))

    @Slot(object, object)
    def _go_on(self, _request: Request, outcome: Outcome) -> None:
        after, self._next = self._next, None
        if after is not None and isinstance(outcome, Succeeded):
            self._generating.ask(*after)
