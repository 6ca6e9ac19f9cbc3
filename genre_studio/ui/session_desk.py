"""The open session: begun, opened, named, copied and closed; every change of the document goes into it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from genre_studio.music.changes import Change, Replaced
from genre_studio.music.listening import ListeningAnswer
from genre_studio.session.errors import (
    DamagedSession,
    SessionError,
    SessionInUse,
    SessionNotWritten,
)
from genre_studio.session.opening import read_session
from genre_studio.session.places import is_unnamed, unnamed_path
from genre_studio.session.records import Contents
from genre_studio.session.schema import SUFFIX
from genre_studio.session.session import Session, write_session
from genre_studio.ui.file_choosing import choose_place
from genre_studio.ui.panels.banner import Answer
from genre_studio.ui.session_words import (
    as_left_text,
    copy_text,
    damage_text,
    file_name_for,
    trouble_text,
    with_session_suffix,
)
from genre_studio.ui.view_memory import ViewMemory
from genre_studio.ui.window_parts import WindowParts

SESSION_FILES = f"Sessions (*{SUFFIX})"
_VIEW_EVERY_MS = 500


class SessionDesk(QObject):
    """Keeps a session behind the document. `folder` is where songs without a name are kept.

    Signals:
        said(str): what just happened.
        changed(object): the Path of the session that is open now.
        left(object): the Path of one without a name that was worked on and is still there.
        close_asked(): the person wants to close the window whatever is lost.
    """

    said = Signal(str)
    changed = Signal(object)
    left = Signal(object)
    close_asked = Signal()
    _troubled = Signal(str)

    def __init__(self, parts: WindowParts, folder: Path) -> None:
        super().__init__(parts)
        self._parts, self._document, self.folder = parts, parts.document, folder
        self._session: Session | None = None
        self._is_worked_on = False
        self.listening: list[ListeningAnswer] = []  # of the open session
        self._told: tuple[str, Sequence[Answer]] | None = None
        self.view = ViewMemory(parts)
        self._timer = QTimer(self)
        self._timer.setInterval(_VIEW_EVERY_MS)
        self._timer.timeout.connect(self.remember_view)
        self._troubled.connect(self._show_trouble)  # told on the writer's thread
        self._remove_listener = self._document.subscribe_changes(self._record)
        parts.files.session_asked.connect(self.open)
        parts.files.may_leave = self._may_leave

    @property
    def path(self) -> Path | None:
        """Where the open session is kept."""
        return self._session.path if self._session is not None else None

    @property
    def is_named(self) -> bool:
        """Whether a person gave the session its name."""
        return self.path is not None and not is_unnamed(self.path, self.folder)

    @property
    def title(self) -> str:
        """The song's name for the window's title."""
        if self.is_named and self.path is not None:
            return self.path.stem
        return self.view.source or self._document.song.title or "Song"

    @property
    def is_safe(self) -> bool:
        """Whether everything is on the disk, or on its way there."""
        return self._session is None or not self._session.reason

    def open_at_start(self, last: Path | None) -> bool:
        """Go on where the studio ended, however it ended; False where there is nothing to go on with."""
        if last is None or not last.exists():
            return False
        if not self._try_open(last):
            return False
        self.said.emit(as_left_text(self.title, len(self._document.done_names)))
        return True

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a session; says why not where that cannot be, and leaves everything as it is then."""
        if self.path is not None and path.exists() and self.path.exists() and path.samefile(self.path):
            self.said.emit(f"{path.name} is open already.")
        elif self._try_open(path):
            self.said.emit(f"Opened {path.name}: {self._document.song.note_count:,} notes.")

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"save": self.save, "save_copy": self.save_copy}

    @Slot()
    def save(self) -> None:
        """Give the session a name; one that has a name is saved already."""
        if not self.is_named:
            self.save_elsewhere()
        elif self._session is not None and self._session.flush():
            self.said.emit(f"Every change is in {self._session.path.name} already, as it happens.")

    @Slot()
    def save_elsewhere(self) -> None:
        """Ask for a name and go on there."""
        choose_place(self._parts, "Name the session", self._suggested(), SESSION_FILES, self.save_to)

    @Slot()
    def save_copy(self) -> None:
        """Ask for a name for a copy; the session stays where it is."""
        choose_place(self._parts, "Save a copy", self._suggested(" copy"), SESSION_FILES, self.save_copy_to)

    def save_to(self, path: Path) -> bool:
        """Go on in a file of this name, and tell whether that works."""
        path = with_session_suffix(path)
        if path == self.path:
            return self._session is not None and self._session.flush()
        try:
            session = Session.begin(path, self._contents(), self._troubled.emit)
        except SessionError as error:
            self._show_error(str(error))
            return False
        if not session.flush():
            reason = session.reason
            session.close()
            self._show_error(str(SessionNotWritten(path, reason)))
            return False
        self._close_session(removes=not self.is_named)
        self._become(session)
        self._parts.files.note_folder(path)
        self.said.emit(f"Saved as {path.name}. From now on every change goes in as it happens.")
        return True

    def save_copy_to(self, path: Path) -> bool:
        """Write a copy, whole or not at all, and tell whether that worked."""
        path = with_session_suffix(path)
        if path == self.path:
            self._show_error(f"{path.name} is the session itself: give the copy another name.")
            return False
        try:
            write_session(path, self._contents())
        except SessionError as error:
            self._show_error(str(error))
            return False
        self.said.emit(f"Saved a copy as {path.name}.")
        return True

    @Slot(object)
    def keep_answer(self, answer: ListeningAnswer) -> None:
        """Put an answer to a listening test into the session."""
        self._is_worked_on = True
        self.listening.append(answer)
        if self._session is not None:
            self._session.keep_answer(answer)

    @Slot()
    def remember_view(self) -> None:
        """Let the session know how the window looks, if it looks otherwise than before."""
        view = self.view.changed() if self._session is not None else None
        if view is not None and self._session is not None:
            self._session.show(view)

    def close(self, *, anyway: bool = False) -> bool:
        """End the session; False, with the session still open, where changes could not be written."""
        self.remember_view()
        if self._session is not None and not anyway and not self._session.flush():
            self._show_error(
                f"The last changes are not saved: {self._session.reason}.",
                [("Save elsewhere…", self.save_elsewhere), ("Close without them", self.close_asked.emit)],
            )
            return False
        self._timer.stop()
        self._remove_listener()
        self._close_session(removes=False)
        return True

    def _record(self, change: Change) -> None:
        if isinstance(change, Replaced):
            self._begin(Contents(change.song, change.takes))
        elif self._session is not None:
            self._is_worked_on = True
            self._session.record(change)

    def _may_leave(self) -> bool:
        """Whether another song may take the place of this one: not while the disk refuses this one."""
        self.remember_view()
        if self._session is None or not self._session.reason or self._session.flush():
            return True
        self._show_error(
            f"This song is not saved yet: {self._session.reason}. Save it elsewhere first.",
            [("Save elsewhere…", self.save_elsewhere)],
        )
        return False

    def _try_open(self, path: Path) -> bool:
        if not self._may_leave():
            return False
        try:
            session, contents = Session.open(path, self._troubled.emit)
        except SessionInUse as error:
            self._show_error(str(error), [("Open a copy", lambda: self._open_copy(path, ""))])
        except SessionNotWritten as error:
            return self._open_copy(path, copy_text(path.name), error)
        except DamagedSession as error:
            return self._open_copy(path, "", error)
        except SessionError as error:
            self._show_error(str(error))
        else:
            self._close_session(removes=self._is_nothing_yet)
            self._restore(contents)
            self._become(session)
            self._parts.files.show_opened(path if self.is_named else None)
            self.view.show()
            self._parts.banner.hide()
            return True
        return False

    def _open_copy(self, path: Path, sentence: str, error: Exception | None = None) -> bool:
        """Go on with what can be read of a file in a session without a name; the file stays as it is."""
        try:
            contents = read_session(path)
        except SessionError as unreadable:
            self._show_error(str(unreadable))
            return False
        self._restore(contents)
        self._begin(replace(contents, losses=()))
        self._parts.files.show_opened(None)
        self.view.show()
        if isinstance(error, DamagedSession):
            self._show_error(damage_text(path.name, contents))
        elif sentence:
            self._parts.banner.show_message(sentence)
        self.said.emit(f"Working on a copy of {path.name}.")
        return True

    def _restore(self, contents: Contents) -> None:
        self._note_contents(contents)
        self._document.restore(contents.song, contents.takes, contents.done, contents.undone)

    def _begin(self, contents: Contents) -> None:
        """A session without a name."""
        self._close_session(removes=self._is_nothing_yet)
        session = self._begun_unnamed(contents)
        self._note_contents(contents)
        self._become(session)

    def _begun_unnamed(self, contents: Contents) -> Session:
        while True:
            try:
                return Session.begin(unnamed_path(self.folder), contents, self._troubled.emit)
            except SessionInUse:  # another window took this name in the same moment
                continue

    @property
    def _is_nothing_yet(self) -> bool:
        """Whether nobody would miss the session: it has no name, and nothing was done in it."""
        return not self.is_named and not self._is_worked_on

    def _become(self, session: Session) -> None:
        self._session = session
        self._timer.start()
        self.changed.emit(session.path)

    def _close_session(self, *, removes: bool) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        session.close()
        if removes:
            session.path.unlink(missing_ok=True)
        elif is_unnamed(session.path, self.folder):
            self.left.emit(session.path)

    def _note_contents(self, contents: Contents) -> None:
        """What is about to be shown, and how the window looked at it."""
        self._is_worked_on = bool(contents.done or contents.undone or contents.takes or contents.listening)
        self.listening = list(contents.listening)
        self.view.take_over(contents.view)

    def _contents(self) -> Contents:
        document = self._document
        return Contents(
            document.song,
            document.takes,
            document.done_steps,
            document.undone_steps,
            self.view.packed,
            tuple(self.listening),
        )

    def _suggested(self, suffix: str = "") -> Path:
        title = Path(self.title).stem if self.view.source else self.title
        return self._parts.files.folder / file_name_for(title, suffix)

    @Slot(str)
    def _show_trouble(self, reason: str) -> None:
        if not reason:
            self._parts.banner.hide()
            self.said.emit("Everything is saved again.")
            return
        self._show_error(trouble_text(reason), [("Save elsewhere…", self.save_elsewhere)])

    def tell_again(self) -> None:
        """Say once more what was said of a file, after another song has taken its place."""
        if self._told is not None:
            self._show_error(*self._told)

    def _show_error(self, sentence: str, answers: Sequence[Answer] = ()) -> None:
        self._told = (sentence, answers)
        self._parts.banner.show_message(sentence, answers, is_error=True)
