"""Kill an editing process at random moments: is every gesture that it had finished in the session file?

A child makes scripted gestures (edits of 1 to 2,000 notes, undo, redo, takes) under a session, and says
each one once it is finished. It is killed by SIGKILL at a random moment; the file is opened, and what is
in it compared, row by row, with the same script carried out up to the same gesture.

    python -m benchmarks.session_kills [--kills 200] [--notes 2000] [--longest 1.5] [--seed 1]
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.helpers.session_kills import Killed, kill_once


def main() -> int:
    """Exit code 1 where a gesture was lost or a file did not open."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--notes", type=int, default=2000, help="notes in the song")
    parser.add_argument("--longest", type=float, default=1.5, help="seconds from the first word to the kill")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the gestures")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    results: list[Killed] = []
    failed = 0
    begun_s = time.monotonic()
    for number in range(options.kills):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "song.genrestudio"
            try:
                after_s = dice.uniform(0.0, options.longest)
                results.append(kill_once(path, options.seed * 10_000 + number, options.notes, after_s))
            except Exception as error:
                failed += 1
                sys.stderr.write(f"kill {number}: {type(error).__name__}: {str(error)[:200]}\n")
    report(results, failed, time.monotonic() - begun_s)
    return 1 if failed or any(result.lost for result in results) else 0


def report(results: list[Killed], failed: int, took_s: float) -> None:
    finished = sorted(result.finished for result in results)
    opened_ms = sorted(1000 * result.opened_s for result in results)
    ahead = sum(result.found > result.finished for result in results)
    print(f"{len(results) + failed} kills in {took_s:.0f} s")
    if results:
        print(f"gestures finished before the kill: {finished[0]} to {finished[-1]}, in all {sum(finished):,}")
        print(f"finished gestures lost: {sum(result.lost for result in results)}")
        print(f"kills after which one more was there than the child could still tell: {ahead}")
        median_ms = opened_ms[len(opened_ms) // 2]
        print(f"opening after the kill: median {median_ms:.1f} ms, worst {opened_ms[-1]:.1f} ms")
    print(f"files that did not open or were not as the script left them: {failed}")


if __name__ == "__main__":
    sys.exit(main())
