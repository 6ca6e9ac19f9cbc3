"""`genre-studio evaluate` from the command line."""

import json
from pathlib import Path

import pytest

from genre_studio.cli.evaluating import commands_of, find_contenders, summary_of
from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.main import main
from genre_studio.evaluation.figures import Figure
from genre_studio.evaluation.intervals import Estimate
from genre_studio.evaluation.tables import REAL
from tests.helpers.installed_plugins import install
from tests.helpers.samples import small_reference


@pytest.fixture(autouse=True)
def _echo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = tmp_path / "site"
    site.mkdir()
    install(monkeypatch, site, "echo_generator", only=("echo",))


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--models", "nobody"], 2, "There is no model 'nobody'; there are:"),
        (["--models", "echo", "--genres", "polka"], 2, "There is no genre 'polka'; there are: classical"),
        (["--models", "echo", "--data", "/nowhere"], 1, "There is no corpus in /nowhere"),
        (["--takes", "many"], 2, "--takes must be a whole number."),
    ],
)
def test_mistakes_get_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    assert main(["evaluate", "--out", str(tmp_path / "report"), *arguments]) == code
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_a_model_is_named_by_its_plugin_and_itself() -> None:
    (echo,) = find_contenders(["echo"])
    assert echo.name == "echo" and echo.model is None
    with pytest.raises(WrongUsage, match="no model 'echo/bands'"):
        find_contenders(["echo/bands"])
    assert "echo" in [contender.name for contender in find_contenders([])]


def test_each_model_has_a_command_of_its_own() -> None:
    contenders = find_contenders(["echo"])
    commands = commands_of(contenders, ["jazz", "rock"], takes=20, data=Path("my music"), seed=3)
    assert commands["echo"] == (
        "genre-studio evaluate --models echo --genres jazz,rock --takes 20 --seed 3 --data 'my music'"
    )
    assert commands[REAL] == commands["echo"]
    chosen = commands_of(contenders, ["jazz"], takes=9, data=None, settings={"density": "2"}, seed=3)
    assert chosen["echo"].endswith("--seed 3 --set density=2")


def test_the_summary_counts_genres_that_are_right_beyond_chance() -> None:
    def figure(genre: str, column: str, value: float, p: float | None) -> Figure:
        estimate = Estimate(value, value, value, 9)
        return Figure("frechet", "echo", genre, column, estimate, "", 1, "again", p)

    figures = [
        figure("jazz", "jazz", 1.0, 0.005),
        figure("jazz", "rock", 2.0, None),
        figure("rock", "rock", 1.0, 0.04),
        figure("rock", "jazz", 2.0, None),
    ]
    (sentence,) = summary_of(figures, find_contenders(["echo"]))
    assert sentence.endswith("nearest to its own genre's data (p < 0.01) for 1 of 2 by frechet.")


def test_a_report_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("genre_studio.cli.evaluating.load_reference", small_reference)
    monkeypatch.setattr("genre_studio.evaluation.tables.PERMUTATIONS", 9)
    out = tmp_path / "report"
    said = ["--models", "echo", "--genres", "jazz", "--takes", "10", "--workers", "1", "--json"]
    assert main(["evaluate", *said, "--out", str(out)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"report": str(out / "index.html")}
    assert all(0 <= line["fraction"] <= 1 and line["words"] for line in lines[:-1])
    assert {path.name for path in out.iterdir()} == {"index.html", "figures.csv", "figures.json"}
