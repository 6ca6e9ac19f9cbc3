"""A dataset's music on disk: zips of some 32 MB each, so that no part of it need ever fit the memory."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from genre_studio.training.whole_files import write_whole

SHARD_BYTES = 32 << 20
_LARGEST_MEMBER = 33 << 20
_T = TypeVar("_T")


def shard_groups(items: Iterable[tuple[_T, int]], shard_bytes: int = SHARD_BYTES) -> Iterator[list[_T]]:
    """Items with their sizes, in order, gathered until a shard is full."""
    group: list[_T] = []
    total = 0
    for item, size in items:
        if group and total + size > shard_bytes:
            yield group
            group, total = [], 0
        group.append(item)
        total += size
    if group:
        yield group


def shard_name(number: int, members: Sequence[str]) -> str:
    """A name that says what is in it: a shard of that name need not be written again."""
    digest = hashlib.blake2b("\n".join(members).encode(), digest_size=6).hexdigest()
    return f"{number:05d}-{digest}.zip"


def write_shard(path: Path, members: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
    """Write a shard whole; each member is read when its turn comes. Raises OSError."""

    def fill(file: object) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]  # any binary file
            for name, read in members:
                archive.writestr(zipfile.ZipInfo(name), read(), zipfile.ZIP_DEFLATED)

    write_whole(path, fill)


def read_member(shard: Path, member: str) -> bytes:
    """One piece's bytes. Raises OSError where shard or member cannot be read."""
    try:
        with _open(shard, shard.stat().st_mtime_ns).open(member) as packed:
            return packed.read(_LARGEST_MEMBER)
    except (KeyError, zipfile.BadZipFile, EOFError, ValueError) as error:
        raise OSError(f"{member} cannot be read from {shard.name}: build the dataset again") from error


@lru_cache(maxsize=4)
def _open(shard: Path, stamp: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(shard)
