"""Does a filled gap lead into what follows? Nats a note of the bars after it, by what fills it.

    python benchmarks/infill_quality.py --primers 12

Four bars of held-out pieces are filled (after eight bars of the piece, before four more) in three ways: by
the piece's own bars, by takes that know what follows (infill), and by takes that do not (plain continuation,
cut at the gap's end). Fewer nats: what follows comes as less of a surprise to the same network. The generator
listens for the first two bars after the gap, so bars three and four, which it never heard, stand
apart. Lower is better; the piece's own bars are what can be reached.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from genre_studio_lstm.context import encode_context
from genre_studio_lstm.generator import DEFAULT_MODEL, LstmContinuation
from genre_studio_lstm.network import NoteLstm
from quality_data import GENRES, corpus_pieces, held_out_primers

from genre_studio.evaluation.continuing import SilentReport, with_take
from genre_studio.evaluation.primers import Primer
from genre_studio.generation.grid import PART_COUNT, on_grid, parts_of
from genre_studio.generation.note_codec import START_ROW
from genre_studio.generation.run_checks import checked_take
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Region, Request

GAP_BARS, HEARD_BARS = 4, 2
REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--primers", type=int, default=12, help="of each genre")
    parser.add_argument("--takes", type=int, default=4, help="of each primer")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    args = parser.parse_args()
    torch.set_num_threads(1)
    generator = LstmContinuation()
    primers = held_out_primers(corpus_pieces(args.data), per_genre=args.primers, per_piece=12)
    print("| nats a note after the gap: bars 1-2 / 3-4 | its own bars | infill | plain continuation |")
    print("|---|---|---|---|")
    for genre in GENRES:
        ways: dict[str, list[list[float]]] = {"real": [], "infill": [], "continue": []}
        for number, primer in enumerate(primers[genre]):
            network = generator._model(DEFAULT_MODEL).network
            ways["real"].append(nats_after(primer.real, primer, network, genre))
            for ability in (Ability.INFILL, Ability.CONTINUE):
                for song in filled(generator, primer, genre, ability, args.takes, seed=number):
                    ways[ability.value].append(nats_after(song, primer, network, genre))
        cells = (" / ".join(f"{n:.3f}" for n in np.nanmean(rows, axis=0)) for rows in ways.values())
        print(f"| {genre} | {' | '.join(cells)} |", flush=True)


def filled(
    generator: LstmContinuation, primer: Primer, genre: str, ability: Ability, takes: int, seed: int
) -> list[Song]:
    """The piece with its gap filled anew."""
    meters = primer.real.meter_map
    region = Region(primer.end_tick, meters.bar_start(primer.bars + GAP_BARS))
    tracks = tuple(range(len(primer.real.tracks)))
    request = Request(primer.real, region, tracks, ability, genre, seed=seed, takes=takes)
    emptied = primer.real
    for index, track in enumerate(emptied.tracks):
        inside = (track.notes["start"] >= region.start) & (track.notes["start"] < region.end)
        emptied = emptied.with_track(index, track.with_notes(track.notes[~inside]))
    made = [checked_take(request, take) for take in generator.generate(request, SilentReport())]
    return [with_take(emptied, take.notes) for take in made]


def nats_after(song: Song, primer: Primer, network: NoteLstm, genre: str) -> list[float]:
    """Nats a note of the bars after the gap: the first HEARD_BARS, and those after them."""
    bars = primer.bars + primer.following_bars
    grid = on_grid(song, parts_of(primer.song), end_tick=song.meter_map.bar_start(bars))
    rows, table = encode_context(grid)
    parts = torch.zeros(1, PART_COUNT)
    parts[0, np.unique(grid.notes["part"]).astype(int)] = 1
    fed = torch.tensor([[START_ROW, *rows.tolist()]])
    known = torch.tensor(np.concatenate([table[:1], table]).astype(np.int64))[None]
    with torch.inference_mode():
        number = torch.tensor([1 + list(network.config.genres).index(genre)])
        nats, _ = network.nats(fed, known, number, parts)
    steps, costs = np.cumsum(rows[:, 0]), nats[0, :, :4].sum(-1).numpy()
    lines = grid.bar_lines[primer.bars + GAP_BARS :]
    spans = ((lines[0], lines[HEARD_BARS]), (lines[HEARD_BARS], lines[-1]))
    inside = [(steps >= first) & (steps < last) for first, last in spans]
    return [float(costs[span].mean()) if span.any() else float("nan") for span in inside]


if __name__ == "__main__":
    main()
