"""Dataset build: files per second a core, against pretty_midi parsing the same files.

    python benchmarks/dataset_build.py FOLDER [--files 300]

Both read the same bytes in this process, in turn, three times; the best of each counts. Then the whole
build runs over the folder, cold and again.
"""

import argparse
import io
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pretty_midi

from genre_studio.training.dataset import BuildRequest, DatasetFilters, DatasetReport
from genre_studio.training.dataset.build import build_dataset
from genre_studio.training.dataset.scan import read_file
from genre_studio.training.dataset.sources import SourceFile, find_files

ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300, help="for the comparison, spread over the folder")
    parser.add_argument("--processes", type=int, default=0)
    asked = parser.parse_args()
    found = [file for file in find_files(asked.folder) if isinstance(file, SourceFile)]
    chosen = found[:: max(1, len(found) // asked.files)]
    for file in chosen[:3]:
        read_file(file)  # imports are not what is compared
    ours_s, theirs_s = float("inf"), float("inf")
    for _ in range(ROUNDS):
        ours_s = min(ours_s, _cpu_s(lambda: [read_file(file) for file in chosen]))
        theirs_s = min(theirs_s, _cpu_s(lambda: [_pretty(file) for file in chosen]))
    print(f"{len(chosen)} of {len(found)} files, processor time of one core")
    print(f"facts:       {len(chosen) / ours_s:8.0f} files/s  ({1000 * ours_s / len(chosen):.2f} ms a file)")
    print(
        f"pretty_midi: {len(chosen) / theirs_s:8.0f} files/s  ({1000 * theirs_s / len(chosen):.2f} ms a file)"
    )
    print(f"ratio {theirs_s / ours_s:.1f} (asked: 20)")
    with tempfile.TemporaryDirectory() as folder:
        request = BuildRequest((str(asked.folder),), folder, processes=asked.processes)
        for name in ("cold", "again"):
            began_s = time.perf_counter()
            *_, report = build_dataset(request, DatasetFilters())
            _tell(name, report, time.perf_counter() - began_s)


def _cpu_s(work: Callable[[], object]) -> float:
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


def _pretty(file: SourceFile) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            pretty_midi.PrettyMIDI(io.BytesIO(Path(file.path).read_bytes()))
        except Exception:
            # A file that it cannot read costs it nothing here, which is to its advantage.
            return


def _tell(name: str, report: DatasetReport, took_s: float) -> None:
    print(f"whole build, {name}: {took_s:.2f} s, {report.found / took_s:.0f} files/s; {report.kept} kept")


if __name__ == "__main__":
    main()
