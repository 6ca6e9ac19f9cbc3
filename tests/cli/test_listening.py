"""Blind tests from the command line, from a list of files to results."""

import csv
import json
from pathlib import Path

import pytest

from genre_studio.cli.main import main
from genre_studio.evaluation.listening.files import json_of_answers, read_test
from genre_studio.music.listening import ListeningAnswer
from genre_studio.music.midi_file import write_song
from genre_studio.session.session import write_session
from tests.helpers.playback import scale_song
from tests.helpers.sessions import contents_of, worked_on


@pytest.fixture
def folder(needs_synth: None, tmp_path: Path) -> Path:
    """A prepared test of two pairs; its key lies beside it."""
    lines = ["file,source,genre,piece"]
    for number in range(2):
        for source in ("real", "ours"):
            write_song(scale_song(8 + number, 240), tmp_path / f"{source}{number}.mid")
            lines.append(f"{source}{number}.mid,{source},jazz,piece {number}")
    (tmp_path / "list.csv").write_text("\n".join(lines))
    out = tmp_path / "out"
    asked = [
        "listening",
        "prepare",
        "--clips",
        str(tmp_path / "list.csv"),
        "--out",
        str(out),
        "--seconds",
        "2",
    ]
    assert main(asked) == 0
    return out


def test_from_a_list_to_results(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = read_test(folder)
    assert len(test.trials) == 2
    key = str(folder.with_name("out.key.json"))
    answers = [ListeningAnswer(test.id, "Ann", trial, 0, 3.0) for trial in range(2)]
    sent = folder.with_name("ann.json")
    sent.write_text(json.dumps(json_of_answers(test, "Ann", answers)))
    session = folder.with_name("mine.genrestudio")
    mine = (ListeningAnswer(test.id, "Me", 0, 1, 2.0), ListeningAnswer("another", "Me", 1, 1, 2.0))
    contents = contents_of(worked_on())
    write_session(session, type(contents)(contents.song, listening=mine))
    table = folder.with_name("raw.csv")
    capsys.readouterr()
    assert main(["listening", "results", key, str(sent), str(session), "--csv", str(table), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["listeners"], told["answers"]) == (2, 3)
    (ours,) = [share for share in told["shares"] if share["genre"] == "all"]
    assert ours["count"] == 3
    assert ours["low"] < ours["share"] < ours["high"] or ours["share"] in (0.0, 1.0)
    with table.open(encoding="utf-8") as file:
        assert [row["listener"] for row in csv.DictReader(file)] == ["Ann", "Ann", "Me"]
    assert main(["listening", "results", key, str(sent)]) == 0
    assert "2 answers of 1 listener" in capsys.readouterr().out


def test_wrong_wishes_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    assert main(["listening", "prepare", "--out", out]) == 2
    assert "--corpus" in capsys.readouterr().err
    (tmp_path / "list.csv").write_text("file,source\na.mid,real\n")
    assert main(["listening", "prepare", "--clips", str(tmp_path / "list.csv"), "--out", out]) == 1
    assert "Line 2" in capsys.readouterr().err
    assert main(["listening", "results", str(tmp_path / "none.json"), str(tmp_path / "a.json")]) == 1
    assert "no such file" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
