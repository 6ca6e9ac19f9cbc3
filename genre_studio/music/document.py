"""The open song and its history: the one place where the present changes."""

from collections.abc import Callable
from itertools import count

from genre_studio.music.difference import song_difference
from genre_studio.music.history import DEFAULT_BUDGET_BYTES, History, Step
from genre_studio.music.song import Song

Listener = Callable[[], None]


class Document:
    """A song that is edited gesture by gesture. Used from one thread.

    Listeners are called after every change, once the document is consistent again.
    """

    def __init__(self, song: Song, *, history_budget_bytes: int = DEFAULT_BUDGET_BYTES) -> None:
        self._song = song
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

    def apply(self, name: str, song: Song) -> None:
        """Make `song` the present as one finished gesture, named as a person reads it.

        Does nothing where `song` holds the same music as the present.
        """
        difference = song_difference(self._song, song)
        if difference.is_empty:
            return
        step = Step(name, difference, self._state, next(self._states))
        self._history.push(step)
        self._become(song, step.state_after)

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
        song, state, names = self._song, self._state, []
        for _ in range(abs(steps)):
            step = self._history.step_forward() if steps > 0 else self._history.step_back()
            if step is None:
                break
            song = step.difference.redone(song) if steps > 0 else step.difference.undone(song)
            state = step.state_after if steps > 0 else step.state_before
            names.append(step.name)
        if names:
            self._become(song, state)
        return tuple(names)

    def mark_saved(self) -> None:
        """Note that the present is what is on disk. Listeners are called, the revision stays."""
        self._saved_state = self._state
        self._notify()

    def replace(self, song: Song) -> None:
        """Open another song: the history is cleared and the song counts as saved."""
        self._history.clear()
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
