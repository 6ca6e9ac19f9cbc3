"""Which generator plugins are installed, and how each of them fares.

Plugin code never runs in the process that calls `discover`. A description is cheap to read, but the
module that holds it is anybody's code: it may hang, abort the process, print, or import torch. So
descriptions are read in a child process (`describe_process`), checked, sent back as JSON, and kept
in the user's cache folder (`description_cache`), keyed by distribution, version, entry point and the
state of the files. From the second start on nothing is imported at all: finding three plugins takes
a few milliseconds. Failures are cached too, until anything changes in the folders of sys.path, so
that one hanging plugin costs its time limit once, not at every start.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from genre_studio.generation.describe_process import DESCRIBE_LIMIT_S, Description, describe
from genre_studio.generation.description_cache import DescriptionCache, default_cache_path, stamp_of
from genre_studio.generation.outcomes import Failed, FailureKind, Outcome, Place, Succeeded
from genre_studio.plugin_api.info import API_VERSION, ENTRY_POINT_GROUP, PluginInfo


class PluginState(StrEnum):
    """How a plugin fares. Only READY ones and those that failed in a run can be asked (again)."""

    READY = "ready"
    DESCRIBE_FAILED = "describe failed"  # no INFO, a wrong one, or its module hangs or aborts
    IMPORT_FAILED = "import failed"
    WRONG_API = "wrong api version"
    DUPLICATE = "duplicate id"
    CONSTRUCT_FAILED = "construct failed"
    RUN_FAILED = "run failed"


_STATE_AT = {
    Place.DESCRIBE: PluginState.DESCRIBE_FAILED,
    Place.IMPORT: PluginState.IMPORT_FAILED,
    Place.CONSTRUCT: PluginState.CONSTRUCT_FAILED,
    Place.RUN: PluginState.RUN_FAILED,
}


@dataclass(frozen=True, slots=True)
class PluginRecord:
    """One installed plugin. `error` is one sentence, empty while all is well."""

    name: str  # of the entry point
    state: PluginState
    info: PluginInfo | None = None  # None where it could not be described
    distribution: str = ""
    version: str = ""
    error: str = ""
    traceback: str = ""
    log: str = ""  # what it printed before it failed
    kind: FailureKind | None = None  # how it failed

    @property
    def usable(self) -> bool:
        """Whether it may be asked for notes: it was described, fits this studio and owns its id."""
        barred = (PluginState.WRONG_API, PluginState.DUPLICATE)
        return self.info is not None and self.state not in barred

    @property
    def title(self) -> str:
        return self.info.title if self.info else self.name

    def after(self, outcome: Outcome) -> "PluginRecord":
        """The record once a run has ended: failures are kept, a success clears an earlier one.

        A refusal and a cancel say nothing about the plugin.
        """
        if isinstance(outcome, Succeeded):
            return replace(self, state=PluginState.READY, error="", traceback="", log="", kind=None)
        if not isinstance(outcome, Failed) or outcome.kind is FailureKind.REFUSED:
            return self
        return replace(
            self,
            state=_STATE_AT[outcome.place],
            error=outcome.sentence,
            traceback=outcome.traceback,
            log=outcome.log,
            kind=outcome.kind,
        )


def discover(
    *,
    refresh: bool = False,
    cache_path: Path | None = None,
    describe_limit_s: float = DESCRIBE_LIMIT_S,
) -> tuple[PluginRecord, ...]:
    """Every plugin of the entry point group, sorted by name, the broken ones too. Never raises.

    `refresh` reads every description anew; `cache_path` names the cache file (the user's cache
    folder by default); a plugin that takes longer than `describe_limit_s` to describe is broken.
    """
    entries = _entry_points()
    cache = DescriptionCache(cache_path or default_cache_path())
    stamps = {entry: stamp_of(entry) for entry in entries}
    known = {} if refresh else cache.load(stamps)
    unknown = [entry for entry in entries if entry not in known]
    if unknown:
        known |= describe(unknown, describe_limit_s)
    if unknown or refresh:
        cache.save({stamps[entry]: description for entry, description in known.items()})
    return _without_duplicates(_record(entry, known[entry]) for entry in entries)


def find_record(records: Iterable[PluginRecord], name: str) -> PluginRecord | None:
    """The record whose plugin id or, failing that, entry-point name is `name`."""
    records = tuple(records)
    by_id = (r for r in records if r.usable and r.info is not None and r.info.id == name)
    return next(by_id, None) or next((r for r in records if r.name == name), None)


def _entry_points() -> list[metadata.EntryPoint]:
    """Sorted, so that of two plugins with one id the same one wins on every machine."""
    return sorted(set(_readable_entry_points()), key=lambda entry: (entry.name, entry.value))


def _readable_entry_points() -> list[metadata.EntryPoint]:
    try:
        return list(metadata.entry_points(group=ENTRY_POINT_GROUP))
    except Exception:
        # One damaged .dist-info anywhere on sys.path makes the call above raise: read one by one.
        entries: list[metadata.EntryPoint] = []
        for distribution in metadata.distributions():
            with contextlib.suppress(Exception):
                entries.extend(e for e in distribution.entry_points if e.group == ENTRY_POINT_GROUP)
        return entries


def _record(entry: metadata.EntryPoint, description: Description) -> PluginRecord:
    distribution = entry.dist.name if entry.dist else ""
    version = entry.dist.version if entry.dist else ""
    record = PluginRecord(entry.name, PluginState.READY, description.info, distribution, version)
    if description.failure is not None:
        return record.after(description.failure)
    if description.info is not None and description.info.api_version != API_VERSION:
        error = (
            f"{description.info.title} was written for version {description.info.api_version} of the "
            f"plugin interface; this studio speaks version {API_VERSION}: look for another release of it."
        )
        return replace(record, state=PluginState.WRONG_API, error=error)
    return record


def _without_duplicates(records: Iterable[PluginRecord]) -> tuple[PluginRecord, ...]:
    owners: dict[str, PluginRecord] = {}
    kept = []
    for record in records:
        owner = owners.get(record.info.id) if record.usable and record.info else None
        if owner is not None and owner.info is not None:
            error = f"Its id '{owner.info.id}' belongs to {owner.distribution or owner.name} already."
            kept.append(replace(record, state=PluginState.DUPLICATE, error=error))
            continue
        if record.usable and record.info is not None:
            owners[record.info.id] = record
        kept.append(record)
    return tuple(kept)
