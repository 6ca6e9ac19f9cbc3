from pathlib import Path

import pytest

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance import check_plugin
from tests.helpers.installed_plugins import installed


def test_good_plugin_passes_every_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (echo,) = installed(monkeypatch, tmp_path / "site", "echo_generator", "echo")
    results = list(check_plugin(echo))
    assert [result for result in results if not result.passed] == []
    assert len(results) == 20


def test_plugins_that_fail_are_told_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ("too_late", "prints", "default_outside")
    late, prints, undescribed = installed(monkeypatch, tmp_path / "site", "misbehaving", *names)
    *_, last = check_plugin(late)
    assert not last.passed
    assert "outside the bars" in last.sentence
    (only,) = check_plugin(undescribed)
    assert only.sentence == "Parameter heat: its default lies outside its range."
    failed = {r.name for r in check_plugin(prints, lambda: WorkerClient([prints])) if not r.passed}
    assert failed == {"other seed, other notes", "locked notes", "reports progress"}
