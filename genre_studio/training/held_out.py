"""Which pieces a model never hears, to be judged by them: chosen by work and author, never by file."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HELD_OUT_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Belonging:
    """A file's name, the subset it counts for, and what it must not be torn from."""

    file: str
    subset: str
    author: str
    work: str


def choose_held_out(rows: Sequence[Belonging], share: float = HELD_OUT_SHARE) -> set[str]:
    """Files of about `share` of each subset, closed under shared authors and works.

    Connected components of (author, work) are drawn in the order of a hash of their names, so the
    choice depends on nothing but the rows. A group that is more than a subset's share stays to be
    learned from: where one author wrote everything, nothing is chosen.
    """
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.subset] = totals.get(row.subset, 0) + 1
    taken = dict.fromkeys(totals, 0)
    chosen: set[str] = set()
    for group in _components(rows):
        counts: dict[str, int] = {}
        for row in group:
            counts[row.subset] = counts.get(row.subset, 0) + 1
        if all(taken[s] + n <= max(1, share * totals[s]) for s, n in counts.items()):
            chosen |= {row.file for row in group}
            for subset, count in counts.items():
                taken[subset] += count
    return chosen


def _components(rows: Iterable[Belonging]) -> list[list[Belonging]]:
    """Rows that share an author or a work, directly or through others, in the order of their hashes."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]  # halve the way for the next one
            name = parent[name]
        return name

    rows = tuple(rows)
    for row in rows:
        for other in (f"author {row.author}", f"work {row.work}"):
            parent[root(other)] = root(f"file {row.file}")
    members: dict[str, list[Belonging]] = {}
    for row in rows:
        members.setdefault(root(f"file {row.file}"), []).append(row)
    return sorted(members.values(), key=lambda group: _digest(min(row.file for row in group)))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
