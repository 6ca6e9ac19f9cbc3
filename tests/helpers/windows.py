"""A window for tests: its own settings, a silent engine, loaded dice, plugins from the test folder."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from pytestqt.qtbot import QtBot

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.playback.live_messages import LiveCommand
from genre_studio.playback.messages import EngineEvent, Loop, Output, OutputKind, OutputsChanged, Playhead
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.settings import SettingsFile
from genre_studio.ui.take_drag import TakeFiles


class SilentEngine:
    """Does at once what the engine process does in time, and remembers what it was asked."""

    def __init__(self) -> None:
        self.songs: list[Song] = []
        self.calls: list[tuple[object, ...]] = []
        self.events: list[EngineEvent] = []
        self.is_started = False
        self.live: list[LiveCommand] = []

    def start(self) -> None:
        self.is_started = True
        outputs = (
            Output("none", "No output", OutputKind.NONE),
            Output("port:1", "Studio 1", OutputKind.PORT),
        )
        self.events.append(OutputsChanged(outputs, "none"))

    def close(self) -> None:
        self.is_started = False

    def send_song(self, song: Song) -> None:
        self.songs.append(song)

    def play(
        self, from_tick: int, loop: Loop | None = None, *, count_in_bars: int = 0, past_end: bool = False
    ) -> None:
        self.calls.append(("play", from_tick) + ((count_in_bars,) if count_in_bars else ()))
        self.events.append(Playhead(from_tick, True))

    def stop(self) -> None:
        self.calls.append(("stop",))
        self.events.append(Playhead(0, False))

    def set_loop(self, loop: Loop | None) -> None:
        self.calls.append(("loop", loop))

    def locate(self, tick: int) -> None:
        self.calls.append(("locate", tick))

    def set_metronome(self, is_on: bool, output_id: str = "") -> None:
        self.calls.append(("metronome", is_on, output_id))

    def preview_note(
        self,
        channel: int,
        program: int,
        pitch: int,
        velocity: int,
        duration_s: float = 0.3,
        output_id: str = "",
    ) -> None:
        self.calls.append(("preview", channel, program, pitch, velocity))

    def set_output(self, output_id: str) -> None:
        self.calls.append(("output", output_id))

    def set_leads(self, leads_s: Mapping[str, float]) -> None:
        self.calls.append(("leads", dict(leads_s)))

    def panic(self) -> None:
        self.calls.append(("panic",))

    def send_live(self, command: LiveCommand) -> None:
        self.live.append(command)

    def poll(self) -> list[EngineEvent]:
        events, self.events = self.events, []
        return events


def make_window(
    folder: Path, records: Sequence[PluginRecord] = (), *, hang_limit_s: float = 30.0
) -> tuple[MainWindow, SilentEngine]:
    """A window on an empty song, not shown; everything it writes goes to `folder`."""
    engine = SilentEngine()

    def make_client(found: Sequence[PluginRecord]) -> WorkerClient:
        return WorkerClient(found, hang_limit_s=hang_limit_s)

    window = MainWindow(
        Document(Song()),
        engine,
        SettingsFile(folder / "settings.json"),
        lambda: tuple(records),
        make_client,
        TakeFiles(folder / "takes"),
        random.Random(7),
        folder / "sessions",
    )
    return window, engine


def demo_window(qtbot: QtBot, folder: Path) -> MainWindow:
    """A window on the demo song, not shown, which is closed without a question after the test."""
    window, _ = make_window(folder)
    qtbot.addWidget(window, before_close_func=lambda widget: widget.close_now())
    window.files.load_demo()
    return window
