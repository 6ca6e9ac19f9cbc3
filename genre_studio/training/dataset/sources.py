"""MIDI files in folders and zips, found without trusting either.

Nothing of a zip is ever unpacked to a path: a member is read into memory, no further than a MIDI file may
be long, and its name only labels it.
"""

import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from genre_studio.music.midi_file.reader import MAX_FILE_BYTES
from genre_studio.training.dataset.request import DatasetError

SUFFIXES = frozenset({".mid", ".midi", ".kar", ".rmi"})
_LICENCE_STEMS = ("licen", "copying", "notice", "attribution", "credits")
_LARGEST_LICENCE = 200_000
_MOST_MEMBERS = 500_000
_MOST_UNPACKED = 64 << 30  # bytes that one zip may claim to hold
_BOMB_RATIO = 200  # a MIDI file shrinks 2 to 20 times
_BOMB_BYTES = 1 << 20  # below it no ratio does harm


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One MIDI file. `label` is its path below its source; `member` its place in a zip, else -1."""

    path: str
    label: str
    size: int
    stamp: int  # changes when the file does
    source: str  # the folder's or zip's own name
    member: int = -1
    complaint: str = ""  # why it will not even be opened

    @property
    def key(self) -> str:
        return f"{self.path}|{self.member}|{self.size}|{self.stamp}"


@dataclass(frozen=True, slots=True)
class LicenceText:
    """A licence, notice or credits file found beside the music."""

    label: str
    text: str


def find_files(source: Path) -> Iterator[SourceFile | LicenceText]:
    """What lies in a folder (zips within it too), a zip, or a single .mid file, sorted by name.

    Raises DatasetError where the source itself cannot be read.
    """
    if source.is_dir():
        yield from _in_folder(source)
    elif source.suffix.lower() == ".zip" and source.is_file():
        yield from _in_zip(source, source.stem)
    elif source.suffix.lower() in SUFFIXES and source.is_file():
        yield _plain(source, source.name, source.parent.name)
    else:
        raise DatasetError(f"{source} is neither a folder, a zip nor a MIDI file: choose another.")


def read_bytes(file: SourceFile) -> bytes:
    """Its bytes, never more than a MIDI file may have and one. Raises OSError, BadZipFile."""
    if file.member < 0:
        with Path(file.path).open("rb") as plain:
            return plain.read(MAX_FILE_BYTES + 1)
    archive = _open_zip(file.path, file.stamp)
    with archive.open(archive.infolist()[file.member]) as packed:
        return packed.read(MAX_FILE_BYTES + 1)


@lru_cache(maxsize=2)
def _open_zip(path: str, stamp: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _in_folder(folder: Path) -> Iterator[SourceFile | LicenceText]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(parent) / name
            label = path.relative_to(folder).as_posix()
            if name.startswith("."):
                continue
            if path.suffix.lower() in SUFFIXES:
                yield _plain(path, label, folder.name)
            elif path.suffix.lower() == ".zip":
                with suppress(DatasetError):
                    yield from _in_zip(path, folder.name, f"{label[:-4]}/")
            elif _is_licence(name):
                with suppress(OSError), path.open("rb") as file:
                    yield LicenceText(label, file.read(_LARGEST_LICENCE).decode(errors="replace"))


def _plain(path: Path, label: str, source: str) -> SourceFile:
    try:
        state = path.stat()
    except OSError as error:
        return SourceFile(str(path), label, 0, 0, source, complaint=(error.strerror or "unreadable").lower())
    complaint = "" if path.is_file() else "not a file"  # a named pipe would be waited for without end
    if state.st_size > MAX_FILE_BYTES:
        complaint = f"larger than {MAX_FILE_BYTES >> 20} MB"
    return SourceFile(str(path), label, state.st_size, state.st_mtime_ns, source, complaint=complaint)


def _in_zip(path: Path, source: str, below: str = "") -> Iterator[SourceFile | LicenceText]:
    stamp = path.stat().st_mtime_ns
    try:
        archive = _open_zip(str(path), stamp)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DatasetError(f"{path} cannot be read as a zip: {error}.") from error
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise DatasetError(f"{path} claims to hold more than any collection of music: it is left alone.")
    for number, member in enumerate(members):
        label = below + _safe_label(member.filename)
        suffix = PurePosixPath(label).suffix.lower()
        if member.is_dir() or "__MACOSX" in label:
            continue
        if suffix in SUFFIXES or suffix == ".zip":
            complaint = "a zip inside a zip: unpack it first" if suffix == ".zip" else _suspicion(member)
            yield SourceFile(str(path), label, member.file_size, stamp, source, number, complaint)
        elif _is_licence(PurePosixPath(label).name) and not _suspicion(member):
            with suppress(OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
                text = archive.open(member).read(_LARGEST_LICENCE).decode(errors="replace")
                yield LicenceText(label, text)


def _suspicion(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & 1:
        return "encrypted"
    if member.file_size > MAX_FILE_BYTES:
        return f"larger than {MAX_FILE_BYTES >> 20} MB"
    if member.file_size > _BOMB_BYTES and member.file_size > _BOMB_RATIO * max(1, member.compress_size):
        return "packed so tightly that it can be no music"
    return ""


def _safe_label(name: str) -> str:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[:500] or "unnamed"


def _is_licence(name: str) -> bool:
    return name.lower().startswith(_LICENCE_STEMS)
