"""The open song with its takes and their history: the one place where the present changes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

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


class Document:
    """A song that is edited gesture by gesture. Used from one thread.

    Listeners are called after every change, once the document is consistent again.
    """

    def __init__(
        self, song: Song, takes: Takes = NO_TAKES, *, history_budget_bytes: int = DEFAULT_BUDGET_BYTES
    ) -> None:
        self._song = song
        self._takes = takes
        self._history = History(history_budget_bytes)
        self._revision = 0
        self._states = count(1)
        self._state = self._saved_state = 0
        self._listeners: dict[int, Listener] = {}
        self._listener_keys = count()

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

    def apply(self, name: str, song: Song, takes: Takes | None = None) -> None:
        """Make `song` the present as one finished gesture, named as a person reads it.

        `takes` are the takes after it, where the gesture changed them too. They follow their tracks when
        these move. Does nothing where song and takes hold the same music as the present.
        """
        difference = song_difference(self._song, song)
        after = following_tracks(self._takes if takes is None else takes, _places(difference))
        changed = takes_difference(self._takes, after)
        if difference.is_empty and changed.is_empty:
            return
        step = Step(name, difference, self._state, next(self._states), changed)
        self._history.push(step)
        self._takes = after
        self._become(song if not difference.is_empty else self._song, step.state_after)

    def apply_takes(self, name: str, takes: Takes) -> None:
        """A gesture on the takes alone: one is starred, or discarded."""
        self.apply(name, self._song, takes)

    def add_takes(self, arrived: Iterable[TakeRecord]) -> None:
        """Takes that a generator finished. Nothing to undo: the song is as it was. Listeners are called."""
        self._takes = with_takes(self._takes, {take.id: take for take in arrived})
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
        for _ in range(abs(steps)):
            step = self._history.step_forward() if steps > 0 else self._history.step_back()
            if step is None:
                break
            if steps > 0:
                before, takes = takes, _redone(takes, step)
                # Takes that came between the undo and this redo follow their tracks too: undo must know.
                self._history.amend_undo_step(replace(step, takes=takes_difference(before, takes)))
            else:
                takes = _undone(takes, step)
            song = step.difference.redone(song) if steps > 0 else step.difference.undone(song)
            state = step.state_after if steps > 0 else step.state_before
            names.append(step.name)
        if names:
            self._takes = takes
            self._become(song, state)
        return tuple(names)

    def mark_saved(self) -> None:
        """Note that the present is what is on disk. Listeners are called, the revision stays."""
        self._saved_state = self._state
        self._notify()

    def replace(self, song: Song, takes: Takes = NO_TAKES) -> None:
        """Open another song with its takes: the history is cleared and the song counts as saved."""
        self._history.clear()
        self._takes = takes
        self._saved_state = next(self._states)
        self._become(song, self._saved_state)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change. Returns the function that ends this; it may be called twice."""
        key = next(self._listener_keys)
        self._listeners[key] = listener

        def remove() -> None:
            self._listeners.pop(key, None)

        return remove

    def _become(self, song: Song, state: int) -> None:
        self._song = song
        self._state = state
        self._revision += 1
        self._notify()

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
