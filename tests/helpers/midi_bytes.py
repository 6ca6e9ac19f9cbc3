"""Small MIDI files built byte by byte, so that each can be broken in its own way."""

END = bytes.fromhex("00 ff 2f 00")
ONE_NOTE = bytes.fromhex("00 90 3c 40 60 80 3c 40")
"""Middle C for 96 ticks."""


def header(file_type: int = 1, tracks: int = 1, division: int = 96) -> bytes:
    return (
        b"MThd"
        + (6).to_bytes(4, "big")
        + b"".join(w.to_bytes(2, "big") for w in (file_type, tracks, division))
    )


def chunk(body: bytes, length: int | None = None, name: bytes = b"MTrk") -> bytes:
    """A chunk that states `length`, true or not."""
    return name + (len(body) if length is None else length).to_bytes(4, "big") + body


def file_of(*bodies: bytes, file_type: int = 1, division: int = 96) -> bytes:
    """A whole file, one chunk for each body."""
    return header(file_type, len(bodies), division) + b"".join(map(chunk, bodies))


def meta(meta_type: int, data: bytes, delta: int = 0) -> bytes:
    return bytes((delta, 0xFF, meta_type, len(data))) + data
