"""The window: its parts, where they stand, and who hears whom."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QMenu,
    QWidget,
)

from genre_studio.generation.discovery import PluginRecord
from genre_studio.music.document import Document
from genre_studio.session.places import sessions_folder as unnamed_folder
from genre_studio.session.places import title_of
from genre_studio.training.model_store import ModelStore
from genre_studio.ui.ability_choice import first_choice
from genre_studio.ui.actions import Actions
from genre_studio.ui.commands import Keymap
from genre_studio.ui.generating import ClientMaker
from genre_studio.ui.jobs import DiscoveryJob
from genre_studio.ui.panels.command_palette import CommandPalette
from genre_studio.ui.playing import Engine
from genre_studio.ui.session_desk import SessionDesk
from genre_studio.ui.settings import SettingsFile
from genre_studio.ui.sizing import system_text_scale
from genre_studio.ui.sync_desk import LiveChoices
from genre_studio.ui.take_drag import TakeFiles
from genre_studio.ui.theme import DARK, THEMES
from genre_studio.ui.window_commands import command_handlers
from genre_studio.ui.window_layout import WindowLayout
from genre_studio.ui.window_links import WindowLinks
from genre_studio.ui.window_parts import Surroundings, WindowParts

Discover = Callable[[], tuple[PluginRecord, ...]]
_FIRST_SIZE = (1440, 900)


class MainWindow(WindowParts):
    """Everything on one screen: transport, tracks, roll, takes, generator, status.

    What it works with is handed in, so that tests bring their own engine, worker, settings and dice.
    Nothing slow starts before `start_processes`, which is called after the first paint.

    Signals: closed(): engine and worker have ended, settings are written.
    """

    closed = Signal()

    def __init__(
        self,
        document: Document,
        engine: Engine,
        settings_file: SettingsFile,
        discover: Discover,
        make_client: ClientMaker,
        take_files: TakeFiles | None = None,
        dice: random.Random | None = None,
        sessions_folder: Path | None = None,
    ) -> None:
        self._settings_file, self._discover = settings_file, discover
        self.settings = settings_file.load()
        theme = next((t for t in THEMES if t.name == self.settings.theme), DARK)
        around = Surroundings(engine, make_client, take_files or TakeFiles(), dice or random.Random())
        scale = self.settings.text_scale or system_text_scale()
        super().__init__(document, theme, scale, around)
        self.sessions = SessionDesk(self, sessions_folder or unnamed_folder())
        self._may_close = False
        self._discovery: DiscoveryJob | None = None
        self._arrange()
        self.links = WindowLinks(self, self.actions_of)
        self._connect()
        self.set_theme(self.theme)
        self._restore()

    def start_processes(self) -> None:
        """Start the engine, look for plugins, and tidy the folder of dragged takes."""
        self.playing.start(self.settings.output_id)
        self.sync.start()
        self.recording.offer_left_behind(self.banner)
        self.look_for_plugins()
        self.take_files.prune()
        ModelStore().forget_deleted()

    @Slot()
    def look_for_plugins(self) -> None:
        if self._discovery is not None:
            return
        self.status.say("Looking for generators…")
        self._discovery = DiscoveryJob(self._discover, self)
        self._discovery.found.connect(self._show_plugins)
        self._discovery.start()

    def report_problem(self, sentence: str) -> None:
        """Something unforeseen happened: say so calmly, above the work."""
        self.banner.show_message(sentence, is_error=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.recording.finish_now()  # while the session can still keep it
        if not self.sessions.close(anyway=self._may_close):
            event.ignore()
            return
        self._remember()
        self.links.close()
        self.live.close()
        self.playing.close()
        self.generating.close()
        self.audio.close()
        self.evaluating.close()
        self.training.close()
        self.listening.close()
        if self._discovery is not None:
            self._discovery.wait()
        event.accept()
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.roll.setFocus()
        QTimer.singleShot(0, self._look_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_of_parts.make_room_for_drawer()

    @Slot()
    def _look_first(self) -> None:
        """There is a size now: look at the song, or from where its session was left."""
        self.links.look_at_song()
        self.sessions.view.look_again()

    def _arrange(self) -> None:
        self.resize(*_FIRST_SIZE)
        self.setMinimumSize(960, 600)
        self.layout_of_parts = WindowLayout(self)
        window = {"palette": self.show_palette, **self.layout_of_parts.handlers()}
        handlers = {**command_handlers(self), **self.sessions.handlers(), **window}
        self.actions_of = Actions(self, self.roll, handlers)
        self.lanes.ticks.carry(self.actions_of.by_id)
        for desk in (self.looks, self.rules, self.step_desk):
            desk.ticks.carry(self.actions_of.by_id)
        self.layout_of_parts.carry_ticks(self.actions_of.by_id)
        self.roll_bar.carry(self.actions_of.by_id)
        self.ruler.ticks.carry(self.actions_of.by_id)
        self.metronome.ticks.carry(self.actions_of.by_id)
        self.recording.ticks.carry(self.actions_of.by_id)
        self.sync.ticks.carry(self.actions_of.by_id)
        self.palette_of_commands = CommandPalette(self.actions_of.by_id, self)
        menus = self.actions_of.fill(self.menuBar())
        self._recent_menu = QMenu("Open recent", self)
        self._notes_menu = menus["Notes"]
        menus["File"].insertMenu(self.actions_of["open_demo"], self._recent_menu)

    def _connect(self) -> None:
        self.drawer.changed.connect(self._show_drawer)
        self.roll.menu_asked.connect(self._show_notes_menu)
        self.shortcut_desk.changed.connect(self.set_keymap)
        self.shelf.rows_changed.connect(self.layout_of_parts.make_room_for_takes)
        self.plugins.refresh_pressed.connect(self.look_for_plugins)
        self.files.opened.connect(self.show_recent)
        self.sessions.said.connect(self.status.say)
        self.listening.answered.connect(self.sessions.keep_answer)
        self.listening.kept = lambda: self.sessions.listening
        self.sessions.changed.connect(self._note_session)
        self.sessions.left.connect(self._note_left)
        self.sessions.close_asked.connect(self.close_now)
        self.links.song_shown.connect(self.show_title)

    @Slot(QPoint)
    def _show_notes_menu(self, at: QPoint) -> None:
        self._notes_menu.popup(at)

    @Slot(object)
    def set_keymap(self, keymap: Keymap) -> None:
        """Let every part understand and show these keys."""
        for part in (
            self.actions_of,
            self.palette_of_commands,
            self.transport,
            self.tracks,
            self.takes,
            self.panel,
        ):
            part.show_keys(keymap)

    @Slot()
    def show_palette(self) -> None:
        self.palette_of_commands.open()

    def begin(self, file: Path | None = None) -> None:
        """Open `file`, else what was open when the studio ended, else the demo or a new song."""
        last = Path(self.settings.session) if self.settings.session else None
        is_first = not self.settings.has_started
        if file is not None:
            if last is not None and last.exists():
                self._note_left(last)
            self.files.open_path(file)
        elif self.sessions.open_at_start(last):
            return
        if self.sessions.path is None:  # there was nothing to open, or the banner says why it could not be
            (self.files.load_demo if is_first else self.files.new_song)()
            self.sessions.tell_again()

    @Slot()
    def show_title(self) -> None:
        """The song's name, starred while it cannot be saved."""
        self.setWindowTitle(f"{self.sessions.title}[*] - Genre Studio")
        self.setWindowModified(not self.sessions.is_safe)

    @Slot(object)
    def _note_session(self, path: Path) -> None:
        """Remember at once what is open: nobody knows when a computer stops."""
        self.settings = replace(self.settings, session=str(path), has_started=True)
        if self.sessions.is_named:
            self.show_recent(path)
        self._settings_file.save(self.settings)
        self.show_title()

    @Slot(object)
    def _note_left(self, path: Path) -> None:
        """A song without a name is found again among the recent ones."""
        folder = self.settings.last_folder
        self.show_recent(path)
        self.settings = replace(self.settings, last_folder=folder)

    @Slot(object)
    def show_recent(self, path: Path | None = None) -> None:
        """Put the file that is open now on top of the recent ones."""
        if path is not None:
            self.settings = self.settings.with_recent(path)
        self._recent_menu.clear()
        for recent in self.settings.recent:
            action = self._recent_menu.addAction(title_of(Path(recent), self.sessions.folder))
            action.setToolTip(recent)
            action.setData(recent)
            action.triggered.connect(self._open_recent)
        self._recent_menu.setEnabled(bool(self.settings.recent))

    @Slot()
    def _open_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.files.open_path(Path(str(action.data())))

    @Slot(object)
    def _show_drawer(self, page: QWidget | None) -> None:
        self.transport.buttons["toggle_plugins"].setChecked(page is self.plugins)
        self.layout_of_parts.make_room_for_drawer()
        if page is not self.listening_page:
            self.listening.stop()
        if page is None:
            self.roll.setFocus()

    @Slot(object)
    def _show_plugins(self, records: tuple[PluginRecord, ...]) -> None:
        discovery, self._discovery = self._discovery, None
        if discovery is not None:
            discovery.wait()
            discovery.deleteLater()
        self.generating.set_records(records)
        self.evaluating.show_records(records)
        self.training.show_records(records)
        infos = [r.info for r in records if r.usable and r.info is not None]
        chosen = self.settings.plugin_id or first_choice(records, self.document.song)
        self.panel.set_plugins(infos, chosen, self.settings.genre)
        self.sessions.view.show_choices()
        ready = "1 generator" if len(infos) == 1 else f"{len(infos)} generators"
        said = f"{ready} ready." if infos else "No generator is ready; open Plugins to see why."
        self.status.say(f"{said} {self.playing.trouble}".strip())

    def _restore(self) -> None:
        if self.settings.geometry:
            self.restoreGeometry(QByteArray.fromHex(self.settings.geometry.encode()))
        if self.settings.last_folder:
            self.files.folder = Path(self.settings.last_folder)
        self.layout_of_parts.restore(self.settings.layout)
        with contextlib.suppress(ValueError):  # of no studio that we know: our own keys then
            self.shortcut_desk.set_keymap(Keymap.from_json(self.settings.keymap))
        remembered = self.settings
        self.outputs.restore(remembered.output_leads_ms)
        self.metronome.restore(remembered.metronome, remembered.click_output_id, remembered.count_in_bars)
        self.recording.restore(
            remembered.record_mode, remembered.record_latency_ms, quantizes=remembered.record_quantizes
        )
        inputs, clock_outputs = remembered.inputs, remembered.clock_outputs
        self.sync.restore(
            LiveChoices.remembered(inputs, clock_outputs, remembered.thru, remembered.sync_source)
        )
        self.show_recent()

    def _remember(self) -> None:
        info = self.panel.info
        self.settings = replace(
            self.settings,
            theme=self.theme.name,
            text_scale=self.text_scale,
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            last_folder=str(self.files.folder),
            genre=self.panel.genres.value or self.settings.genre,
            plugin_id=info.id if info else self.settings.plugin_id,
            output_id=self.outputs.current_id or self.settings.output_id,
            output_leads_ms=self.outputs.leads_ms,
            layout=self.layout_of_parts.state(),
            keymap=self.shortcut_desk.keymap.to_json(),
            metronome=self.metronome.is_on,
            click_output_id=self.metronome.output_id,
            count_in_bars=self.metronome.count_in_bars,
            record_mode=str(self.recording.mode),
            record_latency_ms=self.recording.latency_ms,
            record_quantizes=self.recording.quantizes,
            inputs=self.sync.choices.inputs_text,
            clock_outputs=self.sync.choices.clock_outputs_text,
            sync_source=str(self.sync.source),
            thru=self.sync.choices.thru,
            has_started=True,
        )
        self._settings_file.save(self.settings)

    @Slot()
    def close_now(self) -> None:
        """Close without asking about changes."""
        self._may_close = True
        self.close()
