"""Processes of a pool go when the one that started them is killed."""

import subprocess
import sys

import psutil

CHILD = """
import os, time
from genre_studio.training.process_pool import process_pool
with process_pool(2) as pool:
    print(*{f.result() for f in [pool.submit(os.getpid) for _ in range(8)]}, flush=True)
    time.sleep(600)
"""


def test_a_killed_program_leaves_no_process_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        started = [psutil.Process(int(number)) for number in child.stdout.readline().split()]
        assert started
        child.kill()
    gone, alive = psutil.wait_procs(started, timeout=60)
    assert not alive
    assert len(gone) == len(started)
