"""A recording on disk while it is made, so that a crash of the window or of the engine loses nothing.

A text file: a line of JSON that says what is recorded over, then `+ LAP TICK HEX` for each message, at
once, and `. LAP TICK` for how far the song has come, twice a second. `end` is its last line once the
recording was ended in good order. A torn last line is left out.
"""

import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from genre_studio.music.recording import Played, RecordMode, Stretch

JOURNAL_SUFFIX = ".recording"
_SYNC_INTERVAL_S = 0.5
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """What is recorded: from which tick, over which loop, into which track of which song, and how."""

    start: int
    loop: tuple[int, int] | None
    ppq: int
    mode: RecordMode
    track_index: int
    track_name: str
    channel: int
    program: int
    song_title: str
    early_ticks: int
    began_at_epoch_s: float


@dataclass(frozen=True, slots=True)
class Journal:
    """What a recording's file holds. `is_ended`: the recording came to its end in good order."""

    header: JournalHeader
    played: tuple[Played, ...]
    stretch: Stretch
    is_ended: bool


class JournalWriter:
    """Writes from a thread of its own: the thread that plays never waits for a disk.

    Every line reaches the system at once, which survives the death of this process, and the disk every
    half second, which survives a power cut. `trouble` is called, from that thread, with one sentence
    where the disk refuses; the recording goes on.
    """

    def __init__(self, path: Path, header: JournalHeader, trouble: Callable[[str], None]) -> None:
        self._path, self._trouble = path, trouble
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._lines.put(json.dumps({"format": _FORMAT, **asdict(header)}))
        self._thread = Thread(target=self._write, daemon=True, name="journal")
        self._thread.start()

    def add(self, played: Iterable[Played]) -> None:
        for each in played:
            self._lines.put(f"+ {each.lap} {each.tick:.3f} {each.message.hex()}")

    def come_to(self, lap: int, tick: float) -> None:
        """The song has come so far."""
        self._lines.put(f". {lap} {tick:.3f}")

    def end_soon(self, lap: int, tick: float) -> None:
        """The recording ended here; returns at once."""
        self.come_to(lap, tick)
        self._lines.put("end")
        self._lines.put(None)

    def end(self, lap: int, tick: float) -> None:
        """The same, and wait for the disk."""
        self.end_soon(lap, tick)
        self.wait()

    def wait(self) -> None:
        """Until everything is on the disk, once it has ended."""
        self._thread.join()

    def close(self) -> None:
        """Stop writing, as where the recording goes on in no file."""
        self._lines.put(None)
        self.wait()

    def _write(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("w", encoding="ascii") as file:
                synced_s = 0.0
                while (line := self._lines.get()) is not None:
                    file.write(f"{line}\n")
                    file.flush()
                    if time.monotonic() - synced_s >= _SYNC_INTERVAL_S:
                        os.fsync(file.fileno())
                        synced_s = time.monotonic()
                os.fsync(file.fileno())
        except OSError as error:
            self._trouble(f"The recording goes on, but cannot be kept safe on disk: {error.strerror}.")
            while self._lines.get() is not None:
                pass


def read_journal(path: Path) -> Journal | None:
    """What the file holds, as far as it is whole; None where not even its header is."""
    try:
        lines = path.read_text("ascii", errors="replace").split("\n")[:-1]
        header = _header(json.loads(lines[0]))
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None
    played: list[Played] = []
    lap, tick, is_ended = 0, float(header.start), False
    for line in lines[1:]:
        match line.split():
            case ["+", lap_text, tick_text, data]:
                with suppress(ValueError):
                    each = Played(int(lap_text), float(tick_text), bytes.fromhex(data))
                    played.append(each)
                    lap, tick = max((lap, tick), (each.lap, each.tick))
            case [".", lap_text, tick_text]:
                with suppress(ValueError):
                    lap, tick = max((lap, tick), (int(lap_text), float(tick_text)))
            case ["end"]:
                is_ended = True
    return Journal(header, tuple(played), Stretch(header.start, tick, header.loop, lap), is_ended)


def _header(read: dict[str, object]) -> JournalHeader:
    if read.pop("format") != _FORMAT:
        raise ValueError("a later studio's file")
    header = JournalHeader(**read)  # type: ignore[arg-type]
    loop = tuple(header.loop) if header.loop is not None else None
    values = {**asdict(header), "loop": loop, "mode": RecordMode(header.mode)}
    return JournalHeader(**values)
