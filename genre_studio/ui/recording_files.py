"""The journals of recordings on disk: where new ones go, and those that a crash has left."""

import os
import time
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from genre_studio.playback.journal import JOURNAL_SUFFIX, Journal, read_journal


class RecordingFiles:
    """A folder of the studio's own. A file is named after the process of the window that records."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_data_path("genre-studio", appauthor=False) / "recordings"

    def new_path(self) -> Path:
        return self._folder / f"{os.getpid()}-{time.time_ns()}{JOURNAL_SUFFIX}"

    def left_behind(self) -> list[tuple[Path, Journal]]:
        """Recordings that nobody took over, oldest first; those without a single message are tidied away."""
        found = []
        for path in sorted(self._folder.glob(f"*{JOURNAL_SUFFIX}")):
            if _is_of_a_living_window(path):
                continue
            journal = read_journal(path)
            if journal is not None and journal.played:
                found.append((path, journal))
            elif journal is not None:
                self.forget(path)
        return sorted(found, key=lambda each: each[1].header.began_at_epoch_s)

    def forget(self, path: Path) -> None:
        """The song has it, or nobody wants it."""
        with suppress(OSError):
            path.unlink()


def _is_of_a_living_window(path: Path) -> bool:
    """Whether another process lives that the file is named after; a later one of its number counts as it."""
    number = path.name.partition("-")[0]
    if os.name == "nt" or not number.isdigit() or int(number) == os.getpid():
        return False  # on Windows, asking would end it
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True
