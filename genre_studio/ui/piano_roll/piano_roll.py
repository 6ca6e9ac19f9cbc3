"""The piano roll: ruler, keyboard, paper and velocity lane as one widget over a document."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll.commands import SelectionCommands
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.corner import Corner
from genre_studio.ui.piano_roll.display import RollDisplay
from genre_studio.ui.piano_roll.focused_commands import FocusedCommands
from genre_studio.ui.piano_roll.follow import Following
from genre_studio.ui.piano_roll.framing import look_at_pitches, tick_span
from genre_studio.ui.piano_roll.hover_text import describe
from genre_studio.ui.piano_roll.keyboard_strip import KeyboardStrip, sounding_pitches
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_panel import LanePanel
from genre_studio.ui.piano_roll.looking import Looking
from genre_studio.ui.piano_roll.marks.mark import MarkKind
from genre_studio.ui.piano_roll.note_area import NoteArea
from genre_studio.ui.piano_roll.note_walk import NoteWalk
from genre_studio.ui.piano_roll.placing import place
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, StepCursor, TickRange, with_its_rows
from genre_studio.ui.piano_roll.ruler import Ruler
from genre_studio.ui.piano_roll.scrolling import ScrollBars
from genre_studio.ui.piano_roll.step_input import StepInput
from genre_studio.ui.piano_roll.tools import Tool
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.scroll_strip import ScrollStrip
from genre_studio.ui.theme import Theme


class PianoRoll(QWidget):
    """Shows and edits one track of a document. Positions are ticks.

    Signals:
        note_previewed(int, int): pitch and velocity of a note that should sound briefly.
        region_changed(object): the region (start, end) or None, after the person or the window changed it.
        loop_changed(object): the loop (start, end) or None, after the person or the window changed it.
        located(int): the tick at which playing should go on.
        selection_changed(int): how many notes are selected.
        track_clicked(int): a track whose ghost was double-clicked with Ctrl by the select tool.
        track_shown(): another track is edited than before.
        gesture_ended(): a press on the paper has done what it does.
        said(str): why something that was typed is not taken.
        menu_asked(QPoint): a key asks for the menu of the selection, at a place on the screen.
        hover_described(str): what the pointer is over, for the status line; empty when it has left.
    """

    note_previewed = Signal(int, int)
    region_changed = Signal(object)
    loop_changed = Signal(object)
    located = Signal(int)
    selection_changed = Signal(int)
    track_clicked = Signal(int)
    track_shown = Signal()
    gesture_ended = Signal()
    hover_described = Signal(str)
    said = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        song = document.song
        view = RollView(song, theme, RollCoordinates(song.ppq), track=0 if song.tracks else -1)
        self._model = RollModel(with_its_rows(view, 0), self)
        self.viewport = Viewport(self._model, self)
        self._editor = RollEditor(document, self._model, self)
        self.display = RollDisplay(self._model, self.viewport, self)
        self.looking = Looking(self._model, self.viewport)
        self.commands = SelectionCommands(self._editor)
        self.walk = NoteWalk(self._editor, self.viewport, self)
        self.following = Following(self.viewport, self)
        self._lay_out()
        self.focused = FocusedCommands(self._model, self.commands, self.lanes)
        self._connect()

    # What it shows

    @property
    def song(self) -> Song:
        """The document's song as it is shown."""
        return self._model.view.song

    @property
    def track(self) -> int:
        """The index of the edited track; -1 where there is none."""
        return self._model.view.track

    @property
    def is_drums(self) -> bool:
        """Whether the edited track is a drum track."""
        return self._model.view.is_drums

    @property
    def region(self) -> TickRange | None:
        return self._model.view.region

    @property
    def loop(self) -> TickRange | None:
        return self._model.view.loop

    @property
    def selected_bars(self) -> TickRange | None:
        """The ticks of the bars that hold the selected notes; None where none is selected."""
        view = self._model.view
        return tick_span(view, view.selected) if len(view.selected) else None

    @property
    def has_gesture(self) -> bool:
        """Whether a drag on the paper is under way."""
        return self._area.has_gesture

    @property
    def tool(self) -> Tool:
        return self._area.tool

    @property
    def selection(self) -> frozenset[int]:
        """The ids of the selected notes of the edited track."""
        return frozenset(self._model.view.selected.tolist())

    def paper_x(self, widget: QWidget, x: int) -> int:
        """Where the pixel `x` of another widget of the window stands over the paper; 0 is its left edge."""
        if widget.window() is not self.window():
            return 0
        here = self._area.mapToGlobal(QPoint(0, 0)).x()
        return widget.mapToGlobal(QPoint(x, 0)).x() - here

    def set_track(self, index: int) -> None:
        """Edit another track; what was selected in the one before is not any more."""
        if index == self.track:
            return
        self.cancel_gesture()
        self._editor.select_none()
        self.steps.end()
        was_drums = self.is_drums
        self.display.show_refolded(replace(self._model.view, track=index))
        if self.is_drums != was_drums:  # other rows: none of the old ones could stay
            look_at_pitches(self.viewport, self._model.view)
        self.track_shown.emit()

    def set_region(self, region: TickRange | None) -> None:
        """Mark the ticks [start, end) that a generator may write."""
        if region != self.region:
            self._model.show(replace(self._model.view, region=region))
            self.region_changed.emit(region)

    def set_loop(self, loop: TickRange | None) -> None:
        """Mark the ticks [start, end) that are played over and over."""
        if loop != self.loop:
            self._model.show(replace(self._model.view, loop=loop))
            self.loop_changed.emit(loop)

    def set_playhead(self, tick: int, playing: bool = False) -> None:
        """Where the music is. While it plays, the page turns with it if `following` says so."""
        self._model.show(replace(self._model.view, playhead=tick))
        self.keyboard.show_sounding(sounding_pitches(self._model.view, tick) if playing else ())
        if playing and not self._area.has_gesture:
            self.following.look_at(tick)

    def set_tool(self, tool: Tool) -> None:
        self._area.set_tool(tool)
        self.lanes.area.tool = tool
        self._model.show(replace(self._model.view, shows_velocities=tool is Tool.VELOCITY))

    def type_mark(self, kind: MarkKind, tick: int) -> None:
        """Open a field on the ruler for a marker or a change of meter or tempo at `tick`."""
        self.viewport.reveal_tick(tick)
        self._ruler.marks.type_at(kind, tick)

    @Slot()
    def cancel_gesture(self) -> None:
        """End a drag as if it had never begun."""
        for part in (self._area, self._ruler, self.lanes.area):
            part.cancel_gesture()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a drag, whatever keys a person has chosen; all other keys are the window's."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setAccessibleName("Piano roll")
        model, viewport = self._model, self.viewport
        self._ruler = Ruler(self._document, model, viewport, self)
        self.keyboard = KeyboardStrip(model, viewport, self)
        self._area = NoteArea(model, self._editor, viewport, self)
        self.steps = StepInput(self._editor, model, self)
        self._area.installEventFilter(self.steps)
        lane_editor = LaneEditor(self._document, model, self)
        self.lanes = LanePanel(model, self._editor, lane_editor, viewport, self)
        bars = ScrollBars(model, viewport, self)
        rows: tuple[tuple[QWidget | None, ...], ...] = (
            (Corner(model, "", self), self._ruler),
            (self.keyboard, self._area, bars.down),
            (ScrollStrip(self.lanes.tabs),),
            (self.lanes.corner, self.lanes.area),
            (None, bars.across),
        )
        place(self, rows)
        self.setFocusProxy(self._area)

    def _connect(self) -> None:
        self._editor.note_previewed.connect(self.note_previewed)
        self._editor.track_clicked.connect(self.track_clicked)
        self.keyboard.note_previewed.connect(self.note_previewed)
        self._editor.selection_changed.connect(self.selection_changed)
        self._ruler.region_changed.connect(self.region_changed)
        self._ruler.loop_changed.connect(self.loop_changed)
        self._ruler.located.connect(self.located)
        self._ruler.described.connect(self.hover_described)
        self._ruler.marks.said.connect(self.said)
        self._ruler.marks.typing_ended.connect(self.setFocus)
        self.walk.described.connect(self._area.setAccessibleDescription)
        self._area.menu_asked.connect(self.menu_asked)
        self._area.hovered.connect(self._describe_hover)
        self._area.gesture_ended.connect(self.gesture_ended)
        self.keyboard.key_pressed.connect(self.steps.press)
        self.keyboard.key_released.connect(self.steps.release)
        self._ruler.located.connect(self.steps.locate)
        self.steps.changed.connect(self._look_at_step)
        self.lanes.area.described.connect(self.hover_described)
        self.viewport.resized.connect(self._frame_once)
        self.destroyed.connect(self._document.subscribe(self._show_song))

    def _show_song(self) -> None:
        song, view = self._document.song, self._model.view
        if song is view.song:
            return
        track = min(max(view.track, 0), len(song.tracks) - 1)
        coordinates = view.coordinates
        if song.ppq != coordinates.ppq:
            coordinates = replace(coordinates, ppq=song.ppq)
        self.display.show_refolded(
            replace(view, song=song, track=track, coordinates=coordinates, draft=None, lane_draft=None)
        )
        self._editor.keep_selection_within_song()

    @Slot(object)
    def _describe_hover(self, pointer: Pointer | None) -> None:
        view = self._model.view
        self._model.show(replace(view, hovered_pitch=pointer.pitch if pointer is not None else None))
        self.hover_described.emit(describe(view, pointer) if pointer is not None else "")

    @Slot(object)
    def _look_at_step(self, cursor: StepCursor | None) -> None:
        if cursor is not None:
            self.viewport.reveal_tick(cursor.tick)

    @Slot()
    def _frame_once(self) -> None:
        """The first time there is a size: show the song's beginning, where its notes lie."""
        self.viewport.resized.disconnect(self._frame_once)
        self.looking.look_at_notes()
