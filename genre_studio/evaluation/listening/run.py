"""One listener going through a test: where they are, what they heard, what they answered."""

from collections.abc import Callable, Iterable

from genre_studio.evaluation.listening.design import ListeningTest, choices_of
from genre_studio.music.listening import ListeningAnswer


class ListeningRun:
    """Begins at the first question without an answer. `clock` counts seconds."""

    def __init__(
        self,
        test: ListeningTest,
        listener: str,
        clock: Callable[[], float],
        given: Iterable[ListeningAnswer] = (),
    ) -> None:
        self.test, self.listener, self._clock = test, listener, clock
        self.given = {a.trial: a for a in given if a.test == test.id and a.listener == listener}
        waiting = (trial for trial in range(len(test.trials)) if trial not in self.given)
        self.at = next(waiting, len(test.trials) - 1)
        self.is_over = len(self.given) == len(test.trials)
        self._began_s: float | None = None
        self.plays = 0  # since this question was shown

    @property
    def clips(self) -> tuple[str, ...]:
        """What is to be heard now."""
        return self.test.trials[self.at]

    @property
    def answer(self) -> ListeningAnswer | None:
        """What was answered to this question."""
        return self.given.get(self.at)

    @property
    def may_answer(self) -> bool:
        """Not before something was heard."""
        return self.plays > 0 or self.answer is not None

    def note_play(self) -> None:
        """A clip was started."""
        self._began_s = self._clock() if self._began_s is None else self._began_s
        self.plays += 1

    def choose(self, choice: int) -> ListeningAnswer | None:
        """Answer the question, or answer it anew; None where that is not possible."""
        if not self.may_answer or choice not in range(len(choices_of(self.test))):
            return None
        before = self.answer
        began_s = self._began_s
        seconds = self._clock() - began_s if began_s is not None else before.seconds if before else 0.0
        plays = self.plays + (before.plays if before else 0)
        self.plays = 0 if before else self.plays
        made = ListeningAnswer(self.test.id, self.listener, self.at, choice, round(seconds, 2), plays)
        self.given[self.at] = made
        return made

    def go_on(self) -> bool:
        """To the next question, or to the end after the last one; False where this one waits."""
        if self.answer is None:
            return False
        if self.at + 1 == len(self.test.trials):
            self.is_over = True
        else:
            self._show(self.at + 1)
        return True

    def go_back(self) -> None:
        """To the question before; from the end, to the last one."""
        if self.is_over:
            self.is_over = False
            self._show(self.at)
        elif self.at > 0:
            self._show(self.at - 1)

    def _show(self, trial: int) -> None:
        self.at, self._began_s, self.plays = trial, None, 0
