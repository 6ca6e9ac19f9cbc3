from pathlib import Path

import pytest

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance import check_plugin
from tests.helpers.installed_plugins import installed


def test_good_plugin_passes_every_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (echo,) = installed(monkeypatch, tmp_path / "site", "echo_generator", "echo")
    results = list(check_plugin(echo))
    assert [result for result in results if not result.passed] == []
    names = [result.name for result in results]
    assert len(names) == len(set(names)) == 33
    for name in ("nothing outside the region", "locked notes stay", "same seed, same notes", "any length"):
        assert f"refills bars: {name}" in names
    assert "writes from nothing: an empty song" in names


def test_a_plugin_with_all_six_abilities_passes_what_each_promises(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (weaver,) = installed(monkeypatch, tmp_path / "site", "six_abilities", "weaver")
    results = list(check_plugin(weaver))
    assert [result for result in results if not result.passed] == []
    names = [result.name for result in results]
    assert len(names) == len(set(names)) == 50
    assert {
        "writes from nothing: 1 to 16 bars",
        "accompanies other tracks: listens",
        "varies music: stays near",
        "leads from one clip to another: starts and arrives",
    } <= set(names)


def test_a_refill_over_locked_notes_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (careless,) = installed(monkeypatch, tmp_path / "site", "misbehaving", "careless_refill")
    failed = {r.name: r.sentence for r in check_plugin(careless) if not r.passed and "refills" in r.name}
    assert failed.keys() == {"refills bars: locked notes stay"}
    assert "on top of a locked one" in failed["refills bars: locked notes stay"]


def test_one_that_does_not_listen_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (deaf,) = installed(monkeypatch, tmp_path / "site", "misbehaving", "deaf")
    failed = {r.name: r.sentence for r in check_plugin(deaf) if not r.passed and ": " in r.name}
    assert "does not listen" in failed.pop("accompanies other tracks: listens")
    assert "nearer to other music" in failed.pop("varies music: stays near")
    assert "not near the clip" in failed.pop("leads from one clip to another: starts and arrives")
    assert failed == {}


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
