"""Processes of our own beside this one, spoken to through plain pipes.

Plain pipes, because their end is noticed by the other side however this process dies, on every system,
and because nothing of this process is imported again over there.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def start_child(module: str, arguments: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Run a module of this package in a Python process whose standard streams are pipes to us."""
    package_parent = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package_parent, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        # -P: a file called numpy.py in the composer's folder is not what the child should import.
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
