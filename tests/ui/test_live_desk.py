"""Continue me, with a generator of the test folder in a real worker and a playhead that the test moves."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.document import Document
from genre_studio.music.notes import starting_within
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.playback.messages import Playhead
from genre_studio.ui.live_desk import LiveDesk
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.request_plan import GenerationChoices
from genre_studio.ui.theme import DARK
from tests.helpers.installed_plugins import installed
from tests.helpers.requests import small_song
from tests.helpers.windows import SilentEngine

BAR = 1920
WAIT_MS = 60_000


def c_major() -> Scale:
    return Scale(0, "major")


class Stage:
    """A song of two bars, an engine that does nothing, and the desk."""

    def __init__(self, records: Sequence[PluginRecord], qtbot: QtBot) -> None:
        self.qtbot, self.engine = qtbot, SilentEngine()
        self.document = Document(small_song())
        self.roll = PianoRoll(self.document, DARK)
        qtbot.addWidget(self.roll)
        self.owner = QObject()
        self.playing = Playing(self.engine, self.owner)
        self.playing.set_song(self.document.song)
        self.client = WorkerClient(records)
        info = next((r.info for r in records if r.usable), None)
        self.panel = SimpleNamespace(choices=GenerationChoices(info=info, genre="jazz", bars=2, seed=5))
        generating = SimpleNamespace(client=self.client)
        self.desk = LiveDesk(
            self.document,
            self.roll,
            self.playing,
            generating,
            self.panel,
            lambda: Scale(0, "major"),
            self.owner,
        )
        self.said: list[str] = []
        self.desk.said.connect(self.said.append)

    def at(self, tick: int, playing: bool = True) -> None:
        """The playhead comes to a tick."""
        self.engine.events = [Playhead(tick, playing)]
        self.playing.poll()

    def wait_for_bars(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.desk._bars.blocks) >= count, timeout=WAIT_MS)

    @property
    def heard(self) -> Song:
        return self.engine.songs[-1]

    def close(self) -> None:
        self.desk.close()
        self.client.close()
        self.owner.deleteLater()


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    records = installed(monkeypatch, tmp_path, "echo_generator", "echo")
    stage = Stage(records, qtbot)
    yield stage
    stage.close()


def written(song: Song, start: int, end: int) -> int:
    return sum(len(starting_within(track.notes, start, end)) for track in song.tracks)


def test_the_next_bars_are_written_ahead_of_the_playhead_and_sound(stage: Stage) -> None:
    stage.desk.toggle()
    assert ("play", 0) in stage.engine.calls
    stage.at(10)
    stage.wait_for_bars(1)
    assert written(stage.heard, 2 * BAR, 4 * BAR) > 0
    assert stage.document.undo_name is None
    assert stage.roll._model.view.proposal is not None
    stage.at(2 * BAR)
    stage.wait_for_bars(2)
    assert written(stage.heard, 4 * BAR, 6 * BAR) > 0


def test_stopping_keeps_what_was_heard_as_one_step(stage: Stage) -> None:
    before = stage.document.song
    stage.desk.toggle()
    stage.at(10)
    stage.wait_for_bars(1)
    stage.at(2 * BAR + 100)
    stage.at(2 * BAR + 120, playing=False)
    assert not stage.desk.is_running
    assert stage.document.done_names == ("Continue live for 1 bar",)
    assert written(stage.document.song, 2 * BAR, 3 * BAR) > 0
    assert written(stage.document.song, 3 * BAR, 9 * BAR) == 0
    assert stage.heard is stage.document.song or stage.heard is before
    stage.document.undo()
    assert written(stage.document.song, 2 * BAR, 9 * BAR) == 0
    assert stage.roll._model.view.proposal is None


def test_a_generator_that_is_late_never_leaves_silence(stage: Stage) -> None:
    stage.client.close()  # whatever is asked of it comes to nothing
    stage.desk.toggle()
    stage.at(2 * BAR - 300)
    assert written(stage.heard, 2 * BAR, 4 * BAR) > 0
    stage.at(4 * BAR - 300)
    assert written(stage.heard, 4 * BAR, 6 * BAR) > 0


def test_it_leaves_the_loop_once_the_first_bars_are_there(stage: Stage) -> None:
    stage.roll.loop_changed.connect(stage.playing.set_loop)
    stage.roll.set_loop((0, 2 * BAR))
    stage.desk.toggle()
    stage.at(BAR)
    assert stage.roll.loop == (0, 2 * BAR)
    stage.wait_for_bars(1)
    stage.at(100)
    assert stage.roll.loop is None
    assert stage.engine.calls[-1] == ("loop", None)


def test_an_edit_meanwhile_is_heard_and_kept(stage: Stage) -> None:
    stage.desk.toggle()
    stage.at(10)
    stage.wait_for_bars(1)
    track = stage.document.song.tracks[0]
    edited = track.notes.copy()
    edited["velocity"] = 11
    stage.document.apply("Edit", stage.document.song.with_track(0, track.with_notes(edited)))
    assert stage.heard.tracks[0].notes["velocity"][0] == 11
    assert written(stage.heard, 2 * BAR, 4 * BAR) > 0
    stage.at(2 * BAR + 10)
    stage.desk.toggle()
    assert stage.document.song.tracks[0].notes["velocity"][0] == 11
    assert written(stage.document.song, 2 * BAR, 3 * BAR) > 0


def test_without_music_or_generator_a_sentence_says_why(stage: Stage) -> None:
    stage.panel.choices = GenerationChoices()
    stage.desk.toggle()
    assert stage.said[-1].startswith("No generator is ready")
    stage.panel.choices = GenerationChoices(info=next(iter(stage.client._infos.values())))
    stage.document.replace(Song())
    stage.desk.toggle()
    assert stage.said[-1].startswith("Draw a melody")
    assert not stage.desk.is_running


def test_stopping_before_anything_new_was_heard_changes_nothing(stage: Stage) -> None:
    stage.desk.toggle()
    stage.at(10)
    stage.desk.toggle()
    assert stage.document.undo_name is None
    assert "Your song is as it was" in stage.said[-1]
