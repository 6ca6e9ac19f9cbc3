"""Whether something plays: told by the window in a file, heeded by every run beside it."""

import json
from contextlib import suppress
from pathlib import Path

from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.plain_json import from_json, to_json
from genre_studio.training.whole_files import write_text

_NAME = "playing.json"


def write_playing(root: Path, who: ProcessIdentity | None) -> None:
    """`who` plays from now on; None: nobody does. A failure only costs the courtesy."""
    path = root / _NAME
    with suppress(OSError):
        if who is None:
            path.unlink(missing_ok=True)
        else:
            root.mkdir(parents=True, exist_ok=True)
            write_text(path, json.dumps(to_json(who)), durable=False)


def something_plays(root: Path) -> bool:
    """Whether a program that still runs has said so."""
    try:
        return from_json(ProcessIdentity, json.loads((root / _NAME).read_bytes())).lives()
    except (OSError, ValueError):
        return False
