"""The pipe between the studio and a worker: frames of JSON and bytes, and what they mean.

A frame is a JSON object and a blob. Towards the worker the blob is a pickled Request: the worker
trusts the studio. Back come numbers, texts and raw note arrays only: nothing that arrives from a
process in which plugins run is ever unpickled, and every size is bounded.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import IO, Any

import numpy as np

from genre_studio.music.notes import NOTE_DTYPE, Notes, frozen
from genre_studio.music.provenance import Provenance, Quoted
from genre_studio.plugin_api.take import Take

LARGEST_HEADER = 4_000_000  # bytes of JSON
LARGEST_BLOB = 1 << 30  # bytes of a song; a song of a million notes takes 31 MB
_SIZES = struct.Struct(">II")


class ChannelError(Exception):
    """What arrived is not what the other side may send; the message says what, to follow "it ..."."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: `header` holds its "kind" and plain values, `blob` note arrays or a request."""

    header: Mapping[str, Any]
    blob: bytes = field(default=b"", repr=False)


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Write and flush one frame. Raises OSError or ValueError once the pipe is closed."""
    header = json.dumps(frame.header).encode()
    stream.write(_SIZES.pack(len(header), len(frame.blob)) + header + frame.blob)
    stream.flush()


def read_frame(stream: IO[bytes], largest_blob: int = LARGEST_BLOB) -> Frame | None:
    """The next frame, or None at the end of the pipe. Raises ChannelError for anything else."""
    sizes = stream.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    header_size, blob_size = _SIZES.unpack(sizes)
    if header_size > LARGEST_HEADER or blob_size > largest_blob:
        raise ChannelError("sent a message of an impossible size")
    header, blob = stream.read(header_size), stream.read(blob_size)
    if len(header) < header_size or len(blob) < blob_size:
        return None
    try:
        values = json.loads(header)
    except (ValueError, RecursionError):
        raise ChannelError("sent a message that cannot be read") from None
    if not isinstance(values, dict):
        raise ChannelError("sent a message that cannot be read")
    return Frame(values, blob)


def notes_to_bytes(notes: object) -> bytes:
    """The raw bytes of a note array. Raises ChannelError where it is none."""
    if not isinstance(notes, np.ndarray) or notes.dtype != NOTE_DTYPE or notes.ndim != 1:
        raise ChannelError("returned notes that are not an array of NOTE_DTYPE")
    return notes.tobytes()


def notes_from_bytes(blob: bytes) -> Notes:
    """Read-only notes from raw bytes; any value is possible, so check them before use."""
    if len(blob) % NOTE_DTYPE.itemsize:
        raise ChannelError("sent half a note")
    notes = np.frombuffer(blob, NOTE_DTYPE).copy()
    notes["locked"] = np.frombuffer(notes["locked"].tobytes(), np.uint8) != 0  # any byte becomes a real bool
    return frozen(notes)


def take_to_frame(take: object) -> Frame:
    """A take as a frame without a run number. Raises ChannelError where it is no proper Take."""
    if not isinstance(take, Take) or not isinstance(take.provenance, Provenance):
        raise ChannelError("returned something that is not a Take with its Provenance")
    if not isinstance(take.notes, Mapping):
        raise ChannelError("returned a take whose notes are not by track")
    provenance = asdict(take.provenance)
    provenance["parameters"] = dict(provenance["parameters"])
    blobs = {int(track): notes_to_bytes(notes) for track, notes in take.notes.items()}
    header = {
        "kind": "take",
        "index": int(take.index),
        "tracks": [[track, len(blob)] for track, blob in blobs.items()],
        "provenance": provenance,
    }
    try:
        json.dumps(header)
    except (TypeError, ValueError):
        raise ChannelError("returned a take with a provenance that is not plain text and numbers") from None
    return Frame(header, b"".join(blobs.values()))


def take_from_frame(frame: Frame) -> Take:
    """The take in a frame, of the right types; its values are still to be checked."""
    try:
        notes, offset = {}, 0
        for track, size in frame.header["tracks"]:
            if type(track) is not int or type(size) is not int or size < 0:
                raise ChannelError("sent a take that cannot be read")
            notes[track] = notes_from_bytes(frame.blob[offset : offset + size])
            offset += size
        provenance = _provenance_from_json(frame.header["provenance"])
        return Take(int(frame.header["index"]), notes, provenance)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ChannelError("sent a take that cannot be read") from None


def _provenance_from_json(values: Mapping[str, Any]) -> Provenance:
    texts = {f.name: str(values[f.name])[:4_000] for f in fields(Provenance) if f.type is str}
    parameters = {}
    for name, value in dict(values["parameters"]).items():
        if not isinstance(value, str | int | float | bool):
            raise ChannelError("sent a provenance whose settings are not plain values")
        parameters[str(name)] = value
    return Provenance(
        **texts,
        seed=int(values["seed"]),
        take_index=int(values["take_index"]),
        parameters=parameters,
        quoted=_quoted_from_json(values.get("quoted")),
    )


def _quoted_from_json(values: Mapping[str, Any] | None) -> Quoted | None:
    if values is None:
        return None
    numbers = {name: int(values[name]) for name in ("notes", "track", "start", "end")}
    return Quoted(piece=str(values["piece"])[:1_000], **numbers)
