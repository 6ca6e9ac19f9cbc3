"""Training keeps off one core while something plays, and takes it back."""

import subprocess
import sys
from pathlib import Path

import pytest

from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.playing import write_playing

CHILD = """
import sys, threading, os
from pathlib import Path
from genre_studio.training.courtesy import Courtesy, be_modest
be_modest(); be_modest()
courtesy = Courtesy(Path(sys.argv[1]))
other = threading.Thread(target=threading.Event().wait, daemon=True); other.start()
print(os.nice(0), flush=True)
for now_s in (0.0, 0.5, 2.0):
    courtesy.heed(now_s)
    print(len(os.sched_getaffinity(0)), len(os.sched_getaffinity(other.native_id)), flush=True)
    if now_s == 0.0:
        (Path(sys.argv[1]) / "playing.json").unlink()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="affinity by thread is Linux's")
def test_one_core_is_left_free_while_something_plays(tmp_path: Path) -> None:
    me = ProcessIdentity.of()
    write_playing(tmp_path, me)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=True, input=""
    )
    nice, playing, soon_after, later = done.stdout.split("\n")[:4]
    cores = int(later.split()[0])
    assert int(nice) >= 10
    assert soon_after == playing  # looked at once a second
    if cores > 1:
        assert playing.split() == [str(cores - 1)] * len(playing.split())
