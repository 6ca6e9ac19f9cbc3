"""What a reader had to put right in a file, collected as sentences a composer can read."""

from dataclasses import dataclass, field
from enum import Enum

MOST_SENTENCES = 100
"""A wrecked file gets this many sentences and a count of the rest, not a book."""


class MidiFileError(Exception):
    """A file that cannot be read or written. The message is one sentence: what, where, what to do."""


def _once(told: str) -> tuple[str, str]:
    return told, told


class Repair(Enum):
    """Kinds of repair: how one is told, and how `count` of them are told together."""

    # The file as a whole
    LEADING_BYTES = (
        "{count} byte before the MIDI header was skipped",
        "{count} bytes before the MIDI header were skipped",
    )
    NO_HEADER = _once("the header is missing; the tracks were read as type 1 at 480 ticks a quarter note")
    SHORT_HEADER = _once("the header breaks off; type 1 and 480 ticks a quarter note were taken")
    UNKNOWN_TYPE = _once("the header names a file type that does not exist; it was read as type 1")
    MANY_IN_TYPE_0 = _once("a type 0 file may hold one track only; it was read as type 1")
    TRACK_COUNT = _once("the header promises another number of tracks; those present were read")
    NO_DIVISION = _once("the header gives no ticks a quarter note; 480 were taken")
    FRAME_TIME = _once("positions are counted in film frames; the tempo was set to keep every second")
    FRAME_RATE = _once("the film frame rate does not exist; its number was taken as it stands")
    FRAME_TEMPO = (
        "a tempo that has no effect in film time was left out",
        "{count} tempos that have no effect in film time were left out",
    )
    PATTERNS = _once("this type 2 file holds separate patterns; they were put one after another")
    ALIEN_CHUNK = (
        "a block that is not a track was left out",
        "{count} blocks that are not tracks were left out",
    )
    GARBAGE = _once("bytes that belong to no track were left out")
    TOO_MANY_TRACKS = _once("the file holds more than 4,096 tracks; the rest were left out")

    # One track
    CUT_OFF = _once("the track breaks off here; everything before is kept")
    CHUNK_LENGTH = _once("the track's stated length is wrong; it was read to its real end")
    AFTER_END = _once("bytes after the track's end mark were left out")
    GOES_ON = _once("the track goes on after its end mark; what follows was kept")
    NO_STATUS = (
        "bytes that begin no event were skipped",
        "bytes that begin no event were skipped in {count} places",
    )
    STRAY_STATUS = (
        "a message that may not stand in a file was left out",
        "{count} messages that may not stand in a file were left out",
    )
    ABSURD_DELTA = (
        "an impossible waiting time was taken as none",
        "{count} impossible waiting times were taken as none",
    )
    HIGH_VALUE = (
        "a value above 127 was set to 127",
        "{count} values above 127 were set to 127",
    )
    HIGH_NUMBER = (
        "a message for a note or controller above 127 was left out",
        "{count} messages for notes or controllers above 127 were left out",
    )
    NEVER_ENDED = (
        "a note was never ended; it now ends with its track",
        "{count} notes were never ended; they now end with their track",
    )
    ORPHAN_OFF = (
        "a note end without a note was left out",
        "{count} note ends without a note were left out",
    )
    ZERO_LENGTH = (
        "a note of no length now lasts one tick",
        "{count} notes of no length now last one tick",
    )
    BAD_TEMPO = (
        "a tempo that cannot be played is kept but not followed",
        "{count} tempos that cannot be played are kept but not followed",
    )
    BAD_METER = (
        "a time signature that cannot be counted is kept but not followed",
        "{count} time signatures that cannot be counted are kept but not followed",
    )
    BAD_KEY = (
        "a key signature that does not exist is kept but not followed",
        "{count} key signatures that do not exist are kept but not followed",
    )


@dataclass
class RepairLog:
    """Counts repairs by track and kind, so that a million of one kind are one sentence."""

    _seen: dict[tuple[int, Repair], tuple[int, int]] = field(default_factory=dict)

    def add(self, repair: Repair, byte: int, track: int = 0, count: int = 1) -> None:
        """Note `count` repairs, the first at file offset `byte`, in `track` (from one; 0: the file)."""
        before, first = self._seen.get((track, repair), (0, byte))
        self._seen[track, repair] = (before + count, min(first, byte))

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind in each track, in file order."""
        ordered = sorted(self._seen.items(), key=lambda item: (item[0][0], item[1][1]))
        told = [_sentence(track, repair, *seen) for (track, repair), seen in ordered[:MOST_SENTENCES]]
        if len(ordered) > MOST_SENTENCES:
            told.append(f"There were {len(ordered) - MOST_SENTENCES:,} more kinds of repair further on.")
        return tuple(told)


def _sentence(track: int, repair: Repair, count: int, byte: int) -> str:
    where = f"Track {track}" if track else "File"
    told = repair.value[count > 1].format(count=f"{count:,}")
    if "{count}" in repair.value[1] and count > 1:
        return f"{where}: {told}, the first at byte {byte:,}."
    return f"{where}, byte {byte:,}: {told}."
