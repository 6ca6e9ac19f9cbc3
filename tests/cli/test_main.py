import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from genre_studio.cli.command_table import COMMANDS
from genre_studio.cli.main import main
from genre_studio.music.midi_file import read_song, write_song
from genre_studio.music.notes import note_ends
from genre_studio.plugin_api.models import BrokenModel, ModelInfo
from tests.helpers.installed_plugins import install
from tests.helpers.requests import BAR, small_song


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with song.mid in it, the good plugin installed, and nobody's real cache touched."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    install(monkeypatch, tmp_path / "site", "echo_generator")
    write_song(small_song(), tmp_path / "song.mid")
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


_CONTINUE = ("continue", "song.mid", "--genre", "jazz", "--bars", "2", "--plugin", "echo", "--takes", "2")


def test_continue_writes_input_and_continuation(work: Path) -> None:
    assert main([*_CONTINUE, "--seed", "9", "--set", "density=2", "--out", "new/folder"]) == 0
    report = json.loads((work / "new/folder/takes.json").read_text())
    assert [take["file"] for take in report["takes"]] == ["take-1.mid", "take-2.mid"]
    provenance = report["takes"][1]["provenance"]
    assert (provenance["plugin_id"], provenance["seed"], provenance["take_index"]) == ("echo", 9, 1)
    assert provenance["parameters"]["density"] == 2
    song = read_song(work / "new/folder/take-1.mid").song
    assert (report["first_bar"], report["bars"]) == (3, 2)
    assert len(song.tracks[0].notes) == 8 + 4
    assert song.note_end_tick == 4 * BAR


def test_only_new_starts_at_the_first_bar(work: Path) -> None:
    assert main([*_CONTINUE, "--only-new", "--out", "out"]) == 0
    song = read_song(work / "out/take-1.mid").song
    assert song.note_end_tick == 2 * BAR
    assert [track.program for track in song.tracks] == [0, 33, 0]
    assert [len(track.notes) for track in song.tracks] == [8, 8, 8]
    assert song.stated_end_tick in {0, 2 * BAR}  # 0: the last note ends there


def test_continuing_a_take_does_not_write_over_it(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_song(small_song(), work / "take-2.mid")
    before = (work / "take-2.mid").read_bytes()
    arguments = ["continue", "take-2.mid", *_CONTINUE[2:], "--out"]
    assert main([*arguments, "."]) == 2
    assert "written over take-2.mid itself" in capsys.readouterr().err
    assert (work / "take-2.mid").read_bytes() == before
    assert main([*arguments, "next"]) == 0


def test_takes_of_an_earlier_run_are_only_written_over_by_force(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*_CONTINUE, "--out", "out"]) == 0
    before = (work / "out/takes.json").read_bytes()
    assert main([*_CONTINUE, "--seed", "8", "--out", "out"]) == 2
    assert "or write over it with --force" in capsys.readouterr().err
    assert (work / "out/takes.json").read_bytes() == before
    assert main([*_CONTINUE, "--seed", "8", "--out", "out", "--force"]) == 0
    assert json.loads((work / "out/takes.json").read_text())["seed"] == 8


_REFILL = ("refill", "song.mid", "--genre", "jazz", "--takes", "2")


