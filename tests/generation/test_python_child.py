import os
import subprocess
import sys
import time

import pytest

from genre_studio.generation import python_child
from genre_studio.generation.memory_limit import usual_memory_limit_bytes
from genre_studio.generation.python_child import detached, end_child, has_ended, wait_for_end


def child_that(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-S", "-c", code], stdout=subprocess.PIPE, **detached())


def test_a_child_that_runs_is_ended() -> None:
    child = child_that("import time; time.sleep(60)")
    assert not has_ended(child)
    assert wait_for_end(child, 0.0) is None
    assert end_child(child) != 0
    assert has_ended(child)
    child.stdout.close()


def test_a_child_that_ended_keeps_its_code() -> None:
    child = child_that("raise SystemExit(3)")
    assert wait_for_end(child, 30.0) == 3
    child.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the group is only ended with its leader")
def test_what_a_dead_child_left_running_ends_with_it() -> None:
    child = child_that(
        "import subprocess as s, sys; s.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'])"
    )
    began_s = time.monotonic()
    assert wait_for_end(child, 30.0) == 0
    assert child.stdout.read() == b""  # the end of the pipe, that only the last holder closes
    assert time.monotonic() - began_s < 40
    child.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_a_child_that_was_waited_for_is_not_signalled(monkeypatch: pytest.MonkeyPatch) -> None:
    child = child_that("")
    child.wait()
    monkeypatch.setattr(python_child.os, "killpg", lambda *_: pytest.fail("somebody else's group"))
    assert end_child(child) == 0
    child.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX systems")
def test_the_usual_memory_limit_leaves_room_for_others() -> None:
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert 0.5 * physical < usual_memory_limit_bytes() < 0.9 * physical
