"""The open song with its takes and their history: the one place where the present changes."""

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from itertools import count

from genre_studio.music.changes import Arrived, Change, ChangeListener, Moved, Pushed, Replaced
from genre_studio.music.difference import SongDifference, song_difference
from genre_studio.music.history import DEFAULT_BUDGET_BYTES, History, Step
from genre_studio.music.song import Song
from genre_studio.music.take_record import (
    NO_TAKES,
    TakeRecord,
    Takes,
    following_tracks,
    takes_difference,
    with_takes,
)

Listener = Callable[[], None]

LONGEST_PAUSE_S = 1.0
"""Gestures of one run that follow each other within this time are one step."""


class Document:
    """A song that is edited gesture by gesture. Used from one thread.

    Listeners are called after every change, once the document is consistent again.
    """

    def __init__(
        self,
        song: Song,
        takes: Takes = NO_TAKES,
        *,
        history_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._song = song
        self._takes = takes
        self._history = History(history_budget_bytes)
        self._revision = 0
        self._states = count(1)
        self._state = self._saved_state = 0
        self._listeners: dict[int, Listener] = {}
        self._change_listeners: dict[int, ChangeListener] = {}
        self._listener_keys = count()
        self._clock = clock  # seconds since the epoch
        self._run: tuple[Hashable, int] | None = None  # of the last gesture, with the state after it

    @property
    def song(self) -> Song:
        """The present: an immutable snapshot that may be kept and sent anywhere."""
        return self._song

    @property
    def takes(self) -> Takes:
        """The takes made so far by id: an immutable snapshot, another object after every change of them."""
        return self._takes

    @property
    def revision(self) -> int:
        """A number that grows by one at every change of the song, undo and redo included."""
        return self._revision

    @property
    def undo_name(self) -> str | None:
        """The name of the gesture that undo would take back, or None."""
        step = self._history.undo_step
        return step.name if step else None

    @property
    def redo_name(self) -> str | None:
        """The name of the gesture that redo would bring back, or None."""
        step = self._history.redo_step
        return step.name if step else None

    @property
    def done_names(self) -> tuple[str, ...]:
        """The names of the gestures that undo can take back, oldest first."""
        return self._history.done_names

    @property
    def undone_names(self) -> tuple[str, ...]:
        """The names of the gestures that redo can bring back, the next one first."""
        return self._history.undone_names

    @property
    def is_changed(self) -> bool:
        """Whether the song differs from what was last opened or saved."""
        return self._state != self._saved_state

    def apply(
        self, name: str, song: Song, takes: Takes | None = None, *, run: Hashable | None = None
    ) -> None:
        """Make `song` the present as one finished gesture, named as a person reads it.

        `takes` are the takes after it, where the gesture changed them too. They follow their tracks when
        these move. Does nothing where song and takes hold the same music as the present.

        Gestures of the same `run` ("nudge these notes") that follow each other within a second are one step.
        """
        made_s = self._clock()
        taken_back = self._take_back() if run is not None and self._goes_on(run, made_s) else None
        difference = song_difference(self._song, song)
        after = following_tracks(self._takes if takes is None else takes, _places(difference))
        changed = takes_difference(self._takes, after)
        if difference.is_empty and changed.is_empty:
            if taken_back is not None:  # back where the run began: what was taken back is there to redo
                self._become(self._song, self._takes, self._state, replace(taken_back, goes_on=False))
            return
        if taken_back is not None:
            self._tell(taken_back)
        step = Step(name, difference, self._state, next(self._states), changed, made_s)
        self._run = (run, step.state_after) if run is not None else None
        dropped = self._history.push(step)
        song = song if not difference.is_empty else self._song
        self._become(song, after, step.state_after, Pushed(step, dropped, song, after))

    def apply_takes(self, name: str, takes: Takes) -> None:
        """A gesture on the takes alone: one is starred, or discarded."""
        self.apply(name, self._song, takes)

    def add_takes(self, arrived: Iterable[TakeRecord]) -> None:
        """Takes that a generator finished. Nothing to undo: the song is as it was. Listeners are called."""
        records = tuple(arrived)
        self._takes = with_takes(self._takes, {take.id: take for take in records})
        self._tell(Arrived(records, self._song, self._takes))
        self._notify()

    def undo(self) -> str | None:
        """Take back the last gesture and return its name; None where there is none."""
        names = self.jump(-1)
        return names[0] if names else None

    def redo(self) -> str | None:
        """Bring back the gesture undone last and return its name; None where there is none."""
        names = self.jump(1)
        return names[0] if names else None

    def jump(self, steps: int) -> tuple[str, ...]:
        """Redo so many gestures, or undo them where negative, as one change for the listeners.

        Returns their names in the order in which they were redone or undone; it ends where the history does.
        """
        song, takes, state, names = self._song, self._takes, self._state, list[str]()
        redone: list[Step] = []
        for _ in range(abs(steps)):
            step = self._history.step_forward() if steps > 0 else self._history.step_back()
            if step is None:
                break
            if steps > 0:
                before, takes = takes, _redone(takes, step)
                # Takes that came between the undo and this redo follow their tracks too: undo must know.
                step = replace(step, takes=takes_difference(before, takes))
                self._history.amend_undo_step(step)
                redone.append(step)
            else:
                takes = _undone(takes, step)
            song = step.difference.redone(song) if steps > 0 else step.difference.undone(song)
            state = step.state_after if steps > 0 else step.state_before
            names.append(step.name)
        if names:
            by = len(names) if steps > 0 else -len(names)
            self._become(song, takes, state, Moved(by, tuple(redone), song, takes))
        return tuple(names)

    def mark_saved(self) -> None:
        """Note that the present is what is on disk. Listeners are called, the revision stays."""
        self._saved_state = self._state
        self._notify()

    def replace(self, song: Song, takes: Takes = NO_TAKES) -> None:
        """Open another song with its takes: the history is cleared and the song counts as saved."""
        self._history.clear()
        self._saved_state = next(self._states)
        self._become(song, takes, self._saved_state, Replaced(song, takes))

    def restore(self, song: Song, takes: Takes, done: Iterable[Step], undone: Iterable[Step]) -> None:
        """Go on where an earlier day ended: steps in the orders of `done_names` and `undone_names`.

        The listeners of changes are not told: what is restored is what they wrote down. The states of
        the steps may be any; they are numbered anew.
        """
        behind, ahead = tuple(done), tuple(undone)
        first = next(self._states)
        numbered = [
            replace(step, state_before=first + i, state_after=first + i + 1)
            for i, step in enumerate((*behind, *ahead))
        ]
        self._states = count(first + len(numbered) + 1)
        self._history.restore(numbered[: len(behind)], numbered[len(behind) :])
        self._saved_state = first + len(behind)
        self._become(song, takes, self._saved_state, None)

    def replay(self, step: Step) -> None:
        """Make a gesture once more that was written down, on the song and takes on which it was made."""
        song, takes = step.difference.redone(self._song), _redone(self._takes, step)
        step = replace(step, state_before=self._state, state_after=next(self._states))
        dropped = self._history.push(step)
        self._become(song, takes, step.state_after, Pushed(step, dropped, song, takes))

    @property
    def dropped_steps(self) -> int:
        """How many of the oldest steps are gone because the history's memory is limited."""
        return self._history.dropped

    @property
    def done_steps(self) -> tuple[Step, ...]:
        """The steps that undo can take back, oldest first."""
        return self._history.done

    @property
    def undone_steps(self) -> tuple[Step, ...]:
        """The steps that redo can bring back, the next one first."""
        return self._history.undone

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change. Returns the function that ends this; it may be called twice."""
        key = next(self._listener_keys)
        self._listeners[key] = listener

        def remove() -> None:
            self._listeners.pop(key, None)

        return remove

    def subscribe_changes(self, listener: ChangeListener) -> Callable[[], None]:
        """Tell `listener` what every change was, before the other listeners hear of it.

        Returns the function that ends this; it may be called twice.
        """
        key = next(self._listener_keys)
        self._change_listeners[key] = listener

        def remove() -> None:
            self._change_listeners.pop(key, None)

        return remove

    def _goes_on(self, run: Hashable, now_s: float) -> bool:
        """Whether the last step is the present one's beginning: of the same run, a moment ago."""
        last = self._history.undo_step
        is_last = last is not None and self._run == (run, self._state) and last.state_after == self._state
        return is_last and last is not None and 0.0 <= now_s - last.made_s <= LONGEST_PAUSE_S

    def _take_back(self) -> Moved | None:
        """Undo for what follows at once, of which nobody has been told yet."""
        step = self._history.step_back()
        if step is None:
            return None
        self._song, self._takes = step.difference.undone(self._song), _undone(self._takes, step)
        self._state = step.state_before
        return Moved(-1, (), self._song, self._takes, goes_on=True)

    def _become(self, song: Song, takes: Takes, state: int, change: Change | None) -> None:
        self._song, self._takes = song, takes
        self._state = state
        self._revision += 1
        if change is not None:
            self._tell(change)
        self._notify()

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._change_listeners.values()):
            listener(change)

    def _notify(self) -> None:
        for listener in tuple(self._listeners.values()):
            listener()


def _places(difference: SongDifference) -> dict[int, int]:
    """Where each track that lives on went, by its index before."""
    return {before: after for before, after, _ in difference.kept}


def _redone(takes: Takes, step: Step) -> Takes:
    return with_takes(following_tracks(takes, _places(step.difference)), step.takes.after)


def _undone(takes: Takes, step: Step) -> Takes:
    back = {after: before for before, after in _places(step.difference).items()}
    return with_takes(following_tracks(takes, back), step.takes.before)