def test_a_refill_writes_its_bars_and_leaves_the_rest_and_what_is_locked(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_song(work / "song.mid").song
    locks = ("--lock", "Bass", "--lock", "3:C2-C2")  # C2 is the kick drum's 36
    assert main([*_REFILL, "--from-bar", "1", *locks, "--out", "out", "--json"]) == 0
    report = _json(capsys)
    assert (report["ability"], report["first_bar"], report["bars"]) == ("infill", 1, 1)
    assert report["locked_notes"] == 3
    after = read_song(work / "out/take-2.mid").song
    for old, new in zip(before.tracks, after.tracks, strict=True):
        fields = ["start", "duration", "pitch", "velocity"]
        behind = [notes[notes["start"] >= BAR][fields].tolist() for notes in (old.notes, new.notes)]
        assert behind[0] == behind[1]
    assert after.tracks[1].notes["pitch"].tolist()[0] == 36
    kicks = after.tracks[2].notes
    assert set(kicks["start"][kicks["pitch"] == 36]) >= {0, 960}
    assert not np.array_equal(before.tracks[0].notes["pitch"], after.tracks[0].notes["pitch"])


def test_constraints_and_tracks(work: Path) -> None:
    limits = ("--scale", "auto", "--range", "C3-B4", "--polyphony", "1", "--write", "bass,strings")
    assert main([*_CONTINUE, *limits, "--out", "out"]) == 0
    song = read_song(work / "out/take-1.mid").song
    assert len(song.tracks) == 4
    assert song.tracks[3].family.title == "Strings"
    new = song.tracks[3].notes
    assert 48 <= new["pitch"].min() <= new["pitch"].max() <= 71
    assert set(new["pitch"] % 12) <= {0, 2, 4, 5, 7, 9, 11}
    assert note_ends(new).max() == 4 * BAR
    assert len(song.tracks[0].notes) == 8  # the melody was not asked for
    assert len(song.tracks[1].notes) > 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nosuch",), 2, "no file or command 'nosuch'"),
        (("continue",), 2, "Missing argument"),
        (("continue", "song.mid"), 2, "Missing option '--genre'"),
        ((*_CONTINUE, "--genre", "polka"), 2, "does not write polka; it writes: classical, jazz, rock"),
        ((*_CONTINUE, "--takes", "99"), 2, "--takes must be 64 or less."),
        ((*_CONTINUE, "--bars", "x"), 2, "--bars must be a whole number."),
        (("plugins", "--hang-limit", "0"), 2, "--hang-limit must be 0.1 or more."),
        ((*_CONTINUE, "--set", "heat=1"), 2, "no setting 'heat'"),
        ((*_CONTINUE, "--set", "density"), 2, "write NAME=VALUE"),
        ((*_CONTINUE, "--scale", "H flat"), 2, "is not a scale"),
        ((*_CONTINUE, "--range", "C6-C3"), 2, "runs downwards"),
        ((*_CONTINUE, "--range", "high"), 2, "is not a pitch range"),
        ((*_CONTINUE, "--tracks", "7"), 2, "no track '7'; there are: 1 Melody, 2 Bass, 3 Drums"),
        ((*_CONTINUE, "--tracks", "1,"), 2, "no track ''"),
        (("render", "song.mid", "song.mid"), 2, "is the MIDI file itself"),
        ((*_CONTINUE, "--write", "tuba"), 2, "no instrument family 'tuba'"),
        ((*_CONTINUE, "--plugin", "nosuch"), 2, "no plugin 'nosuch'"),
        ((*_CONTINUE, "--model", "nosuch"), 2, "has no model 'nosuch'"),
        (("continue", "missing.mid", "--genre", "jazz"), 1, "missing.mid cannot be read"),
        (("info", "site"), 1, "cannot be read"),
        ((*_CONTINUE, "--out", "song.mid"), 1, "song.mid: File exists"),
        (_REFILL, 2, "Missing option '--from-bar'"),
        ((*_REFILL, "--from-bar", "3"), 2, "Bar 3 lies behind the last note (the song has 2 bars)"),
        ((*_REFILL, "--from-bar", "2", "--to-bar", "1"), 2, "--to-bar 1 lies before --from-bar 2."),
        ((*_REFILL, "--from-bar", "1", "--lock", "Flute"), 2, "no track 'Flute'"),
        ((*_REFILL, "--from-bar", "1", "--lock", "1:C4"), 2, "is not a pitch range"),
        (("check-plugin", "nosuch"), 2, "no plugin 'nosuch'"),
    ],
)
def test_mistakes_get_one_sentence_and_an_exit_code(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert main([*arguments, "--json"] if arguments[0] in COMMANDS else list(arguments)) == code
    told = capsys.readouterr()
    assert words in told.err
    assert told.err.startswith("genre-studio: ")
    assert told.err.count("\n") == 1
    if arguments[0] in COMMANDS:
        assert words in json.loads(told.out)["error"]


def test_failing_plugin_fails_the_command(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, work / "other", "misbehaving", only=("raises",))
    assert main([*_CONTINUE, "--plugin", "raises"]) == 1
    assert "Raises failed while it wrote: ZeroDivisionError: no bars." in capsys.readouterr().err
    assert not (work / "out").exists()


def test_plugins_tells_failures_apart(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("raises_at_import", "raises", "hangs", "aborts", "too_late")
    install(monkeypatch, work / "other", "misbehaving", only=names)
    assert main(["plugins", "--try", "--hang-limit", "0.5", "--json"]) == 0
    told = {record["name"]: (record["state"], record["kind"]) for record in _json(capsys)}
    assert {name: told[name] for name in (*names, "echo")} == {
        "raises_at_import": ("import failed", "raised"),
        "raises": ("run failed", "raised"),
        "hangs": ("run failed", "hung"),
        "aborts": ("run failed", "died"),
        "too_late": ("run failed", "broke the rules"),
        "echo": ("ready", None),
    }
    assert main(["plugins", "--verbose"]) == 0
    shown = capsys.readouterr().out
    assert "import failed (raised)" in shown
    assert "Traceback" in shown


def test_a_narrow_terminal_cuts_no_ids(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    install(monkeypatch, work / "other", "misbehaving")
    assert main(["plugins"]) == 0
    assert "…" not in capsys.readouterr().out


def test_a_new_track_needs_a_free_channel(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = small_song()
    full = [replace(song.tracks[0], channel=channel) for channel in range(16)]
    write_song(replace(song, tracks=tuple(full)), work / "full.mid")
    assert main(["continue", "full.mid", *_CONTINUE[2:], "--write", "strings", "--out", "out"]) == 2
    assert "no MIDI channel free for a new Strings track" in capsys.readouterr().err


def test_check_plugin_exit_code(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, work / "other", "misbehaving", only=("too_few",))
    assert main(["check-plugin", "too_few", "--json"]) == 1
    report = _json(capsys)
    assert report["passed"] is False
    assert report["checks"][-1]["sentence"] == "Too few returned 1 of 2 takes."


def test_info(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "song.mid", "--json"]) == 0
    told = _json(capsys)
    assert (told["bars"], told["notes"], len(told["tracks"])) == (2, 18, 3)
    assert main(["info", "song.mid"]) == 0
    assert "2 bars, 0:04, 18 notes" in capsys.readouterr().out


def test_info_shows_names_as_text_whatever_they_hold(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = small_song()
    odd = replace(song.tracks[0], name="[/b] \x1b]0;title\x07")
    write_song(replace(song, tracks=(odd,), title="[red]\x1b[2J"), work / "odd.mid")
    assert main(["info", "odd.mid"]) == 0
    told = capsys.readouterr().out
    assert "[/b] �]0;title�" in told
    assert "[red]�[2J" in told


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text on this system")
def test_file_name_that_is_not_text(work: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    name = os.fsdecode(b"s\xffng.mid")
    write_song(small_song(), work / name)
    assert main(["info", name, "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["file"] == name
    assert main([_CONTINUE[0], name, *_CONTINUE[2:], "--out", "out"]) == 0
    assert json.loads((work / "out/takes.json").read_text(encoding="utf-8"))["input"] == name


def test_models_lists_nothing_for_plugins_without_models(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "--json"]) == 0
    assert [model for model in _json(capsys) if model.get("plugin") == "echo"] == []


def test_models_are_told_whole(
    monkeypatch: pytest.MonkeyPatch, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    licence = "a: CC0 1.0 | b: CC BY 4.0 (see [LICENSE], and mention them by name wherever it is heard)"
    model = ModelInfo(
        id="tiny",
        title="Tiny",
        plugin_id="echo",
        genres=("jazz",),
        parameter_count=1234,
        sha256="0" * 64,
        training_data="a (3 files), b (4 files)",
        licence=licence,
        held_out={"jazz": 3.25},
        path=work,
        card_path=work / "card.md",
    )
    broken = BrokenModel(work / "other", "The model in other is damaged.")
    monkeypatch.setattr("genre_studio.cli.models_command.models_of", lambda _info: (model, broken))
    assert main(["models"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for part in ("tiny: Tiny", "1,234 parameters", "jazz 3.250 nats a note", "b (4 files)", broken.error):
        assert part in told
    assert all(part in told for part in licence.split(" | "))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([word for word in (command, "--help") if word]) == 0
    assert "Usage" in capsys.readouterr().out


def test_file_opens_the_window(monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    opened: list[Path | None] = []

    class App:
        @staticmethod
        def run(file: Path | None) -> int:
            opened.append(file)
            return 0

    monkeypatch.setitem(sys.modules, "genre_studio.app", App)
    assert main(["song.mid"]) == 0
    assert main([]) == 0
    assert opened == [Path("song.mid"), None]


def test_help_and_continue_need_neither_torch_nor_qt(work: Path) -> None:
    code = (
        "import sys; from genre_studio.cli.main import main;"
        "main(['--help']); light = 'numpy' not in sys.modules;"
        "import genre_studio.cli.continue_command, genre_studio.cli.train_command;"
        "sys.exit(0 if light and not {'torch', 'PySide6', 'rtmidi'} & set(sys.modules) else 1)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL, env=os.environ
    )
    assert ended.returncode == 0


def test_opening_a_file_imports_only_what_the_window_needs(work: Path) -> None:
    code = (
        "import sys, types; from genre_studio.cli.main import main;"
        "from genre_studio.music.midi_file import read_song;"
        "window = types.ModuleType('genre_studio.app');"
        "window.run = lambda file: read_song(file) and 0;"
        "sys.modules['genre_studio.app'] = window;"
        "main(['song.mid']);"
        "print(sorted({'typer', 'rich', 'mido', 'numpy.ma'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
    )
    assert told.stdout == "[]\n"
