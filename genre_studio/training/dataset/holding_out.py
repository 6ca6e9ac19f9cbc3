"""Which pieces of a dataset are never learned from."""

from collections.abc import Sequence
from dataclasses import dataclass

from genre_studio.training.dataset.labels import work_of
from genre_studio.training.dataset.piece_facts import PieceFacts
from genre_studio.training.dataset.sources import SourceFile
from genre_studio.training.held_out import Belonging, choose_held_out


@dataclass(frozen=True, slots=True)
class Chosen:
    """A piece that the dataset takes."""

    file: SourceFile
    facts: PieceFacts
    genre: str
    author: str  # in lower case; empty where nothing names one
    title: str

    @property
    def work(self) -> str:
        return work_of(self.title)


def hold_out(chosen: Sequence[Chosen]) -> tuple[set[str], str]:
    """Keys of the held-out files, and one sentence about how they were chosen.

    By work and author together; of genres where that leaves none (few authors wrote everything), by
    work alone; of one with a single work, none.
    """
    held_out = choose_held_out([_belonging(piece, piece.author) for piece in chosen])
    judged = {piece.genre for piece in chosen if piece.file.key in held_out}
    bare = sorted({piece.genre for piece in chosen} - judged)
    if not bare:
        return held_out, f"{len(held_out)} pieces are held out, by piece and by composer."
    rest = [piece for piece in chosen if piece.genre in bare]
    by_work = choose_held_out([_belonging(piece, "") for piece in rest])
    held_out |= by_work
    names = ", ".join(bare)
    if not by_work:
        return held_out, f"Nothing could be held out of {names}: there is a single piece."
    return held_out, f"{len(held_out)} pieces are held out; of {names} by piece alone: too few composers."


def _belonging(piece: Chosen, author: str) -> Belonging:
    work = piece.work or piece.facts.shape
    return Belonging(piece.file.key, piece.genre, author or f"of work {work}", work)
