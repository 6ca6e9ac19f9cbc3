"""What is said of sessions, and what they are called."""

from pathlib import Path

from genre_studio.session.records import Contents
from genre_studio.session.schema import SUFFIX

_KEPT_IN_NAMES = " -_.,'()"


def as_left_text(title: str, steps: int) -> str:
    """A session goes on where it ended."""
    undo = "" if not steps else f", with {'1 step' if steps == 1 else f'{steps:,} steps'} to undo"
    return f"{title} is as you left it{undo}."


def damage_text(name: str, contents: Contents) -> str:
    """What became of a file that is damaged, and what is open now."""
    lost = " and ".join(contents.losses)
    what = f"{lost} could not be read, everything else is here" if lost else "all that matters could be read"
    return (
        f"{name} is damaged: {what}. This is a copy, and the file was left as it was; "
        "Save gives the copy a name."
    )


def copy_text(name: str) -> str:
    """A file lies where nothing can be written."""
    return f"{name} cannot be written where it is, so this is a copy; Save gives it a name."


def trouble_text(reason: str) -> str:
    """The disk refuses."""
    return (
        f"The session cannot be saved at the moment: {reason}. You can go on: it is kept in memory "
        "and saved as soon as that works again."
    )


def file_name_for(title: str, suffix: str = "") -> str:
    """A name for a session's file that every system takes."""
    safe = "".join(each if each.isalnum() or each in _KEPT_IN_NAMES else "-" for each in title)
    return f"{safe.strip(' .') or 'Song'}{suffix}{SUFFIX}"


def with_session_suffix(path: Path) -> Path:
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
