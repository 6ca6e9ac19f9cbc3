"""Values to bytes and back: JSON and raw arrays, compressed, under a checksum.

A packed value is the length of its JSON (4 bytes, big endian), the JSON and the arrays' bytes. A
sealed record is a CRC-32 of what it is and holds, then the packed value, compressed or not. Nothing
is ever unpickled, and every size is known before memory is taken.
"""

import json
import struct
import zlib
from typing import Any, Never, TypeVar

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import CHANNEL_EVENT_DTYPE
from genre_studio.music.notes import NOTE_DTYPE, frozen
from genre_studio.session.errors import DamagedRecord
from genre_studio.session.plain import Arrays, from_plain, to_plain

LARGEST_PACKED = 2**28
"""Bytes. The longest step of a song of a million notes takes 74 MB."""

_LARGEST_JSON = 2**26
_LENGTH = struct.Struct(">I")
_DTYPES = {"notes": NOTE_DTYPE, "events": CHANNEL_EVENT_DTYPE, "places": np.dtype("<i4")}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
_COMPRESSED, _PLAIN = b"z", b"p"
_WORTH_COMPRESSING = 256
_Value = TypeVar("_Value")


def pack(value: object) -> bytes:
    """The bytes of a value. Raises TypeError for one that has no form in a file."""
    arrays: Arrays = []
    plain = to_plain(value, arrays)
    shapes = [[_NAMES[array.dtype], len(array)] for array in arrays]
    head = json.dumps([shapes, plain], separators=(",", ":"), allow_nan=False).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *(array.tobytes() for array in arrays)])


def unpack(hint: type[_Value], packed: bytes) -> _Value:
    """The value of type `hint` in `packed`. Raises DamagedRecord where it holds none."""
    if len(packed) < _LENGTH.size:
        raise DamagedRecord("too short")
    (size,) = _LENGTH.unpack_from(packed)
    end = _LENGTH.size + size
    if size > _LARGEST_JSON or end > len(packed):
        raise DamagedRecord("too long a head")
    try:
        shapes, plain = json.loads(packed[_LENGTH.size : end], parse_constant=_refuse)
        arrays = _arrays(shapes, packed, end)
        value: _Value = from_plain(hint, plain, arrays)
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedRecord(str(error)) from error
    return value


def seal(kind: str, key: int, packed: bytes) -> bytes:
    """A packed value as the record `key` of a kind: compressed where that is worth it, and checked."""
    small = len(packed) < _WORTH_COMPRESSING
    body = _PLAIN + packed if small else _COMPRESSED + zlib.compress(packed, 1)
    return _LENGTH.pack(_checksum(kind, key, body)) + body


def unseal(kind: str, key: int, sealed: object, *, largest: int = LARGEST_PACKED) -> bytes:
    """The packed value of a record. Raises DamagedRecord where it is not as it was written, or too large."""
    if not isinstance(sealed, bytes) or len(sealed) <= _LENGTH.size:
        raise DamagedRecord("too short")
    body = sealed[_LENGTH.size :]
    if _LENGTH.unpack_from(sealed)[0] != _checksum(kind, key, body):
        raise DamagedRecord("not as it was written")
    if body[:1] == _PLAIN and len(body) <= largest:
        return body[1:]
    unzip = zlib.decompressobj()
    try:
        packed = unzip.decompress(body[1:], max(1, largest))  # 0 would mean: whatever it takes
    except zlib.error as error:
        raise DamagedRecord(str(error)) from error
    if not unzip.eof:
        raise DamagedRecord("larger than any record")
    return packed


def _checksum(kind: str, key: int, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(f"{kind} {key}".encode()))


def _arrays(shapes: Any, packed: bytes, offset: int) -> Arrays:
    arrays: Arrays = []
    for name, count in shapes:
        dtype = _DTYPES.get(name)
        if dtype is None or type(count) is not int or not 0 <= count <= len(packed):
            raise DamagedRecord("an unknown array")
        end = offset + count * dtype.itemsize
        if end > len(packed):
            raise DamagedRecord("an array that breaks off")
        arrays.append(_array(packed[offset:end], dtype))
        offset = end
    if offset != len(packed):
        raise DamagedRecord("bytes that belong to nothing")
    return arrays


def _array(data: bytes, dtype: np.dtype[Any]) -> NDArray[Any]:
    array = np.frombuffer(data, dtype)
    if "locked" in (dtype.names or ()):
        array = array.copy()  # any byte becomes a real bool
        array["locked"] = np.frombuffer(array["locked"].tobytes(), np.uint8) != 0
    return frozen(array)


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no number")
