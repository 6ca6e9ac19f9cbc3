"""Phrases written from nothing for the bands that held-out pieces have, and how alike phrases are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.continuing import SilentReport, with_take
from genre_studio.evaluation.corpus_windows import compared_tracks
from genre_studio.evaluation.passage import Passage, passage_of
from genre_studio.evaluation.windows import Window, sounding_windows
from genre_studio.generation.grid import STEPS_PER_QUARTER, on_grid
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DEFAULT_PROGRAM, DRUM_CHANNEL, Family
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from genre_studio.plugin_api import Ability, Generator, ParameterValue, Region, Request
from genre_studio.training.corpus import Piece

BARS = 8
AT_ONCE = 8  # takes of one request


@dataclass(frozen=True, slots=True)
class Band:
    """The tracks that play in a window, and which of them are judged: people's, not machines'."""

    families: tuple[Family, ...]
    compared: frozenset[Family]

    @property
    def song(self) -> Song:
        tracks = []
        for number, family in enumerate(self.families):
            is_drums = family is Family.DRUMS
            program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, DEFAULT_PROGRAM[family])])
            tracks.append(Track(family.title, DRUM_CHANNEL if is_drums else number % 9, events=program))
        return Song(tracks=tuple(tracks), meters=(Meter(0, 4, 4),))


def real_phrases(pieces: Sequence[Piece], *, per_piece: int, seed: int) -> list[tuple[Passage, Band]]:
    """Windows of eight bars of four quarters at a few places of each piece, and who plays there."""
    rng = np.random.default_rng(seed)
    found = []
    for piece in pieces:
        song = piece.song()
        compared = compared_tracks(song, piece)
        judged = frozenset(song.tracks[i].family for i in compared) - {Family.DRUMS}
        windows = [bar for bar, w in sounding_windows(on_grid(song), tracks=compared) if _is_four_quarters(w)]
        for place in sorted(rng.permutation(len(windows))[:per_piece]):
            passage = passage_of(song, windows[place], compared=compared, piece=str(piece.path))
            playing = tuple((f, w) for f, w in passage.tracks if len(w.notes) or len(w.drums))
            families = tuple(sorted(family for family, _ in playing))
            found.append((replace(passage, tracks=playing), Band(families, judged)))
    return found


def _is_four_quarters(window: Window) -> bool:
    return bool((np.diff(window.bar_lines) == 4 * STEPS_PER_QUARTER).all())


def written(
    generator: Generator,
    genre: str,
    bands: Sequence[Band],
    count: int,
    seed: int,
    settings: Mapping[str, ParameterValue],
) -> list[Passage]:
    """`count` phrases of eight bars, for bands spread over those that there are."""
    passages: list[Passage] = []
    requests = -(-count // AT_ONCE)
    for number, place in enumerate(np.linspace(0, len(bands) - 1, requests).astype(int).tolist()):
        band = bands[place]
        song = band.song
        region = Region(0, song.meter_map.bar_start(BARS))
        tracks = tuple(range(len(song.tracks)))
        request = Request(
            song, region, tracks, Ability.GENERATE, genre, seed + number, AT_ONCE, parameters=settings
        )
        compared = [i for i in tracks if song.tracks[i].family in band.compared]
        for take in generator.generate(request, SilentReport()):
            made = with_take(song, take.notes)
            passages.append(passage_of(made, 0, compared=compared, piece=f"band {number}"))
    return passages[:count]


def distinct_share(made: Sequence[Passage], real: Sequence[Passage]) -> float:
    """Share of phrases that lie no closer to another one than the closest real pair of two pieces."""
    rolls, truth = _rolls(made), _rolls(real)
    pieces = np.array([passage.piece for passage in real])
    apart = _distances(truth, truth)
    apart[pieces[:, None] == pieces[None]] = np.inf
    closest = float(apart.min())
    own = _distances(rolls, rolls)
    np.fill_diagonal(own, np.inf)
    return float(np.mean(own.min(1) >= closest))


def near_share(made: Sequence[Passage], real: Sequence[Passage], learned: Sequence[Passage]) -> float:
    """Share of phrases nearer to a training phrase than all but 1% of held-out real ones are."""
    training = _rolls(learned)
    usual = _distances(_rolls(real), training).min(1)
    own = _distances(_rolls(made), training).min(1)
    return float(np.mean(own < np.percentile(usual, 1)))


def _rolls(passages: Sequence[Passage]) -> NDArray[np.float32]:
    """(N, D): where notes begin, on 16ths and pitches, centred in pitch so that the key does not matter."""
    rows = []
    for passage in passages:
        notes = passage.window.notes
        roll = np.zeros((BARS * 16, 48), np.float32)
        if len(notes):
            centre = int(np.median(notes["pitch"]))
            places = np.clip(notes["pitch"].astype(int) - centre + 24, 0, 47)
            roll[np.minimum(notes["onset"] // 3, BARS * 16 - 1), places] = 1
        rows.append(roll.ravel())
    return np.stack(rows)


def _distances(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    """Jaccard distances of all pairs: 1 minus shared onsets over all onsets; two silences are 0 apart."""
    both = one @ other.T
    either = one.sum(1)[:, None] + other.sum(1)[None] - both
    return np.asarray(1 - both / np.maximum(1, either), np.float64)
