"""What a person wishes of a run, asked after every step."""

import time
from collections.abc import Callable

from genre_studio.training.courtesy import Courtesy
from genre_studio.training.runs.folder import RunFolder, Wish

_ASK_EVERY_S = 0.1


class Wishes:
    """`should_stop` for trainers. `wish` is what was last read; once not RUN it stays."""

    def __init__(
        self, folder: RunFolder, courtesy: Courtesy, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._courtesy, self._clock = folder, courtesy, clock
        self._ask_at_s = 0.0
        self.wish = Wish.RUN

    def pause(self) -> None:
        """The system asks this process to end: as if a person had asked for a pause."""
        if self.wish is Wish.RUN:
            self.wish = Wish.PAUSE

    def should_stop(self) -> bool:
        now_s = self._clock()
        if self.wish is Wish.RUN and now_s >= self._ask_at_s:
            self._ask_at_s = now_s + _ASK_EVERY_S
            self._courtesy.heed(now_s)
            self.wish = self._folder.read_wish()
        return self.wish is not Wish.RUN
