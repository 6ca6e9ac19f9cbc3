"""Where sessions are kept that nobody has named yet."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from genre_studio.session.open_file import open_file_path
from genre_studio.session.schema import SUFFIX


def sessions_folder() -> Path:
    """In the person's own data folder, which is backed up, and not in a cache, which is not."""
    return user_data_path("genre-studio", appauthor=False) / "sessions"


def unnamed_path(folder: Path, now: Callable[[], datetime] = datetime.now) -> Path:
    """A path for a new session, called by the time of day; no file or open session has it yet."""
    stem = now().strftime("%Y-%m-%d %H-%M-%S")
    path, number = folder / f"{stem}{SUFFIX}", 2
    while path.exists() or open_file_path(path).exists():
        path, number = folder / f"{stem} {number}{SUFFIX}", number + 1
    return path


def is_unnamed(path: Path, folder: Path) -> bool:
    """Whether a session is one of those without a name."""
    return path.parent == folder


def title_of(path: Path, folder: Path) -> str:
    """What a menu calls a session or another file."""
    if not is_unnamed(path, folder):
        return path.name
    day, _, time = path.stem.partition(" ")
    return f"Unnamed, {day} {time.replace('-', ':')[:5]}"
