"""A prepared folder: nothing in it tells, and its page works by keys alone."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from genre_studio.evaluation.listening import REAL, Kind, ListeningTest, Material
from genre_studio.evaluation.listening.files import read_answers, read_key, read_test
from genre_studio.evaluation.listening.preparing import (
    clip_path,
    key_path,
    missing_clips,
    page,
    prepare_folder,
)
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError

TEST = ListeningTest(
    "real-1", Kind.REAL, 1, 10.0, ("jazz",), (("clip-001", "clip-002"), ("clip-003", "clip-004"))
)
KEY = {
    f"clip-00{n}": Material(source, "jazz", "The piece </script>")
    for n, source in enumerate((REAL, "ours", "ours", REAL), 1)
}
SONGS = {name: Song() for name in KEY}


def render(songs: Mapping[str, Song], folder: Path, progress: Callable[[float], None]) -> None:
    for name in songs:
        (folder / f"{name}.wav").write_bytes(b"RIFF")
    progress(1.0)


def prepared(folder: Path) -> Path:
    prepare_folder(TEST, KEY, SONGS, folder, render, about={"seed": 1})
    return folder


def test_the_folder_holds_sound_a_page_and_no_key(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "test")
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == [
        *(f"{name}.wav" for name in KEY),
        "listen.html",
        "test.json",
    ]
    assert read_test(folder) == TEST
    assert missing_clips(folder, TEST) == []
    told = "".join(p.read_text(errors="replace") for p in folder.rglob("*") if p.is_file())
    for word in ("ours", "The piece", '"source"'):
        assert word not in told
    assert read_key(key_path(folder)) == KEY
    clip_path(folder, "clip-002").unlink()
    assert missing_clips(folder, TEST) == ["clip-002"]


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "test")
    with pytest.raises(GenerationError, match="is there already"):
        prepared(folder)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(GenerationError, match="is there already"):
        prepared(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert missing_clips(prepared(tmp_path / "empty"), TEST) == []


def test_a_rendering_that_fails_or_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def fail(songs: Mapping[str, Song], folder: Path, progress: Callable[[float], None]) -> None:
        (folder / "clip-001.wav").write_bytes(b"RIFF")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_folder(TEST, KEY, SONGS, tmp_path / "test", fail, about={})
    assert list(tmp_path.iterdir()) == []


def test_the_page_needs_no_network_and_cannot_be_broken_out_of() -> None:
    text = page(ListeningTest("g", Kind.GENRE, 1, 9.0, ("</script><b>", "jazz"), (("clip-001",),)))
    assert text.count("</script>") == 2
    assert "<b>" not in text.split('<script id="test"')[1].split("</script>")[0]
    for word in ("http:", "https:", "src=", "url(", "import "):
        assert word not in text
    assert "__T" not in text


@pytest.fixture
def run_page(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Presses keys on the page; what it then shows and has saved."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here to run the page's script")
    harness = Path(__file__).parents[2] / "helpers" / "listening_page" / "harness.js"

    def run(test: ListeningTest, *keys: str) -> dict[str, Any]:
        (tmp_path / "listen.html").write_text(page(test))
        command = [node, str(harness), str(tmp_path / "listen.html"), *keys]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return run


def test_a_pair_is_heard_and_answered_by_keys_alone(
    run_page: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    keys = [
        "Enter",
        "2",
        "Enter",
        "a",
        "b",
        "2",
        "Enter",
        " ",
        "1",
        "Backspace",
        " ",
        "1",
        "Enter",
        "Enter",
        "Enter",
    ]
    told = run_page(TEST, *keys)
    assert told["shown"] == ["end"]
    assert told["played"][:3] == ["audio/clip-001.wav", "audio/clip-002.wav", "audio/clip-003.wav"]
    ((name, text),) = told["downloads"]
    assert name == "answers-real-1-Ann.json"
    (tmp_path / name).write_text(text)
    answers = read_answers(tmp_path / name, TEST)
    assert [(a.listener, a.trial, a.choice) for a in answers] == [("Ann", 0, 0), ("Ann", 1, 0)]
    assert [a.plays for a in answers] == [3, 1]


def test_nothing_is_answered_before_it_is_heard(run_page: Callable[..., dict[str, Any]]) -> None:
    told = run_page(TEST, "Enter", "1", "Enter")
    assert (told["shown"], told["count"], told["nextWaits"]) == (["trial"], "Question 1 of 2", True)
    assert "Listen first" in told["state"]


@pytest.mark.parametrize(("kind", "count"), [(Kind.GENRE, 3), (Kind.RATING, 5), (Kind.BETTER, 2)])
def test_each_kind_has_its_choices(kind: Kind, count: int, run_page: Callable[..., dict[str, Any]]) -> None:
    trials = TEST.trials if kind is Kind.BETTER else (("clip-001",), ("clip-002",))
    test = ListeningTest("x", kind, 1, 9.0, ("classical", "jazz", "rock"), trials)
    told = run_page(test, "Enter", " ", str(count), "Enter")
    assert len(told["choices"]) == count
    assert told["count"] == "Question 2 of 2"
    (kept,) = told["kept"].values()
    assert json.loads(kept)["given"][0]["choice"] == count - 1
