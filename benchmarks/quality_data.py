"""What the music-quality figures are computed from: held-out primers and the judge's real windows.

Reading the corpus and fitting the judge take minutes, so the results are kept in an ignored
folder, under a name that changes with the corpus and with every line of code that they depend on.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_studio import evaluation
from genre_studio.evaluation.judge import GenreJudge, train_judge
from genre_studio.evaluation.primers import Primer, cut_primers
from genre_studio.evaluation.window_set import WindowSet
from genre_studio.evaluation.windows import WINDOW_DTYPE, Window, cut_window, sounding_windows
from genre_studio.generation import grid
from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.music.midi_file import read_song
from genre_studio.music.song import Song
from genre_studio.training import corpus
from genre_studio.training.corpus import GENRES, Piece, read_corpus

SEED = 20261122
JUDGE_WINDOWS_PER_PIECE = 5
_JUDGE_SOURCES = (
    "windows",
    "reading",
    "tonal_features",
    "line_features",
    "rhythm_features",
    "form_features",
    "window_set",
    "networks",
    "classifier",
    "judge",
)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledWindows:
    """Windows with the index of their genre and the number of their piece, (N,) each."""

    windows: tuple[Window, ...]
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]


def corpus_pieces(data: Path) -> tuple[Piece, ...]:
    return read_corpus(data, uses=("ship",))


def compared_tracks(song: Song, piece: Piece) -> tuple[int, ...]:
    """Pitched tracks that people played or wrote."""
    return tuple(
        i
        for i, track in enumerate(song.tracks)
        if not track.is_drums and not any(word in track.name for word in piece.synthetic_tracks)
    )


def held_out_primers(
    pieces: Sequence[Piece], *, per_genre: int, per_piece: int, following_bars: int = 8
) -> dict[str, list[Primer]]:
    """By genre, up to `per_genre` primers, dealt round the pieces so that long ones weigh no more."""
    primers: dict[str, list[Primer]] = {}
    for genre in GENRES:
        by_piece = [
            cut_primers(
                read_song(piece.path).song,
                piece=str(piece.path),
                author=piece.author,
                genre=genre,
                most=per_piece,
                following_bars=following_bars,
                left_out=piece.synthetic_tracks,
            )
            for piece in pieces
            if piece.held_out and piece.genre == genre
        ]
        primers[genre] = _dealt(by_piece, per_genre)
    return primers


def _dealt(by_piece: list[list[Primer]], count: int) -> list[Primer]:
    """One of each piece, then a second of each, in an order drawn once."""
    generator = np.random.default_rng(SEED)
    shuffled = [[own[i] for i in generator.permutation(len(own))] for own in by_piece]
    order = generator.permutation(len(shuffled))
    rounds = max((len(own) for own in shuffled), default=0)
    dealt = [shuffled[i][turn] for turn in range(rounds) for i in order if turn < len(shuffled[i])]
    return dealt[:count]


def judge_windows(pieces: Sequence[Piece], *, held_out: bool) -> LabelledWindows:
    """Windows of all pieces, a few of each.

    Training windows come twice: with all compared parts, and with a random part of them, so that
    how many instruments play is not what gives a genre away.
    """
    generator = np.random.default_rng(SEED)
    windows: list[Window] = []
    labels: list[int] = []
    groups: list[int] = []
    for number, piece in enumerate(p for p in pieces if p.held_out == held_out):
        song = read_song(piece.path).song
        tracks = compared_tracks(song, piece)
        found = _piece_windows(on_grid(song), tracks, generator, thinned=not held_out)
        windows += found
        labels += [GENRES.index(piece.genre)] * len(found)
        groups += [number] * len(found)
    return LabelledWindows(tuple(windows), np.array(labels, np.int64), np.array(groups, np.int64))


def _piece_windows(
    song: GridSong, tracks: Sequence[int], generator: np.random.Generator, *, thinned: bool
) -> list[Window]:
    found = sounding_windows(song, tracks=tracks)
    chosen = sorted(generator.permutation(len(found))[:JUDGE_WINDOWS_PER_PIECE])
    windows = [found[i][1] for i in chosen]
    if thinned and len(tracks) > 1:
        for i in chosen:
            some = generator.permutation(tracks)[: generator.integers(1, len(tracks))]
            windows.append(cut_window(song, found[i][0], tracks=some.tolist()))
    return [window for window in windows if not window.is_silent]


def cached_judge(data: Path, cache: Path) -> GenreJudge:
    """The judge of this corpus, fitted now or read from `cache`."""
    folder = cache / f"judge-{_digest(data)}"
    if not (folder / "judge.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        training = cached_windows(data, cache, held_out=False)
        judge = train_judge(WindowSet(training.windows), training.labels, training.groups, GENRES, seed=SEED)
        judge.save(folder)
    return GenreJudge.load(folder)


def cached_windows(data: Path, cache: Path, *, held_out: bool) -> LabelledWindows:
    """`judge_windows` of the corpus, read now or from `cache`."""
    path = cache / f"windows-{_digest(data)}-{'held-out' if held_out else 'training'}.npz"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _save_windows(path, judge_windows(corpus_pieces(data), held_out=held_out))
    return _load_windows(path)


def _save_windows(path: Path, labelled: LabelledWindows) -> None:
    windows = labelled.windows
    np.savez_compressed(
        path,
        notes=np.concatenate([window.notes for window in windows]),
        note_counts=[len(window.notes) for window in windows],
        lines=np.concatenate([window.bar_lines for window in windows]),
        line_counts=[len(window.bar_lines) for window in windows],
        labels=labelled.labels,
        groups=labelled.groups,
    )


def _load_windows(path: Path) -> LabelledWindows:
    with np.load(path) as arrays:
        notes = np.split(arrays["notes"], np.cumsum(arrays["note_counts"])[:-1])
        lines = np.split(arrays["lines"], np.cumsum(arrays["line_counts"])[:-1])
        no_drums = np.zeros(0, WINDOW_DTYPE)
        windows = tuple(Window(n, b, no_drums) for n, b in zip(notes, lines, strict=True))
        return LabelledWindows(windows, arrays["labels"], arrays["groups"])


def _digest(data: Path) -> str:
    """Of the corpus' manifest and of the code that turns it into windows and a judge."""
    sources = [Path(evaluation.__path__[0]) / f"{name}.py" for name in _JUDGE_SOURCES]
    sources += [Path(grid.__file__), Path(corpus.__file__), Path(__file__), data / "MANIFEST.tsv"]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
