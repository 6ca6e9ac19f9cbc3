"""Who hears whom in the window: the document's changes shown, and what the parts ask for carried out."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.generation.outcomes import Failed, FailureKind, Outcome, Succeeded
from genre_studio.music.scales import Scale
from genre_studio.music.timing import meter_event
from genre_studio.plugin_api import Request
from genre_studio.ui.actions import Actions
from genre_studio.ui.generating import outcome_sentence
from genre_studio.ui.piano_roll import Grid
from genre_studio.ui.song_edits import with_key, with_meter, with_tempo
from genre_studio.ui.track_desk import TRACK_COMMANDS
from genre_studio.ui.track_menu import track_menu
from genre_studio.ui.window_parts import WindowParts

_TAKE_MENU = (
    ("audition_take", "star_take", "about_take", "more_like_take", "morph_to_take"),
    ("keep_take", "keep_take_track", "keep_take_bars"),
    ("export_take", "copy_take", "reveal_take"),
    ("discard_take",),
)


class Speaker(Protocol):
    """A part with the signal said(str)."""

    @property
    def said(self) -> SignalInstance: ...


class WindowLinks(QObject):
    """The slots that belong to no single part. Signals: song_shown(): every part shows the document."""

    song_shown = Signal()

    def __init__(self, window: WindowParts, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._document = window.document
        for part in _speakers(window):
            part.said.connect(window.status.say)
        self._connect_transport()
        self._connect_song()
        self._connect_takes()
        self._remove_listener = self._document.subscribe(self.show_song)
        window.transport.show_grid(window.roll.display.grid)
        window.roll.display.grid_changed.connect(window.transport.show_grid)
        self.show_song()

    def close(self) -> None:
        self._remove_listener()

    @Slot()
    def hear_signals(self) -> None:
        """Does nothing: being called from a timer is what lets Python notice Ctrl+C."""

    @Slot()
    def show_song(self) -> None:
        """Show the document in every part."""
        window, song = self._window, self._document.song
        window.key.follow(song)
        scale = window.key()
        window.roll.display.set_scale(window.roll_scale())
        window.tracks.show_song(song, window.roll.track)
        window.panel.show_song(song, scale)
        window.takes.show_song(song)
        window.transport.show_song(song, scale, window.playing.tick)
        window.playing.set_song(song)
        window.requests.refresh()
        for id, verb, name in (
            ("undo", "Undo", self._document.undo_name),
            ("redo", "Redo", self._document.redo_name),
        ):
            self._actions[id].setEnabled(name is not None)
            self._actions.set_title(id, f"{verb} {_lowered(name)}" if name else verb)
        self.song_shown.emit()

    @Slot()
    def look_at_song(self) -> None:
        """Scroll to where the music of the shown track lies, and to the region behind it."""
        self._window.roll.looking.look_at_notes()
        self._window.requests.look_at_region()

    def _connect_transport(self) -> None:
        window = self._window
        transport, playing = window.transport, window.playing
        transport.asked.connect(self._ask)
        transport.tempo_entered.connect(self._set_tempo)
        transport.meter_chosen.connect(self._set_meter)
        transport.key_chosen.connect(self._set_key)
        transport.grid_chosen.connect(self._set_grid)
        transport.output_chosen.connect(playing.set_output)
        playing.moved.connect(self._show_playhead)
        playing.counted.connect(window.count_in.show_count)
        playing.state_changed.connect(window.status.show_state)
        playing.sounded.connect(window.status.lights.show_activity)
        window.status.live.asked.connect(self._ask)
        window.panel.live_pressed.connect(window.live.toggle)
        window.live.running_changed.connect(window.panel.show_live)
        self.song_shown.connect(window.sync.follow_track)
        window.training.models_changed.connect(window.panel.refresh_models)
        window.training.use_asked.connect(window.panel.choose_model)
        window.training.compare_asked.connect(self._compare)
        window.listening.began.connect(window.playing.stop)
        window.roll.loop_changed.connect(transport.show_loop)
        playing.audition_changed.connect(window.takes.show_sounding)
        playing.moved.connect(window.takes.show_playhead)

    def _connect_song(self) -> None:
        window = self._window
        window.tracks.chosen.connect(self._choose_track)
        window.tracks.menu_asked.connect(self._show_track_menu)
        window.track_desk.chosen.connect(self._choose_track)
        window.roll.track_clicked.connect(self._choose_track)
        window.roll.note_previewed.connect(self._preview)
        window.roll.located.connect(window.playing.locate)
        window.roll.hover_described.connect(window.status.show_hover)
        window.files.opened.connect(self._show_opened)

    def _connect_takes(self) -> None:
        window = self._window
        generating, takes = window.generating, window.takes
        generating.running_changed.connect(self._show_running)
        generating.progressed.connect(window.status.show_progress)
        generating.ended.connect(self._show_end)
        generating.records_changed.connect(self._show_records)
        window.panel.stop_pressed.connect(generating.stop)
        window.status.stop_pressed.connect(generating.stop)
        takes.asked.connect(window.take_desk.do)
        takes.drag_began.connect(self._drag_take)
        takes.menu_asked.connect(self._show_take_menu)
        window.take_desk.kept.connect(window.requests.follow_kept)
        window.take_desk.more_asked.connect(window.requests.more_like)
        window.take_desk.morph_asked.connect(window.requests.morph_to)
        window.panel.band_pressed.connect(window.track_desk.add_band)
        window.take_desk.about_asked.connect(takes.show_about)
        takes.selected.connect(window.take_desk.select)

    def _say(self, sentence: str) -> None:
        self._window.status.say(sentence)

    @Slot(str)
    def _ask(self, command: str) -> None:
        self._actions[command].trigger()

    @Slot(float)
    def _set_tempo(self, bpm: float) -> None:
        song = with_tempo(self._document.song, self._window.playing.tick, bpm)
        self._document.apply(f"Set the tempo to {bpm:g} bpm", song)

    @Slot(int, int)
    def _set_meter(self, numerator: int, denominator: int) -> None:
        meter = meter_event(0, numerator, denominator)
        song = with_meter(self._document.song, self._window.playing.tick, meter)
        self._document.apply(f"Set the meter to {numerator}/{denominator}", song)

    @Slot(object)
    def _set_key(self, scale: Scale) -> None:
        self._document.apply(f"Set the key to {scale.title}", with_key(self._document.song, scale))

    @Slot(object)
    def _set_grid(self, grid: Grid) -> None:
        self._window.roll.display.set_grid(grid)

    @Slot(int, bool)
    def _show_playhead(self, tick: int, playing: bool) -> None:
        window = self._window
        at = self._document.song.meter_map.position_at(tick)
        window.transport.show_position(f"{at.bar}.{at.beat}.{at.tick:03d}")
        window.transport.show_playing(playing)
        window.roll.set_playhead(tick, playing)

    @Slot(int)
    def _choose_track(self, index: int) -> None:
        self._window.roll.set_track(index)
        self._window.tracks.show_song(self._document.song, index)
        self._window.sync.follow_track()

    @Slot(int, int)
    def _preview(self, pitch: int, velocity: int) -> None:
        index = self._window.roll.track
        if 0 <= index < len(self._document.song.tracks):
            track = self._document.song.tracks[index]
            self._window.playing.preview_note(track.channel, track.program, pitch, velocity, track.output_id)

    @Slot(object)
    def _show_opened(self, _path: Path | None) -> None:
        """Another song is open: begin at its start, with no takes of the one before."""
        window = self._window
        window.generating.stop()
        window.shelf.abandon()
        window.roll.set_loop(None)
        window.key.open(self._document.song)
        window.playing.return_to_start()
        window.requests.open_song()
        self.look_at_song()
        self.show_song()

    @Slot(bool)
    def _show_running(self, running: bool) -> None:
        self._window.panel.show_running(running)
        self._window.status.show_running(running)
        if running:
            self._window.takes.setFocus()
            count = self._window.generating.takes_asked
            self._say(f"Writing {'1 take' if count == 1 else f'{count} takes'}…")

    @Slot(object, object)
    def _show_end(self, request: Request, outcome: Outcome) -> None:
        window = self._window
        sentence = outcome_sentence(request, outcome)
        self._say(sentence)
        if isinstance(outcome, Succeeded):
            window.panel.seed.throw_unless_locked()
        elif isinstance(outcome, Failed) and outcome.kind is not FailureKind.REFUSED:
            window.banner.show_message(sentence, [("See why", window.toggle_plugins)], is_error=True)
        window.requests.refresh()

    @Slot()
    def _show_records(self) -> None:
        self._window.plugins.show_records(self._window.generating.records)

    @Slot(str, str, str)
    def _compare(self, plugin_id: str, first: str, second: str) -> None:
        """Let two models of a generator write the marked bars, with the panel's settings."""
        window = self._window
        window.panel.choose_model(plugin_id, second)
        if (info := window.panel.info_of(plugin_id)) is not None:
            window.comparing.compare(info, first, second)

    @Slot(int)
    def _drag_take(self, key: int) -> None:
        window = self._window
        source: QWidget = window.takes
        window.take_desk.drag(source, key, window.takes.picture_of(key))

    @Slot(int, QPoint)
    def _show_track_menu(self, index: int, at: QPoint) -> None:
        window = self._window
        self._choose_track(index)
        tracks, desk = self._document.song.tracks, window.track_desk
        commands = [self._actions[id] for id in TRACK_COMMANDS]
        outputs = window.tracks.inspector.outputs
        menu = track_menu(desk, tracks[index], outputs, commands, window.theme, window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    @Slot(int, QPoint)
    def _show_take_menu(self, _key: int, at: QPoint) -> None:
        menu = QMenu(self._window)
        for group in _TAKE_MENU:
            for id in group:
                menu.addAction(self._actions[id])
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _speakers(window: WindowParts) -> tuple[Speaker, ...]:
    """The parts that say what just happened."""
    return (
        *(window.playing, window.outputs, window.metronome, window.recording, window.sync, window.live),
        *(window.files, window.audio, window.pictures, window.track_desk, window.history_desk),
        *(window.notes, window.lanes, window.rules, window.amounts, window.step_desk, window.loops),
        *(window.ruler, window.requests, window.take_desk, window.comparing, window.training),
        *(window.evaluating, window.listening, window.shortcut_desk),
    )


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
