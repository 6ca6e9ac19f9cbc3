"""What a listening test is made of: files that a list names, or held-out pieces and what generators make of
their beginnings.
"""

import csv
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np

from genre_studio.cli.failures import CommandFailed
from genre_studio.cli.song_files import read_song_file
from genre_studio.evaluation.continuing import continue_request, with_take
from genre_studio.evaluation.listening import REAL, Kind, Material, sources_for
from genre_studio.evaluation.primers import Primer, cut_primers
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import Failed, Succeeded
from genre_studio.music.excerpt import excerpt
from genre_studio.music.midi_file import MidiFileError, read_song
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, GenerationError, Request
from genre_studio.training.corpus import Piece, read_corpus

Found = tuple[Material, Song]
_COLUMNS = ("file", "source", "genre")
_PRIMER_BARS = 8


@dataclass(frozen=True, slots=True)
class FromCorpus:
    """Which beginnings are continued, and by whom."""

    kind: Kind
    corpus: Path
    records: Sequence[PluginRecord]  # the generators
    genres: Sequence[str]
    per_genre: int  # beginnings of each genre
    bars: int  # that are written and heard
    seed: int


def listed(path: Path) -> list[Found]:
    """The files that a CSV of file, source, genre and perhaps piece names, relative to it.

    Raises CommandFailed, and MidiFileError or SessionError for a file that cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandFailed(f"The list {path} cannot be read: {error}.") from error
    found = []
    for number, row in enumerate(rows, 2):
        if not all(row.get(column) for column in _COLUMNS):
            raise CommandFailed(f"Line {number} of {path} needs file, source and genre.")
        song = read_song_file(path.parent / row["file"]).song
        found.append((Material(row["source"], row["genre"], row.get("piece") or row["file"]), song))
    return found


def written(asked: FromCorpus, progress: Callable[[float, str], None]) -> Iterator[Found]:
    """Versions of how held-out pieces go on after eight bars: the piece's own, and those of generators.

    Each beginning is gone on with by those whom a test of this kind compares there. `progress` is told the
    fraction done and what is being made. Raises CommandFailed, GenerationError.
    """
    names = [record.info.id for record in asked.records if record.info is not None]
    primers = [
        (primer, sources_for(asked.kind, names, number))
        # Counted through, so that every source has its turn even where a genre has few beginnings.
        for number, primer in enumerate(p for genre in asked.genres for p in _primers(asked, genre))
    ]
    for primer, sources in primers:
        if REAL in sources:
            song = _after_primer(primer, primer.real, asked.bars)
            yield Material(REAL, primer.genre, _name(primer)), song
    for number, record in enumerate(asked.records):
        with WorkerClient([record]) as client:
            mine = [primer for primer, sources in primers if names[number] in sources]
            for place, primer in enumerate(mine):
                done = (number + place / len(mine)) / len(asked.records)
                progress(done, f"{record.title} writes {primer.genre}")
                song = _after_primer(primer, _made(client, record, primer, asked), asked.bars)
                yield Material(names[number], primer.genre, _name(primer)), song


def _primers(asked: FromCorpus, genre: str) -> list[Primer]:
    """Beginnings dealt round the pieces, in an order that the seed decides."""
    try:
        pieces = [p for p in read_corpus(asked.corpus, ("ship",)) if p.genre == genre and p.held_out]
    except OSError as error:
        raise GenerationError(f"There is no corpus in {asked.corpus}: {error.strerror}.") from error
    order = np.random.default_rng(asked.seed).permutation(len(pieces))
    most = 1 + asked.per_genre // max(1, len(pieces) // 2)
    by_piece: list[list[Primer]] = []
    for place in order:
        if sum(map(len, by_piece)) >= asked.per_genre and len(by_piece) >= asked.per_genre:
            break
        by_piece.append(_primers_of(pieces[place], asked, most))
    dealt = [primer for turn in zip_longest(*by_piece) for primer in turn if primer is not None]
    if len(dealt) < asked.per_genre:
        raise CommandFailed(
            f"Only {len(dealt)} held-out beginnings of {genre} are long enough, but {asked.per_genre} are "
            "needed: ask for fewer trials or fewer bars."
        )
    return dealt[: asked.per_genre]


def _primers_of(piece: Piece, asked: FromCorpus, most: int) -> list[Primer]:
    try:
        song = read_song(piece.path).song
    except (MidiFileError, OSError):
        return []
    return cut_primers(
        song,
        piece=piece.title,
        author=piece.author,
        genre=piece.genre,
        most=most,
        bars=_PRIMER_BARS,
        following_bars=asked.bars,
        left_out=piece.synthetic_tracks,
    )


def _made(client: WorkerClient, record: PluginRecord, primer: Primer, asked: FromCorpus) -> Song:
    assert record.info is not None
    plain = continue_request(primer, primer.genre, asked.bars, 1, asked.seed)
    ability = Ability.CONTINUE if Ability.CONTINUE in record.info.abilities else Ability.GENERATE
    request = Request(plain.song, plain.region, plain.tracks, ability, primer.genre, asked.seed, takes=1)
    outcome = client.run(record.info.id, request, lambda _: None, threading.Event())
    if not isinstance(outcome, Succeeded):
        told = outcome.sentence if isinstance(outcome, Failed) else "it was cancelled"
        raise CommandFailed(f"{record.title} did not go on with {primer.piece}: {told}")
    return with_take(primer.song, outcome.takes[0].notes)


def _after_primer(primer: Primer, song: Song, bars: int) -> Song:
    return excerpt(song, primer.end_tick, song.meter_map.bar_start(primer.bars + bars))


def _name(primer: Primer) -> str:
    return f"{primer.piece}, from bar {primer.first_bar + primer.bars + 1}"
