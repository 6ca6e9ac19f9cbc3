"""From folders and zips to a dataset: find, look, choose, hold out, write. A generator of reports.

dataset.json     what it is made of, and the last report
pieces.jsonl     one piece a line: where its bytes lie, title, genre, author, work, held out ...
shards/          the bytes, in zips of some 32 MB
licences/        licence, notice and credits files found beside the music
facts.jsonl      what is known of every file looked at, for the next build
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from genre_studio.training.dataset.filters import DatasetFilters, Sieve
from genre_studio.training.dataset.holding_out import Chosen, hold_out
from genre_studio.training.dataset.labels import author_and_title, genre_of
from genre_studio.training.dataset.piece_facts import PieceFacts
from genre_studio.training.dataset.report import BrokenFile, DatasetReport, Tally
from genre_studio.training.dataset.request import BuildRequest, DatasetError
from genre_studio.training.dataset.scan import FactMemory, scan
from genre_studio.training.dataset.shards import shard_groups, shard_name, write_shard
from genre_studio.training.dataset.sources import LicenceText, SourceFile, find_files, read_bytes
from genre_studio.training.runs.plain_json import from_json, to_json
from genre_studio.training.whole_files import write_text

INDEX_NAME = "pieces.jsonl"
ABOUT_NAME = "dataset.json"
SHARDS_NAME = "shards"
FORMAT = 1
_REPORT_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class _Found:
    files: tuple[SourceFile, ...]
    licences: tuple[LicenceText, ...]


def build_dataset(
    request: BuildRequest,
    filters: DatasetFilters,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[DatasetReport]:
    """Build into `request.out`; the last report's stage is "done" unless stopped.

    The same build again, or after an interruption, looks only at files that are new or changed; where
    nothing is, it is done at once. `only_look` reads the files just so: then other filters show their
    effect in a moment. Raises DatasetError, OSError.
    """
    out = Path(request.out)
    found = _find(request)
    fingerprint = _fingerprint(request, filters, found)
    if (finished := _finished_report(out, fingerprint)) is not None:
        yield replace(finished, from_cache=finished.looked_at)
        return
    out.mkdir(parents=True, exist_ok=True)
    tally, sieve, chosen = Tally(), Sieve(filters), list[Chosen]()
    tally.found = len(found.files)
    yield tally.report("reading")
    began_s = report_at_s = clock()
    processes = request.processes or max(1, (os.cpu_count() or 2) - 1)
    for file, known, was_known in scan(found.files, FactMemory(out / "facts.jsonl"), processes, should_stop):
        tally.looked_at += 1
        tally.from_cache += was_known
        if isinstance(known, BrokenFile):
            tally.add_broken(known)
        else:
            _consider(file, known, request, sieve, tally, chosen)
        if (now_s := clock()) >= report_at_s:
            report_at_s = now_s + _REPORT_EVERY_S
            read = tally.looked_at - tally.from_cache
            yield tally.report("reading", files_per_second=read / max(1e-3, now_s - began_s))
    if should_stop():
        return
    if request.only_look:
        held_out, remark = hold_out(chosen)
        yield tally.report("done", held_out=len(held_out), remark=remark)
        return
    if not chosen:
        raise DatasetError(f"None of the {tally.found} files can be learned from: {_why_none(tally)}.")
    yield from _write(out, request, found, chosen, tally, fingerprint, should_stop)


def _find(request: BuildRequest) -> _Found:
    files: list[SourceFile] = []
    licences: list[LicenceText] = []
    for source in request.sources:
        for item in find_files(Path(source)):
            if isinstance(item, SourceFile):
                files.append(item)
            else:
                licences.append(item)
    if not files:
        names = ", ".join(request.sources)
        raise DatasetError(f"There is no MIDI file in {names}: choose a folder or zip with .mid files.")
    return _Found(tuple(files), tuple(licences))


def _consider(
    file: SourceFile,
    facts: PieceFacts,
    request: BuildRequest,
    sieve: Sieve,
    tally: Tally,
    chosen: list[Chosen],
) -> None:
    genre = genre_of(file.label, file.source, request.genre)
    reason = sieve.reason_against(facts, genre)
    tally.add(facts, genre, reason)
    if not reason:
        author, title = author_and_title(file.label)
        chosen.append(Chosen(file, facts, genre, author, title))


def _why_none(tally: Tally) -> str:
    report = tally.report("reading")
    reasons = [f"{count} {words}" for words, count in report.left_out.items()]
    return ", ".join(([f"{report.broken} cannot be read"] if report.broken else []) + reasons)


def _write(
    out: Path,
    request: BuildRequest,
    found: _Found,
    chosen: list[Chosen],
    tally: Tally,
    fingerprint: str,
    should_stop: Callable[[], bool],
) -> Iterator[DatasetReport]:
    held_out, remark = hold_out(chosen)
    yield tally.report("writing", held_out=len(held_out), remark=remark)
    shards = out / SHARDS_NAME
    shards.mkdir(exist_ok=True)
    lines: list[str] = []
    names: set[str] = set()
    for number, group in enumerate(shard_groups((piece, piece.file.size) for piece in chosen)):
        if should_stop():
            return
        name = shard_name(number, [piece.facts.content + piece.file.key for piece in group])
        names.add(name)
        members = [f"{i:06d}.mid" for i in range(len(group))]
        if not (shards / name).exists():
            readers = [lambda file=piece.file: read_bytes(file) for piece in group]
            write_shard(shards / name, zip(members, readers, strict=True))
        lines += [
            _line(piece, name, member, request, is_held_out=piece.file.key in held_out)
            for piece, member in zip(group, members, strict=True)
        ]
    report = tally.report("done", held_out=len(held_out), remark=remark)
    _write_licences(out / "licences", found.licences)
    write_text(out / INDEX_NAME, "\n".join(lines) + "\n")
    about = {"format": FORMAT, "fingerprint": fingerprint, "licence": request.licence}
    about |= {"sources": [Path(source).name for source in request.sources], "report": to_json(report)}
    write_text(out / ABOUT_NAME, json.dumps(about, indent=1))
    for stale in shards.glob("*.zip"):
        if stale.name not in names:
            stale.unlink(missing_ok=True)
    yield report


def _line(piece: Chosen, shard: str, member: str, request: BuildRequest, *, is_held_out: bool) -> str:
    return json.dumps(
        {
            "shard": shard,
            "member": member,
            "title": piece.title,
            "genre": piece.genre,
            "author": piece.author,
            "work": piece.work,
            "held_out": is_held_out,
            "source": piece.file.source,
            "file": piece.file.label,
            "licence": request.licence,
            "notes": piece.facts.notes,
            "bars": piece.facts.bars,
            "seconds": round(piece.facts.seconds, 2),
            "key": piece.facts.key,
        }
    )


def _write_licences(folder: Path, licences: tuple[LicenceText, ...]) -> None:
    for number, licence in enumerate(licences[:200]):
        folder.mkdir(exist_ok=True)
        write_text(folder / f"{number:03d}.txt", f"{licence.label}\n\n{licence.text}")


def _fingerprint(request: BuildRequest, filters: DatasetFilters, found: _Found) -> str:
    asked = to_json(request) | to_json(filters) | {"processes": 0, "format": FORMAT}
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode())
    for file in found.files:
        digest.update(f"{file.key}|{file.label}\n".encode())
    return digest.hexdigest()


def _finished_report(out: Path, fingerprint: str) -> DatasetReport | None:
    """The report of a finished build of just that; None where there is none."""
    try:
        about = json.loads((out / ABOUT_NAME).read_bytes())
        if about["fingerprint"] == fingerprint:
            return from_json(DatasetReport, about["report"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None
