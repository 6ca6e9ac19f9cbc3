"""Start a Python child that sees the same modules, but not this program's __main__.

`multiprocessing` spawn would import the parent's main script again in the child (and, under pytest
or an embedding program, whatever that is), and its pickled channel trusts what comes back. A plain
subprocess with this process's sys.path behaves alike on Linux, macOS and Windows.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_POLL_S = 0.01

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "__import__(sys.argv[2], fromlist=['main']).main(*sys.argv[3:])"
)


def child_command(module: str, *arguments: str) -> list[str]:
    """The command that runs `module.main(*arguments)` in a fresh interpreter with this sys.path."""
    return [sys.executable, "-c", _START, json.dumps(sys.path), module, *arguments]


def detached() -> dict[str, Any]:
    """`Popen` arguments that keep Ctrl-C in the terminal, and a console window, away from the child."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


_APART = (
    "import json, subprocess, sys; log = open(sys.argv[1], 'ab'); "
    "child = subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL, stdout=log, stderr=log, "
    "**json.loads(sys.argv[2])); print(child.pid); child.returncode = 0"
)
"""Starts a program and ends. The return code keeps Python from warning of a child that still runs."""


def start_apart(command: list[str], log: Path) -> int:
    """Start `command` as nobody's child, so that it outlives this process; its process number.

    It goes through a process that ends at once: this one then has no child to wait for, and is not
    what its end depends on. What it prints is appended to `log`. Raises OSError.
    """
    launcher = [sys.executable, "-S", "-c", _APART, str(log), json.dumps(detached()), *command]
    started = subprocess.run(launcher, capture_output=True, check=False, **detached())
    if started.returncode:
        raise OSError(started.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    return int(started.stdout)


def has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended. On Linux it stays unreaped, so that `end_child` can end its group."""
    if child.returncode is None and sys.platform == "linux":
        with contextlib.suppress(ChildProcessError):  # another thread reaped it: poll knows
            return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return child.poll() is not None


def wait_for_end(child: subprocess.Popen[bytes], timeout_s: float) -> int | None:
    """The child's return code, once what it started is ended too; None where it still runs."""
    give_up_at_s = time.monotonic() + timeout_s
    while not has_ended(child):
        if time.monotonic() > give_up_at_s:
            return None
        time.sleep(_POLL_S)
    return end_child(child)


def end_child(child: subprocess.Popen[bytes]) -> int:
    """Kill the child and, where the system has process groups, what it started; its return code.

    A child that was waited for is left alone: its number may be another program's by now.
    """
    if child.returncode is not None:
        return child.returncode
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    return child.wait()
