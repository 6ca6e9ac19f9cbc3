"""How long a take is searched for quotes, and how much real pieces quote of each other.

    python benchmarks/quote_search.py                       # 2 million figures of invented lines
    python benchmarks/quote_search.py --data ../shared/data # and of real music

Asked: 200 ms a take over 2 million notes; the quotes of takes no longer than those between real pieces of
different composers (`genre-studio evaluate` measures the takes).
"""

import argparse
import time
from pathlib import Path

import numpy as np

from genre_studio.evaluation.corpus_windows import compared_tracks
from genre_studio.evaluation.windows import sounding_windows
from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.generation.quotes import Line, QuoteIndex, lines_of, model_quotes
from genre_studio.music.midi_file import read_song

MODEL = Path(__file__).parent.parent / "plugins/lstm_continuation/genre_studio_lstm/models/bars-and-bands"
MAJOR = np.array([0, 2, 4, 5, 7, 9, 11])


def invented_line(generator: np.random.Generator, length: int) -> Line:
    """A walk along a scale in 8ths and 16ths: far more alike than real music, so harder to search."""
    degrees = np.clip(np.cumsum(generator.integers(-2, 3, length)), -14, 14)
    pitches = 60 + 12 * (degrees // 7) + MAJOR[degrees % 7]
    return Line(np.cumsum(generator.choice([3, 6, 6], length)), pitches)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--figures", type=int, default=2_000_000)
    parser.add_argument(
        "--take-notes", type=int, default=400, help="top notes of a take, over all its tracks"
    )
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    generator = np.random.default_rng(1)
    pieces = ((f"{i}", [invented_line(generator, 2000)]) for i in range(args.figures // 2000))
    index = QuoteIndex.build(pieces, most=args.figures + 2)
    times = []
    for _ in range(50):
        lines = [invented_line(generator, args.take_notes // 4) for _ in range(4)]
        began = time.perf_counter()
        index.longest_quote(lines)
        times.append(time.perf_counter() - began)
    print(f"{len(index.figures):,} figures")
    print(
        f"take of {args.take_notes} top notes: median {np.median(times) * 1e3:.1f} ms, "
        f"longest {max(times) * 1e3:.1f} ms"
    )
    if args.data:
        real_quotes(args.data)


def real_quotes(data: Path) -> None:
    """8-bar windows of held-out pieces against the LSTM's training music: always other composers."""
    from genre_studio.training.corpus import read_corpus  # noqa: PLC0415  only where there is a corpus

    index = model_quotes(MODEL)
    assert index is not None
    by_genre: dict[str, list[int]] = {}
    for piece in read_corpus(data, uses=("ship",)):
        if piece.held_out:
            song = read_song(piece.path).song
            grid, tracks = on_grid(song), compared_tracks(song, piece)
            for bar, _ in sounding_windows(grid, tracks=tracks)[:6]:
                low, high = np.searchsorted(grid.notes["step"], grid.bar_lines[[bar, bar + 8]])
                window = GridSong(grid.notes[low:high], grid.bar_lines)
                quote = index.longest_quote(lines_of(window, tracks))
                by_genre.setdefault(piece.genre, []).append(quote.notes if quote else 0)
    for genre, notes in by_genre.items():
        quarter = np.percentile(notes, [25, 50, 75, 95])
        print(f"{genre}: {len(notes)} windows, longest quote 25/50/75/95%: {quarter}")


if __name__ == "__main__":
    main()
