"""What a build has found so far, as a person reads it; one a few times a second while it reads."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from genre_studio.training.dataset.filters import DUPLICATE, TRANSPOSED
from genre_studio.training.dataset.piece_facts import PieceFacts

_MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that could not be read, and why in a few words or a sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """Counts over the files looked at so far. `left_out` has each filter's effect by its words."""

    stage: str  # "finding", "reading", "writing", "done"
    found: int = 0  # MIDI files
    looked_at: int = 0
    from_cache: int = 0  # of these, known from an earlier build
    broken: int = 0
    duplicates: int = 0
    transposed: int = 0
    kept: int = 0
    held_out: int = 0
    notes: int = 0  # of the pieces kept; so are the following
    bars: int = 0
    hours: float = 0.0
    genres: Mapping[str, int] = field(default_factory=dict)
    meters: Mapping[str, int] = field(default_factory=dict)
    instruments: Mapping[str, int] = field(default_factory=dict)  # tracks by family
    keys: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    broken_files: tuple[str, ...] = ()  # "name: reason", the first two hundred
    remark: str = ""  # one sentence, such as how pieces were held out
    files_per_second: float = 0.0


class Tally:
    """Counts pieces as they come."""

    def __init__(self) -> None:
        self.found = self.looked_at = self.from_cache = self.broken = self.kept = 0
        self._notes = self._bars = 0
        self._seconds = 0.0
        self._genres: Counter[str] = Counter()
        self._meters: Counter[str] = Counter()
        self._instruments: Counter[str] = Counter()
        self._keys: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._broken_files: list[str] = []

    def add_broken(self, broken: BrokenFile) -> None:
        self.broken += 1
        if len(self._broken_files) < _MOST_NAMED:
            self._broken_files.append(f"{broken.name}: {broken.reason}")

    def add(self, facts: PieceFacts, genre: str, reason_against: str) -> None:
        if reason_against:
            self._left_out[reason_against] += 1
            return
        self.kept += 1
        self._notes += facts.notes
        self._bars += facts.bars
        self._seconds += facts.seconds
        self._genres[genre] += 1
        self._meters.update(facts.meters)
        self._instruments.update(facts.families)
        self._keys.update([facts.key] if facts.key else [])

    def report(
        self, stage: str, *, held_out: int = 0, remark: str = "", files_per_second: float = 0.0
    ) -> DatasetReport:
        return DatasetReport(
            stage=stage,
            found=self.found,
            looked_at=self.looked_at,
            from_cache=self.from_cache,
            broken=self.broken,
            duplicates=self._left_out[DUPLICATE],
            transposed=self._left_out[TRANSPOSED],
            kept=self.kept,
            held_out=held_out,
            notes=self._notes,
            bars=self._bars,
            hours=round(self._seconds / 3600, 3),
            genres=dict(self._genres.most_common()),
            meters=dict(self._meters.most_common()),
            instruments=dict(self._instruments.most_common()),
            keys=dict(self._keys.most_common()),
            left_out=dict(self._left_out.most_common()),
            broken_files=tuple(self._broken_files),
            remark=remark,
            files_per_second=files_per_second,
        )
