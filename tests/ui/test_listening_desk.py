"""The blind test in the window, with real keys; a player that only remembers."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from genre_studio.evaluation.listening import REAL, Kind, ListeningTest, Material
from genre_studio.evaluation.listening.files import json_of_answers, json_of_key, json_of_test, read_answers
from genre_studio.music.listening import ListeningAnswer
from genre_studio.session.opening import read_session
from genre_studio.ui.main_window import MainWindow

PAIRS = (("clip-001", "clip-002"), ("clip-003", "clip-004"))
TEST = ListeningTest("real-1", Kind.REAL, 1, 10.0, ("jazz",), PAIRS)
SOURCES = (REAL, "ours", "ours", REAL)
KEY = {f"clip-00{n}": Material(source, "jazz", "a") for n, source in enumerate(SOURCES, 1)}


class QuietPlayer:
    """Remembers what it was asked to play."""

    def __init__(self) -> None:
        self.played: list[tuple[str, float]] = []
        self.is_playing, self.is_closed = False, False

    @property
    def position_s(self) -> float:
        return 3.5 if self.is_playing else 0.0

    def play(self, path: Path, from_s: float = 0.0) -> None:
        self.played.append((path.name, from_s))
        self.is_playing = True

    def stop(self) -> None:
        self.is_playing = False

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def window(empty_window: MainWindow) -> MainWindow:
    empty_window.files.new_song()
    empty_window.listening.player = QuietPlayer()
    empty_window.actions_of["listening"].trigger()
    return empty_window


def prepare(folder: Path, test: ListeningTest = TEST) -> Path:
    (folder / "audio").mkdir(parents=True)
    for clip in test.clips:
        (folder / "audio" / f"{clip}.wav").write_bytes(b"RIFF")
    (folder / "test.json").write_text(json.dumps(json_of_test(test)))
    folder.with_name(f"{folder.name}.key.json").write_text(json.dumps(json_of_key(test, KEY, {})))
    return folder


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        widget = window.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key)


def player_of(window: MainWindow) -> QuietPlayer:
    player = window.listening.player
    assert isinstance(player, QuietPlayer)
    return player


def test_a_test_by_keys_alone_ends_in_the_session(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening.open_folder(prepare(tmp_path / "test"))
    key = Qt.Key
    press(qtbot, window, key.Key_1, key.Key_Return)  # nothing was heard yet
    assert window.listening.run is not None
    assert window.listening.run.at == 0
    press(qtbot, window, key.Key_Space, key.Key_B, key.Key_Left, key.Key_Space, key.Key_2, key.Key_Return)
    assert player_of(window).played == [("clip-001.wav", 0.0), ("clip-002.wav", 3.5), ("clip-001.wav", 3.5)]
    press(qtbot, window, key.Key_A, key.Key_1, key.Key_Backspace, key.Key_1, key.Key_Return, key.Key_Return)
    assert window.listening.run.is_over
    assert not player_of(window).is_playing
    assert window.document.done_names == ()  # Backspace and the rest did nothing to the song
    assert window.sessions.path is not None
    path = window.sessions.path
    qtbot.waitUntil(lambda: len(read_session(path).listening) == 3)
    kept = read_session(path).listening
    assert [(a.listener, a.trial, a.choice) for a in kept] == [("Me", 0, 1), ("Me", 1, 0), ("Me", 0, 0)]


def test_results_count_everybodys_last_answers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = prepare(tmp_path / "test")
    window.listening.open_folder(folder)
    sent = tmp_path / "ann.json"
    answers = [ListeningAnswer("real-1", "Ann", trial, 1 - trial, 2.0) for trial in range(2)]
    sent.write_text(json.dumps(json_of_answers(TEST, "Ann", answers)))
    (tmp_path / "bad.json").write_text("{}")
    window.listening.read_files([sent, tmp_path / "bad.json"])
    assert "format None" in window.banner.text.text()
    window.listening_page.results_asked.emit()
    texts = [label.text() for label in window.listening_page.findChildren(type(window.banner.text))]
    assert "ours: taken for a person's" in texts
    assert "All: 100% (16% to 100%), 2 of 2" in texts
    window.listening.save_csv(tmp_path / "raw.csv")
    assert len((tmp_path / "raw.csv").read_text().splitlines()) == 3


def test_own_answers_go_out_as_the_page_saves_them(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening_page.listener.setText("Bo")
    window.listening.open_folder(prepare(tmp_path / "test"))
    press(qtbot, window, Qt.Key.Key_Space, Qt.Key.Key_2)
    window.listening.save_answers(tmp_path / "bo.json")
    (answer,) = read_answers(tmp_path / "bo.json", TEST)
    assert (answer.listener, answer.choice) == ("Bo", 1)


def test_a_test_is_gone_on_with(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = prepare(tmp_path / "test")
    window.listening.open_folder(folder)
    press(qtbot, window, Qt.Key.Key_Space, Qt.Key.Key_2)
    window.listening.leave()
    window.listening.open_folder(folder)
    assert window.listening.run is not None
    assert window.listening.run.at == 1
    assert not player_of(window).is_playing


def test_a_copy_of_the_session_has_the_answers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening.open_folder(prepare(tmp_path / "test"))
    press(qtbot, window, Qt.Key.Key_Space, Qt.Key.Key_1)
    assert window.sessions.save_copy_to(tmp_path / "copy.genrestudio")
    (answer,) = read_session(tmp_path / "copy.genrestudio").listening
    assert asdict(answer)["choice"] == 0


def test_what_is_no_test_is_one_sentence(window: MainWindow, tmp_path: Path) -> None:
    window.listening.open_folder(tmp_path)
    assert "cannot be read" in window.banner.text.text()
    folder = prepare(tmp_path / "test")
    (folder / "audio" / "clip-002.wav").unlink()
    window.listening.open_folder(folder)
    assert "clip-002 is missing" in window.banner.text.text()
    assert window.listening.run is None


def test_another_page_and_the_end_are_silent(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening.open_folder(prepare(tmp_path / "test"))
    press(qtbot, window, Qt.Key.Key_Space)
    window.actions_of["history"].trigger()
    assert not player_of(window).is_playing
    window.close_now()
    assert player_of(window).is_closed


@pytest.mark.parametrize("kind", [Kind.GENRE, Kind.RATING])
def test_one_clip_and_more_choices(qtbot: QtBot, window: MainWindow, tmp_path: Path, kind: Kind) -> None:
    trials = (("clip-001",), ("clip-002",))
    test = ListeningTest("x", kind, 1, 9.0, ("classical", "jazz", "rock"), trials)
    window.listening.open_folder(prepare(tmp_path / "test", test))
    press(qtbot, window, Qt.Key.Key_B, Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert player_of(window).played == [("clip-001.wav", 0.0)]
    assert window.listening.run is not None
    assert window.listening.run.at == 1


def test_a_mouse_works_too(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.listening.open_folder(prepare(tmp_path / "test"))
    trial = window.listening_page.trial
    for button in (trial.clips[1], trial.choices[0], trial.on):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert player_of(window).played == [("clip-002.wav", 0.0)]
    assert window.listening.run is not None
    assert window.listening.run.at == 1
