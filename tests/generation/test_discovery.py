import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from genre_studio.generation.discovery import PluginRecord, PluginState, discover, find_record
from genre_studio.generation.outcomes import Cancelled, Failed, FailureKind, Place, Succeeded
from tests.helpers.installed_plugins import PLUGIN_FOLDERS, install, installed


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def _one(records: tuple[PluginRecord, ...], name: str) -> PluginRecord:
    record = find_record(records, name)
    assert record is not None
    return record


def test_good_plugin_is_ready_and_never_imported_here(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "echo_generator")
    echo = _one(discover(cache_path=site / "cache.json"), "echo")
    assert echo.state is PluginState.READY
    assert (echo.distribution, echo.version) == ("genre-studio-echo", "1.2")
    assert echo.info is not None
    assert [parameter.id for parameter in echo.info.parameters] == ["temperature", "density", "mood", "soft"]
    assert echo.info.parameters[2].parse("wild") == "wild"
    assert "genre_studio_echo" not in sys.modules


def test_each_way_to_fail_a_description_is_told_apart(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "misbehaving", "echo_generator")
    records = discover(cache_path=site / "cache.json", describe_limit_s=2.0)
    told = {record.name: (record.state, record.kind) for record in records}
    assert told["raises_at_import"] == (PluginState.IMPORT_FAILED, FailureKind.RAISED)
    assert told["exits_at_import"] == (PluginState.IMPORT_FAILED, FailureKind.RAISED)
    assert told["crashes_at_import"] == (PluginState.DESCRIBE_FAILED, FailureKind.DIED)
    assert told["hangs_at_import"] == (PluginState.DESCRIBE_FAILED, FailureKind.HUNG)
    assert told["is_no_info"] == (PluginState.DESCRIBE_FAILED, FailureKind.BROKE_RULES)
    assert told["default_outside"] == (PluginState.DESCRIBE_FAILED, FailureKind.BROKE_RULES)
    assert told["breaks_api"] == (PluginState.WRONG_API, None)
    assert told["echo"] == told["aborts"] == (PluginState.READY, None)
    raised = _one(records, "raises_at_import")
    assert "a_module_that_nobody_has" in raised.error
    assert "Traceback" in raised.traceback
    crashed = _one(records, "crashes_at_import")
    assert crashed.error == "Reading its description ended the process: it aborted itself."
    assert "about to abort" in crashed.log


def test_descriptions_are_cached_until_the_code_changes(
    monkeypatch: pytest.MonkeyPatch, site: Path, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(site)
    package = site / "my_plugin.py"
    site.mkdir()
    source = (PLUGIN_FOLDERS / "echo_generator/genre_studio_echo/info.py").read_text()
    package.write_text(source)
    info = site / "my-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: my\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[genre_studio.generators]\nmy = my_plugin:INFO\n")
    cache = tmp_path / "cache.json"
    assert _one(discover(cache_path=cache), "my").title == "Echo"

    def no_child(*_: object, **__: object) -> None:
        raise AssertionError("a cached description needs no child process")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", no_child)
        assert _one(discover(cache_path=cache), "my").title == "Echo"
    package.write_text(source.replace('"Echo"', '"Refrain"'))
    assert _one(discover(cache_path=cache), "my").title == "Refrain"
    package.write_text("1 / 0")
    assert _one(discover(cache_path=cache), "my").state is PluginState.IMPORT_FAILED
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", no_child)
        assert "ZeroDivisionError" in _one(discover(cache_path=cache), "my").error


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 3}', "\x00"])
def test_damaged_cache_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, site: Path, tmp_path: Path, content: str
) -> None:
    cache = tmp_path / "cache.json"
    install(monkeypatch, site, "echo_generator")
    cache.write_text(content)
    assert _one(discover(cache_path=cache), "echo").state is PluginState.READY
    saved = {stamp: {"info": {"id": 3}} for stamp in json.loads(cache.read_text())}
    cache.write_text(json.dumps(saved))
    assert _one(discover(cache_path=cache), "echo").state is PluginState.READY


def test_second_owner_of_an_id_is_a_duplicate(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "echo_generator")
    other = site / "other-1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Name: other\nVersion: 1\n")
    (other / "entry_points.txt").write_text("[genre_studio.generators]\nzz = genre_studio_echo.info:INFO\n")
    records = discover(cache_path=site / "cache.json")
    states = {record.name: record.state for record in records}
    assert states["echo"] is PluginState.READY
    assert states["zz"] is PluginState.DUPLICATE
    found = find_record(records, "echo")
    assert found is not None
    assert found.name == "echo"


def test_damaged_distribution_beside_them_hides_nothing(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "echo_generator")
    damaged = site / "damaged-1.dist-info"
    damaged.mkdir()
    (damaged / "METADATA").write_text("Name: damaged\nVersion: 1\n")
    (damaged / "entry_points.txt").write_bytes(b"[genre_studio.generators\n\xff=")
    assert _one(discover(cache_path=site / "cache.json"), "echo").state is PluginState.READY


def test_record_remembers_failures_and_forgets_them_after_a_success(
    monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    (echo,) = installed(monkeypatch, site, "echo_generator", "echo")
    assert echo.after(Cancelled()) is echo
    assert echo.after(Failed("Too short.", Place.RUN, FailureKind.REFUSED)) is echo
    failed = echo.after(Failed("Echo died.", Place.CONSTRUCT, FailureKind.DIED, "trace", "log"))
    assert (failed.state, failed.error) == (PluginState.CONSTRUCT_FAILED, "Echo died.")
    assert failed.usable
    assert failed.after(Succeeded(())) == echo


def test_pip_installs_a_plugin_from_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    shutil.copytree(PLUGIN_FOLDERS / "echo_generator", source)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    pip = subprocess.run(
        [*command, "--no-index", "--target", str(target), str(source)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert pip.returncode == 0, pip.stderr
    monkeypatch.syspath_prepend(target)
    assert _one(discover(cache_path=tmp_path / "cache.json"), "echo").state is PluginState.READY
