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
from typing import Any

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


def end_child(child: subprocess.Popen[bytes]) -> int:
    """Kill the child and, where the system has process groups, what it started; its return code."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    return child.wait()
