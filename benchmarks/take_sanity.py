"""100 takes of 8 bars a genre at default settings: none empty, none stuck, none beyond the masks.

    python benchmarks/take_sanity.py

Thirteen held-out primers a genre, eight takes of each; the last four primers under hard limits (scale,
range, polyphony). What counts as stuck: genre_studio/evaluation/sanity.py.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import torch
from genre_studio_lstm.generator import LstmContinuation
from lstm_speed import SilentReport
from quality_data import corpus_pieces, held_out_primers

from genre_studio.evaluation.sanity import take_problems
from genre_studio.generation.run_checks import checked_take
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api import Ability, Constraints, Region, Request

PRIMERS, TAKES, MASKED = 13, 8, 4
MASKS = Constraints(
    pitch_classes=frozenset({0, 2, 4, 5, 7, 9, 11}), lowest_pitch=36, highest_pitch=84, polyphony=3
)


def main() -> None:
    torch.set_num_threads(1)
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data")
    generator = LstmContinuation()
    for genre, primers in held_out_primers(corpus_pieces(data), per_genre=PRIMERS, per_piece=2).items():
        problems: list[str] = []
        count = 0
        for number, primer in enumerate(primers):
            start, end = continuation_region(primer.song, 8)
            request = Request(
                primer.song,
                Region(start, end),
                tuple(i for i, track in enumerate(primer.song.tracks) if len(track.notes)),
                Ability.CONTINUE,
                genre,
                seed=number,
                takes=TAKES,
                constraints=MASKS if number >= PRIMERS - MASKED else Constraints(),
            )
            for take in generator.generate(request, SilentReport()):
                checked_take(request, take)
                problems += [str(problem) for problem in take_problems(request, take.notes)]
                count += 1
        print(f"{genre}: {count} takes, problems: {', '.join(problems) or 'none'}")


if __name__ == "__main__":
    main()
