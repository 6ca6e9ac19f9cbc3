"""The window's parts, made but neither arranged nor joined."""

import random
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QMainWindow

from genre_studio.music.document import Document
from genre_studio.ui.amount_desk import AmountDesk
from genre_studio.ui.audio_desk import AudioDesk
from genre_studio.ui.comparing import Comparing
from genre_studio.ui.evaluate_desk import EvaluateDesk
from genre_studio.ui.field_keys import FieldKeys
from genre_studio.ui.file_drop import FileDrop
from genre_studio.ui.find_desk import FindDesk
from genre_studio.ui.generating import ClientMaker, Generating
from genre_studio.ui.history_desk import HistoryDesk
from genre_studio.ui.lane_desk import LaneDesk
from genre_studio.ui.listening_desk import ListeningDesk
from genre_studio.ui.listening_material import takes_material
from genre_studio.ui.live_desk import LiveDesk
from genre_studio.ui.look_desk import LookDesk
from genre_studio.ui.loop_desk import LoopDesk
from genre_studio.ui.metronome_desk import MetronomeDesk
from genre_studio.ui.note_desk import NoteDesk
from genre_studio.ui.output_desk import OutputDesk
from genre_studio.ui.panels.amount_strip import AmountStrip
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.count_in import CountInNumber
from genre_studio.ui.panels.drawer import Drawer
from genre_studio.ui.panels.evaluate_page import EvaluatePage
from genre_studio.ui.panels.find_page import FindPage
from genre_studio.ui.panels.generator_panel import GeneratorPanel
from genre_studio.ui.panels.history_page import HistoryPage
from genre_studio.ui.panels.listening_page import ListeningPage
from genre_studio.ui.panels.plugins_page import PluginsPage
from genre_studio.ui.panels.roll_bar import RollBar
from genre_studio.ui.panels.shortcuts_page import ShortcutsPage
from genre_studio.ui.panels.status_line import StatusLine
from genre_studio.ui.panels.takes_panel import TakesPanel
from genre_studio.ui.panels.track_list import TrackList
from genre_studio.ui.panels.transport_bar import TransportBar
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.picture_desk import PictureDesk
from genre_studio.ui.playing import Engine, Playing
from genre_studio.ui.record_desk import RecordDesk
from genre_studio.ui.recording_files import RecordingFiles
from genre_studio.ui.request_desk import RequestDesk
from genre_studio.ui.roll_scale import RollScale
from genre_studio.ui.ruler_desk import RulerDesk
from genre_studio.ui.rules_desk import RulesDesk
from genre_studio.ui.shortcut_desk import ShortcutDesk
from genre_studio.ui.sizing import TEXT_SCALES, refit
from genre_studio.ui.song_edits import SongKey
from genre_studio.ui.song_files import SongFiles
from genre_studio.ui.step_desk import StepDesk
from genre_studio.ui.style import apply_theme
from genre_studio.ui.sync_desk import SyncDesk
from genre_studio.ui.take_desk import TakeDesk
from genre_studio.ui.take_drag import TakeFiles
from genre_studio.ui.take_drop import TakeDrop
from genre_studio.ui.take_exits import TakeExits
from genre_studio.ui.take_shelf import TakeShelf
from genre_studio.ui.theme import DARK, LIGHT, Theme
from genre_studio.ui.tool_desk import ToolDesk
from genre_studio.ui.track_desk import TrackDesk
from genre_studio.ui.training_desk import TrainingDesk
from genre_studio.ui.zoom_desk import ZoomDesk


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window works with; tests bring their own."""

    engine: Engine
    make_client: ClientMaker
    take_files: TakeFiles
    dice: random.Random


class WindowParts(QMainWindow):
    """What shows the document and what carries out commands on it, each made with what it needs.

    The files that join the parts (links, commands) know this class. MainWindow, which is built of them,
    stands above and is known to the composition root alone.
    """

    def __init__(self, document: Document, theme: Theme, text_scale: float, around: Surroundings) -> None:
        super().__init__()
        self.document, self.theme = document, theme
        self.text_scale = text_scale
        self.take_files, self.dice = around.take_files, around.dice
        self._make_panels(around)
        self._make_desks()

    def set_theme(self, theme: Theme) -> None:
        """Show the whole window in a theme, its text as large as the person has it."""
        self.theme = theme
        theme = theme.at_text_scale(self.text_scale)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, theme)
            refit(self)
        self.roll.display.set_theme(theme)
        self.panel.set_theme(theme, self.document.song)
        for part in (self.transport, self.tracks, self.takes, self.roll_bar, self.history, self.drawer):
            part.set_theme(theme)
        self.training.set_theme(theme)

    def toggle_theme(self) -> None:
        self.set_theme(LIGHT if self.theme.is_dark else DARK)

    def enlarge_text(self, steps: int) -> None:
        """Larger by steps of a quarter, up to twice the usual size; smaller where negative."""
        nearest = min(range(len(TEXT_SCALES)), key=lambda i: abs(TEXT_SCALES[i] - self.text_scale))
        self.text_scale = TEXT_SCALES[min(max(nearest + steps, 0), len(TEXT_SCALES) - 1)]
        self.set_theme(self.theme)
        self.status.say(f"Text at {self.text_scale:.0%} of the usual size.")

    def toggle_plugins(self) -> None:
        self.drawer.toggle(self.plugins)

    def _make_panels(self, around: Surroundings) -> None:
        document, theme = self.document, self.theme
        self.key = SongKey(document.song)
        self.roll_scale = RollScale(self.key)
        self.shelf = TakeShelf(document, self.key, self)
        self.playing = Playing(around.engine, self)
        self.generating = Generating(self.shelf, around.make_client, self)
        self.banner = Banner()
        self.transport = TransportBar(theme)
        self.tracks = TrackList(theme)
        self.roll = PianoRoll(document, theme)
        self.count_in = CountInNumber(self.roll)
        self.roll_bar = RollBar(theme)
        self.amount_strip = AmountStrip()
        self.find_page = FindPage()
        self.panel = GeneratorPanel(theme, around.dice)
        self.takes = TakesPanel(self.shelf, self.roll, theme, self.panel.info_of)
        self.plugins = PluginsPage()
        self.history = HistoryPage(theme)
        self.shortcuts = ShortcutsPage()
        self.evaluate_page = EvaluatePage()
        self.listening_page = ListeningPage()
        pages = (
            ("Plugins", self.plugins),
            ("Find", self.find_page),
            ("History", self.history),
            ("Shortcuts", self.shortcuts),
            ("Evaluate", self.evaluate_page),
            ("Listen", self.listening_page),
        )
        self.drawer = Drawer(pages, theme)
        self.status = StatusLine()

    def _make_desks(self) -> None:
        document, roll = self.document, self.roll
        self.files = SongFiles(document, self.banner, self)
        self.audio = AudioDesk(document, self.files, self.banner, self.status.audio, self)
        self.listening = ListeningDesk(self.listening_page, self.files, self.banner, self)
        self.listening.preparing.material = lambda: takes_material(document.song, document.takes.values())
        self.pictures = PictureDesk(document, self.files, self.banner, self)
        self.drop = FileDrop(self, self.files, self.tracks)
        self.field_keys = FieldKeys(self, roll)
        self.tools = ToolDesk(roll, self.transport, self)
        self.looks = LookDesk(roll, self)
        self.lanes = LaneDesk(roll, self)
        self.amounts = AmountDesk(document, roll, self.amount_strip, self.roll_scale, self)
        self.finding = FindDesk(document, roll, self.find_page, self.roll_scale, self)
        self.step_desk = StepDesk(roll, self.playing, self)
        self.rules = RulesDesk(roll, self.roll_bar, self.roll_scale, self)
        self.ruler = RulerDesk(document, roll, self.playing, self)
        self.zooms = ZoomDesk(roll, self)
        self.loops = LoopDesk(document, roll, self.playing, self)
        self.outputs = OutputDesk(document, self.playing, self.transport, self.tracks.inspector, self)
        self.metronome = MetronomeDesk(self.playing, self.transport, self)
        self.track_desk = TrackDesk(document, roll, self.tracks, self)
        self.sync = SyncDesk(document, roll, self.playing, self.status.live, self.status.lights, self)
        self.recording = RecordDesk(
            document, roll, self.playing, self.shelf, self.transport, self.key, RecordingFiles(), self
        )
        self.live = LiveDesk(document, roll, self.playing, self.generating, self.panel, self.key, self)
        self.notes = NoteDesk(roll, self.playing, self.take_files, self.roll_scale, self)
        self.requests = RequestDesk(document, roll, self.panel, self.generating, self.key, self.dice, self)
        exits = TakeExits(document, self.take_files, self.banner, self.key, self)
        self.take_desk = TakeDesk(document, self.shelf, roll, self.playing, exits)
        self.take_drop = TakeDrop(roll, self.tracks, self.take_desk, self)
        self.shortcut_desk = ShortcutDesk(self.shortcuts, self.banner, self)
        self.history_desk = HistoryDesk(document, roll, self.history, self)
        self.evaluating = EvaluateDesk(self.evaluate_page, self.drawer, self.banner, self)
        self.training = TrainingDesk(self.playing, lambda: self.theme, self)
        self.comparing = Comparing(self.generating, self.requests.request, self)
