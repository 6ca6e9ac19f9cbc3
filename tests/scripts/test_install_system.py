"""How system packages are installed, on make-believe machines: stand-ins for apt-get, dpkg, id and sudo."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/install_system.sh"
TOOLS = ("sh", "true", "tr", "grep", "dirname", "env")

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="the setup scripts need a POSIX shell")


class Machine:
    """A PATH that holds a few real tools and the stand-ins; apt-get writes down what it is asked."""

    def __init__(self, folder: Path, *, user: int, installed: str = "none", sudo: bool = False) -> None:
        self.folder = folder
        self.log = folder / "apt.log"
        for tool in TOOLS:
            folder.joinpath(tool).symlink_to(shutil.which(tool) or tool)
        self.stand_in("uname", "echo Linux")
        self.stand_in("id", f"echo {user}")
        self.stand_in("apt-get", f'echo "$*" >> {self.log}')
        self.stand_in("apt-cache", 'case "$2" in *t64) exit 1;; esac')  # an older release
        self.stand_in("dpkg-query", f'case "$4" in {installed}) echo installed;; *) exit 1;; esac')
        self.stand_in("python3", "exit 0")
        if sudo:
            self.stand_in("sudo", 'shift; exec "$@"')

    def stand_in(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def install(self, what: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.folder / "sh"), str(SCRIPT), what]
        return subprocess.run(
            command, env={"PATH": str(self.folder)}, capture_output=True, text=True, timeout=60, check=False
        )

    @property
    def asked(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


def test_nothing_is_asked_where_everything_is_there(tmp_path):
    machine = Machine(tmp_path, user=1000, installed="*")
    assert machine.install("run").returncode == 0
    assert machine.asked == ""


@pytest.mark.parametrize(("user", "sudo"), [(0, False), (1000, True)])
def test_root_and_sudo_without_a_password_install_what_is_missing(tmp_path, user, sudo):
    machine = Machine(tmp_path, user=user, sudo=sudo, installed="libegl1|libasound2")
    assert machine.install("run").returncode == 0
    update, install = machine.asked.splitlines()
    assert update.startswith("update")
    assert "libxcb-cursor0" in install
    assert "libglib2.0-0 " in install
    assert "libglib2.0-0t64" not in install
    assert "libegl1" not in install
    assert "libasound2" not in install


def test_without_rights_the_line_to_type_is_printed(tmp_path):
    machine = Machine(tmp_path, user=1000)
    result = machine.install("run")
    assert result.returncode == 1
    assert "sudo apt-get install --no-install-recommends libegl1 libgl1" in result.stderr
    assert machine.asked == ""


def test_what_only_tests_need_may_be_missing(tmp_path):
    result = Machine(tmp_path, user=1000).install("test")
    assert result.returncode == 0
    assert "Tests that need these will be skipped" in result.stdout
    assert "xvfb" in result.stdout


def test_a_wrong_word_is_wrong_usage(tmp_path):
    assert Machine(tmp_path, user=0).install("play").returncode == 2
