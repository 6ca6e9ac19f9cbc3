"""Files that are whole or absent, whatever happens to the process or the power."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO


def write_whole(path: Path, write: Callable[[IO[bytes]], object], *, durable: bool = True) -> None:
    """Let `write` fill a neighbour of `path`, then put it in its place: readers never see half a file.

    `durable` waits until the disk has it, so that a power cut leaves the old file or the new one. Raises
    OSError; what was there before is then untouched.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            write(file)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        part.replace(path)
        if durable:
            _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """`text` as UTF-8, whole or not at all."""
    write_whole(path, lambda file: file.write(text.encode()), durable=durable)


def is_full_disk(error: BaseException) -> bool:
    """Whether there was no room on the disk, or none left for this user."""
    full = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    return isinstance(error, OSError) and error.errno in full


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last; Windows has no such thing and needs none."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some network folders cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
