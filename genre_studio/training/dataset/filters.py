"""Which pieces a dataset takes, and for each one that it leaves out the reason in a few words."""

from dataclasses import dataclass

from genre_studio.training.dataset.piece_facts import PieceFacts


@dataclass(frozen=True, slots=True)
class DatasetFilters:
    """What is asked of a piece. Contradictions are refused when made."""

    fewest_notes: int = 32
    fewest_bars: int = 4
    most_notes: int = 100_000
    meters: tuple[str, ...] = ()  # "4/4"; a piece may have no other; empty: any
    genres: tuple[str, ...] = ()  # empty: any
    steadiness: float = 0.4  # share of onsets on the beat's grid beyond chance; 0 takes free playing, too
    drums_alone: bool = True  # take pieces that are nothing but drums
    duplicates: bool = False  # take a piece again that is there already
    transposed: bool = False  # take a piece again in another key

    def __post_init__(self) -> None:
        if self.fewest_notes < 1 or self.fewest_notes > self.most_notes:
            raise ValueError("fewest_notes must lie within 1 and most_notes")
        if not 0 <= self.steadiness <= 1:
            raise ValueError("steadiness must lie within 0 and 1")


class Sieve:
    """Asks pieces one by one, in order: the first of several alike is the one that is kept."""

    def __init__(self, filters: DatasetFilters) -> None:
        self._filters = filters
        self._contents: set[str] = set()
        self._shapes: set[str] = set()

    def reason_against(self, facts: PieceFacts, genre: str) -> str:
        """Why the piece is left out; empty where it is taken."""
        if reason := self._twin(facts):
            return reason
        return self._unfit(facts, genre)

    def _twin(self, facts: PieceFacts) -> str:
        same, shifted = facts.content in self._contents, facts.shape in self._shapes
        self._contents.add(facts.content)
        self._shapes.add(facts.shape)
        if same:
            return "" if self._filters.duplicates else DUPLICATE
        return TRANSPOSED if shifted and not self._filters.transposed else ""

    def _unfit(self, facts: PieceFacts, genre: str) -> str:
        filters = self._filters
        rules = (
            (facts.notes < filters.fewest_notes, f"fewer than {filters.fewest_notes} notes"),
            (facts.notes > filters.most_notes, f"more than {filters.most_notes:,} notes"),
            (facts.bars < filters.fewest_bars, f"fewer than {filters.fewest_bars} bars"),
            (bool(filters.meters) and not set(facts.meters) <= set(filters.meters), "another meter"),
            (bool(filters.genres) and genre not in filters.genres, "another genre"),
            (facts.steadiness < filters.steadiness, "played in free time"),
            (not filters.drums_alone and facts.only_drums, "nothing but drums"),
        )
        return next((words for broken, words in rules if broken), "")


DUPLICATE = "the same music again"
TRANSPOSED = "the same music in another key"
