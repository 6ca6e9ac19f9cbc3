"""What can be wrong with a session file. Every message is for the person: what, where, what to do."""

from pathlib import Path


class SessionError(Exception):
    """A session cannot be opened or written."""


class NotASession(SessionError):
    """The file is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} is not a session of the studio: choose a .genrestudio or a MIDI file.")


class NewerSession(SessionError):
    """The file was written by a studio that knows more."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} was written by a newer studio and was left as it is: update this one to open it."
        )


class DamagedSession(SessionError):
    """Something in the file is not as it was written; what can be read is read by `read_session`."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} is damaged.")


class UnreadableSession(SessionError):
    """The file is damaged so badly that no song is left in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} is damaged and no song could be read from it. "
            "It was left as it is; open an older copy."
        )


class MissingSession(SessionError):
    """There is no such file, or it cannot be read."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = (error.strerror or "unknown reason").lower()
        super().__init__(f"{path.name} cannot be read ({reason}): choose another file.")


class SessionInUse(SessionError):
    """Another window has the file open. `process_id` is 0 where that cannot be told."""

    def __init__(self, path: Path, process_id: int) -> None:
        self.process_id = process_id
        who = f" (process {process_id})" if process_id else ""
        super().__init__(f"{path.name} is open in another window of the studio{who}.")


class SessionNotWritten(SessionError):
    """The file cannot be written; `reason` completes "because ..."."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be written: {reason}. Choose another place.")


class DamagedRecord(Exception):
    """One record is not what was written; never shown: the reader says what was lost with it."""
