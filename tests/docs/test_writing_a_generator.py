"""docs/writing-a-generator.md: the first plugin is made from the page, the second is what the page shows."""

import json
import re
import shlex
import threading
from pathlib import Path
from typing import Any

import pytest

from genre_studio.cli.main import main
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance import check_plugin
from genre_studio.generation.discovery import PluginRecord, discover, find_record
from genre_studio.generation.outcomes import Failed
from genre_studio.music.midi_file import read_song, write_song
from tests.helpers.corpora import write_corpus
from tests.helpers.installed_plugins import install
from tests.helpers.pages import DOCS, blocks_of, write_files
from tests.helpers.requests import small_request, small_song

PAGE = "writing-a-generator.md"
TINY = {"steps": "2", "settings": ["width=16", "heads=2", "layers=1", "window=32", "evaluate_every=2"]}
_CHANGE = re.compile(r"`([^`]+)` becomes `([^`]+)` in (\S+)\.py")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder in which the first plugin was made and installed, and a song."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    write_files(PAGE, tmp_path)
    (tmp_path / "bar_echo" / "genre_studio_bar_echo" / "__init__.py").touch()
    install(monkeypatch, tmp_path / "site", "bar_echo", plugins=tmp_path)
    write_song(small_song(), tmp_path / "song.mid")
    return tmp_path


def record_of(work: Path) -> PluginRecord:
    record = find_record(discover(cache_path=work / "cache.json"), "bar_echo")
    assert record is not None
    return record


def failing_rows() -> list[tuple[str, str, str]]:
    """Place, what to change, and what is said, from the page's table."""
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (describe|import|construct|run) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    assert [place for place, _, _ in rows] == ["describe", "import", "construct", "run"]
    return rows


def test_the_first_plugin_passes_every_check(work: Path) -> None:
    results = list(check_plugin(record_of(work)))
    assert [result for result in results if not result.passed] == []
    assert len(results) > 15


def test_its_commands_do_what_the_page_says(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [c for b in blocks_of(PAGE) for c in b.commands if "bar_echo" in c or c.endswith("plugins")]
    pip, plugins, check, write = (shlex.split(command) for command in commands)
    assert (work / pip[-1] / "pyproject.toml").is_file()
    assert main(plugins[1:]) == 0
    assert "Bar echo" in capsys.readouterr().out
    assert check[1:] == ["check-plugin", "bar_echo"]
    assert main(write[1:]) == 0
    assert read_song(work / "takes" / "take-1.mid").song.note_count > small_song().note_count


@pytest.mark.parametrize(("place", "change", "said"), failing_rows())
def test_failing_looks_as_the_page_says(work: Path, place: str, change: str, said: str) -> None:
    package = work / "bar_echo" / "genre_studio_bar_echo"
    if place == "construct":
        (what,) = re.findall(r"`(open\([^`]+\))`", change)
        before, after = (
            "    def prepare",
            f"    def __init__(self) -> None:\n        {what}\n\n    def prepare",
        )
        name = "generator"
    else:
        ((before, after, name),) = _CHANGE.findall(change)
    source = (package / f"{name}.py").read_text(encoding="utf-8")
    assert before in source
    (package / f"{name}.py").write_text(source.replace(before, after), encoding="utf-8")
    record = record_of(work)
    if place == "describe":
        assert record.error == said
        return
    with WorkerClient([record]) as client:
        outcome = client.run("bar_echo", small_request(), lambda _: None, threading.Event())
    assert isinstance(outcome, Failed)
    assert (outcome.place.value, outcome.sentence) == (place, said)


@pytest.mark.parametrize("block", [b for b in blocks_of(PAGE) if b.kind == "from"], ids=lambda b: b.path)
def test_what_is_shown_of_the_second_plugin_is_what_it_holds(block: Any) -> None:
    source = (DOCS.parent / block.path).read_text(encoding="utf-8")
    place = 0
    for piece in block.pieces:
        place = source.find(piece, place)
        assert place >= 0, f"{block.path} does not hold: {piece}"


def test_the_files_that_the_page_lists_are_there() -> None:
    folder = DOCS.parent / "plugins" / "small_transformer" / "genre_studio_transformer"
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    listed = set(re.findall(r"^    (\w+\.py) {2,}\S", text, re.MULTILINE)) - {"__init__.py"}
    assert listed | {"__init__.py", "info.py", "generator.py"} == {path.name for path in folder.glob("*.py")}


def test_the_second_plugin_trains_and_packs_as_the_page_says(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = (c for b in blocks_of(PAGE) for c in b.commands if c.startswith("genre-studio train "))
    install(monkeypatch, work / "second", "small_transformer", plugins=DOCS.parent / "plugins")
    words = shlex.split(line)[1:]
    words[words.index("MUSIC")] = str(write_corpus(work / "music", 4))
    words[words.index("--steps") + 1] = TINY["steps"]
    for setting in TINY["settings"]:
        words += ["--set", setting]
    assert main(words) == 0, capsys.readouterr().err
    config = json.loads((work / words[words.index("--pack") + 1] / "config.json").read_text())
    assert config["plugin"] == "small_transformer"
    assert set(config["held_out"]) == {"jazz"}
