"""Read plugin descriptions in a child process, so that what their modules do stays there.

One child reads them one after the other and writes a JSON line each. Where it hangs or dies, the
plugin it was reading is at fault, and another child goes on with the rest.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import IO, Any

from genre_studio.generation.failure_words import error_in_words, exit_in_words
from genre_studio.generation.info_codec import InfoError, info_from_json, info_to_json
from genre_studio.generation.outcomes import Failed, FailureKind, Place
from genre_studio.generation.python_child import child_command, detached, end_child, wait_for_end
from genre_studio.plugin_api.info import PluginInfo

DESCRIBE_LIMIT_S = 10.0
_START_LIMIT_S = 120.0  # of the interpreter itself, on a machine that is busy with other things
_LONGEST_LINE = 4_000_000
_LOG_BYTES = 16_000


@dataclass(frozen=True, slots=True)
class Description:
    """What became of reading one entry point: exactly one of the two."""

    info: PluginInfo | None = None
    failure: Failed | None = None


def describe(
    entries: Sequence[metadata.EntryPoint], limit_s: float = DESCRIBE_LIMIT_S
) -> dict[metadata.EntryPoint, Description]:
    """The description of every entry point; `limit_s` is the time for each. Never raises."""
    descriptions: dict[metadata.EntryPoint, Description] = {}
    while rest := [entry for entry in entries if entry not in descriptions]:
        descriptions |= _describe_in_one_child(rest, limit_s)
    return descriptions


def _describe_in_one_child(
    entries: Sequence[metadata.EntryPoint], limit_s: float
) -> dict[metadata.EntryPoint, Description]:
    """Descriptions up to and including the first plugin that hangs or ends the child: at least one."""
    names = json.dumps([[entry.name, entry.value] for entry in entries])
    try:
        child = subprocess.Popen(
            child_command(__name__, names),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **detached(),
        )
    except OSError as error:
        failure = Failed(f"It could not be read: {error}.", Place.DESCRIBE, FailureKind.DIED)
        return {entry: Description(failure=failure) for entry in entries}
    assert child.stdout is not None
    assert child.stderr is not None
    lines: queue.Queue[bytes | None] = queue.Queue()
    log: list[bytes] = []
    readers = (
        threading.Thread(target=_put_lines, args=(child.stdout, lines), daemon=True),
        threading.Thread(target=_keep_log, args=(child.stderr, log), daemon=True),
    )
    for reader in readers:
        reader.start()
    descriptions: dict[metadata.EntryPoint, Description] = {}
    with contextlib.suppress(queue.Empty):
        lines.get(timeout=_START_LIMIT_S)
    for entry in entries:
        try:
            line = lines.get(timeout=limit_s)
        except queue.Empty:
            descriptions[entry] = Description(failure=_hung(limit_s))
            break
        if line is None:
            how = _end_in_words(child)
            readers[1].join(timeout=1.0)  # its last words may still be in the pipe
            descriptions[entry] = Description(failure=_died(how, b"".join(log)))
            break
        descriptions[entry] = _description(line)
    end_child(child)
    for reader in readers:
        reader.join(timeout=1.0)
    return descriptions


def _put_lines(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    """Every line of the child, then None."""
    with stream, contextlib.suppress(OSError, ValueError):
        while line := stream.readline(_LONGEST_LINE):
            lines.put(line)
    lines.put(None)


def _keep_log(stream: IO[bytes], log: list[bytes]) -> None:
    with stream, contextlib.suppress(OSError, ValueError):
        kept = 0
        while line := stream.readline(4096):
            if kept < _LOG_BYTES:
                log.append(line)
                kept += len(line)


def _hung(limit_s: float) -> Failed:
    sentence = f"It did not describe itself within {limit_s:g} s: its description module hangs."
    return Failed(sentence, Place.DESCRIBE, FailureKind.HUNG)


def _end_in_words(child: subprocess.Popen[bytes]) -> str:
    code = wait_for_end(child, 1.0)
    return "closed its channel" if code is None else exit_in_words(code)


def _died(how: str, log: bytes) -> Failed:
    sentence = f"Reading its description ended the process: it {how}."
    return Failed(sentence, Place.DESCRIBE, FailureKind.DIED, log=log.decode(errors="replace"))


def _description(line: bytes) -> Description:
    try:
        values: Any = json.loads(line)
        if "info" in values:
            return Description(info=info_from_json(values["info"]))
        failed = values["failed"]
        place, kind = Place(failed["place"]), FailureKind(failed["kind"])
        return Description(
            failure=Failed(str(failed["sentence"]), place, kind, traceback=str(failed["traceback"]))
        )
    except (ValueError, KeyError, TypeError) as error:
        sentence = f"Its description cannot be read: {error}"
        return Description(failure=Failed(sentence, Place.DESCRIBE, FailureKind.BROKE_RULES))


def read_entry_point(name: str, value: str) -> dict[str, Any]:
    """In the child: {"info": ...} or {"failed": ...} for one entry point, whatever its module does."""
    entry = metadata.EntryPoint(name, value, "")
    place = Place.IMPORT
    try:
        module = __import__(entry.module, fromlist=["_"])
        place = Place.DESCRIBE
        info: Any = module
        for part in filter(None, entry.attr.split(".")):
            info = getattr(info, part)
        return {"info": info_to_json(info)}
    except InfoError as error:
        return _failed(str(error), place, FailureKind.BROKE_RULES, "")
    except BaseException as error:
        # SystemExit and worse: whatever importing somebody's module raises is that plugin's failure.
        doing = "loaded" if place is Place.IMPORT else "described"
        sentence = f"It could not be {doing}: {error_in_words(error)}."
        return _failed(sentence, place, FailureKind.RAISED, traceback.format_exc())


def _failed(sentence: str, place: Place, kind: FailureKind, trace: str) -> dict[str, Any]:
    return {
        "failed": {"sentence": sentence, "place": str(place), "kind": str(kind), "traceback": trace[-20_000:]}
    }


def main(names: str) -> None:
    """The child: an empty line, then a JSON line for each [name, value], on what was standard output."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a plugin prints must not corrupt the channel
    sys.stdout = sys.stderr
    print(file=channel, flush=True)  # started: from here on it is the plugins that take time
    for name, value in json.loads(names):
        print(json.dumps(read_entry_point(name, value)), file=channel, flush=True)
    channel.flush()
    os._exit(0)  # threads and exit handlers of plugins do not keep the studio waiting
