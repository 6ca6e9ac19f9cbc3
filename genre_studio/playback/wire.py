"""Values through a pipe between our own two processes: a length, then a pickle."""

import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<I")


def write_value(stream: BinaryIO, value: object) -> None:
    """Write one value whole. Raises OSError or ValueError where the other side is gone."""
    data = pickle.dumps(value, protocol=5)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_value(stream: BinaryIO) -> Any:
    """Wait for one value. Raises EOFError where the other side is gone."""
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    length = _LENGTH.unpack(header)[0]
    data = stream.read(length)
    if len(data) < length:  # it was killed while it wrote
        raise EOFError
    return pickle.loads(data)
