"""The piano roll: ruler, keyboard, paper and velocity lane as one widget over a document."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll.commands import SelectionCommands
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.corner import Corner
from genre_studio.ui.piano_roll.follow import Follow, follow_playhead
from genre_studio.ui.piano_roll.framing import first_look, look_at_pitches, pitch_span, tick_span
from genre_studio.ui.piano_roll.hand_rules import HandRules
from genre_studio.ui.piano_roll.hover_text import describe
from genre_studio.ui.piano_roll.keyboard_strip import KeyboardStrip, sounding_pitches
from genre_studio.ui.piano_roll.keys import command_of
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_panel import LanePanel
from genre_studio.ui.piano_roll.marks.mark import MarkKind
from genre_studio.ui.piano_roll.note_area import NoteArea
from genre_studio.ui.piano_roll.note_look import NoteLook
from genre_studio.ui.piano_roll.note_walk import NoteWalk
from genre_studio.ui.piano_roll.placing import place
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, StepCursor, TickRange, with_its_rows
from genre_studio.ui.piano_roll.ruler import Ruler
from genre_studio.ui.piano_roll.scrolling import ScrollBars
from genre_studio.ui.piano_roll.snapping import Grid, Snapping
from genre_studio.ui.piano_roll.step_input import StepInput
from genre_studio.ui.piano_roll.tools import Tool
from genre_studio.ui.piano_roll.viewport import ZOOM_STEP, Place, Viewport
from genre_studio.ui.scroll_strip import ScrollStrip
from genre_studio.ui.theme import Theme

_NOTCH_PX = 64.0


class PianoRoll(QWidget):
    """Shows and edits one track of a document. Positions are ticks.

    Signals:
        note_previewed(int, int): pitch and velocity of a note that should sound briefly.
        region_changed(object): the region (start, end) or None, after the person or the window changed it.
        loop_changed(object): the loop (start, end) or None, after the person or the window changed it.
        located(int): the tick at which playing should go on.
        selection_changed(int): how many notes are selected.
        track_clicked(int): a track whose ghost was double-clicked with Ctrl by the select tool.
        scrolled(): other ticks show than before; read `visible_ticks`.
        look_changed(object): a NoteLook, after it or the rules of the hand changed.
        track_shown(): another track is edited than before.
        gesture_ended(): a press on the paper has done what it does.
        grid_changed(object): a Grid, after it changed.
        follow_changed(): the view goes with the music in another way.
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
    scrolled = Signal()
    look_changed = Signal(object)
    track_shown = Signal()
    gesture_ended = Signal()
    grid_changed = Signal(object)
    hover_described = Signal(str)
    said = Signal(str)
    menu_asked = Signal(QPoint)
    follow_changed = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        song = document.song
        view = RollView(song, theme, RollCoordinates(song.ppq), track=0 if song.tracks else -1)
        self._model = RollModel(with_its_rows(view, 0), self)
        self._viewport = Viewport(self._model, self)
        self._editor = RollEditor(document, self._model, self)
        self.commands = SelectionCommands(self._editor)
        self.walk = NoteWalk(self._editor, self._viewport, self)
        self._follow = Follow.PAGE
        self._lay_out()
        self._connect()

    # What it shows

    @property
    def theme(self) -> Theme:
        return self._model.view.theme

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
    def snapping(self) -> Snapping:
        """The grid as it stands at this zoom, under the song's meters."""
        return self._model.view.snapping

    @property
    def grid(self) -> Grid:
        return self._model.view.grid

    @property
    def tool(self) -> Tool:
        return self._area.tool

    @property
    def selection(self) -> frozenset[int]:
        """The ids of the selected notes of the edited track."""
        return frozenset(self._model.view.selected.tolist())

    @property
    def paper_width(self) -> int:
        """The width in pixels of the area on which notes are drawn."""
        return self._viewport.size.width()

    def visible_ticks(self, width: int, first: int = 0) -> TickRange:
        """The ticks over `width` pixels from the pixel `first` of the paper, for what shares its axis."""
        coordinates = self._model.view.coordinates
        return round(coordinates.tick_at(first)), round(coordinates.tick_at(first + width))

    def paper_x(self, widget: QWidget, x: int) -> int:
        """Where the pixel `x` of another widget of the window stands over the paper; 0 is its left edge."""
        if widget.window() is not self.window():
            return 0
        here = self._area.mapToGlobal(QPoint(0, 0)).x()
        return widget.mapToGlobal(QPoint(x, 0)).x() - here

    def set_theme(self, theme: Theme) -> None:
        self._model.show(replace(self._model.view, theme=theme))

    def set_track(self, index: int) -> None:
        """Edit another track; what was selected in the one before is not any more."""
        if index == self.track:
            return
        self.cancel_gesture()
        self._editor.select_none()
        self.steps.end()
        was_drums = self.is_drums
        self._show_refolded(replace(self._model.view, track=index))
        if self.is_drums != was_drums:  # other rows: none of the old ones could stay
            look_at_pitches(self._viewport, self._model.view)
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
        """Where the music is. While it plays, the page turns with it if `set_follow` says so."""
        self._model.show(replace(self._model.view, playhead=tick))
        self._keyboard.show_sounding(sounding_pitches(self._model.view, tick) if playing else ())
        if playing and not self._area.has_gesture:
            follow_playhead(self._viewport, tick, self._follow)

    @property
    def follow(self) -> Follow:
        """How the view goes with the music."""
        return self._follow

    def set_follow(self, follow: Follow) -> None:
        if follow is not self._follow:
            self._follow = follow
            self.follow_changed.emit()

    @Slot(object)
    def show_incoming(self, pitches: Collection[int]) -> None:
        """Light the keys that are held on a MIDI keyboard: these, and no others."""
        self._keyboard.show_incoming(pitches)

    def set_proposal(
        self, notes_by_track: Mapping[int, Notes] | None, region: TickRange | None = None
    ) -> None:
        """Show a take's notes translucent over the song, until they are kept or None is set.

        What would make way for them in `region` is shown faint.
        """
        proposal = dict(notes_by_track) if notes_by_track is not None else None
        self._model.show(replace(self._model.view, proposal=proposal, proposal_region=region))

    def set_tool(self, tool: Tool) -> None:
        self._area.set_tool(tool)
        self.lanes.area.tool = tool
        self._model.show(replace(self._model.view, shows_velocities=tool is Tool.VELOCITY))

    def set_grid(self, grid: Grid) -> None:
        if grid != self.grid:
            self._model.show(replace(self._model.view, grid=grid))
            self.grid_changed.emit(grid)

    @property
    def scale(self) -> Scale | None:
        return self._model.view.scale

    def set_scale(self, scale: Scale | None) -> None:
        """The scale to tint, to fold to and to hold notes in."""
        if scale != self.scale:
            self._show_refolded(replace(self._model.view, scale=scale))

    @property
    def rules(self) -> HandRules:
        return self._model.view.rules

    def set_rules(self, rules: HandRules) -> None:
        """What drawn and moved notes are held to from now on."""
        if rules != self.rules:
            self._model.show(replace(self._model.view, rules=rules))
            self.look_changed.emit(self.look)

    @property
    def look(self) -> NoteLook:
        return self._model.view.look

    def set_look(self, look: NoteLook) -> None:
        """Show notes in another way; what lies in the middle stays there."""
        if look == self.look:
            return
        refolds = look.fold is not self.look.fold
        self._show_refolded(replace(self._model.view, look=look))
        if refolds:
            self._viewport.fit_rows()
        self.look_changed.emit(look)

    # What it does to the selection

    @Slot()
    def select_all(self) -> None:
        if self.lanes.takes_commands:
            self.lanes.select_all()
        else:
            self.commands.select_all()

    @Slot()
    def select_none(self) -> None:
        if self.lanes.has_points:
            self.lanes.select_none()
        else:
            self._editor.select_none()

    @Slot()
    def delete_selection(self) -> None:
        if self.lanes.has_points:
            self.lanes.delete()
        else:
            self.commands.delete()

    @Slot(int)
    def nudge_selection(self, steps: int) -> None:
        """By grid steps, to the left where negative: notes, or points of a lane that has the focus."""
        if self.lanes.has_points:
            self.lanes.shift(steps * self._model.view.snapping.step, 0)
        else:
            self.commands.nudge(steps)

    @Slot(int)
    def lengthen_selection(self, steps: int) -> None:
        self.commands.lengthen(steps)

    @Slot(int)
    def climb(self, steps: int) -> None:
        """Move the notes by steps of the scale they are held in, or by rows; or raise the lane's points."""
        if self.lanes.has_points:
            self.lanes.raise_values(steps)
        else:
            self.commands.climb(steps)

    @Slot(int)
    def transpose_selection(self, semitones: int) -> None:
        """The notes; or the values of the lane's points while it has the focus, an octave for a tenth."""
        if self.lanes.has_points:
            self.lanes.raise_values(semitones)
        else:
            self.commands.transpose(semitones)

    @Slot()
    def duplicate_selection(self) -> None:
        self.commands.duplicate()

    @Slot()
    def quantize_selection(self) -> None:
        self.commands.quantize()

    @Slot()
    def toggle_lock(self) -> None:
        self.commands.toggle_locked()

    def type_mark(self, kind: MarkKind, tick: int) -> None:
        """Open a field on the ruler for a marker or a change of meter or tempo at `tick`."""
        self._viewport.reveal_tick(tick)
        self._ruler.marks.type_at(kind, tick)

    @Slot()
    def cancel_gesture(self) -> None:
        """End a drag as if it had never begun."""
        for part in (self._area, self._ruler, self.lanes.area):
            part.cancel_gesture()

    # What it looks at

    @Slot()
    def zoom_to_content(self) -> None:
        """Show all of the song, and the pitches of the edited track."""
        view = self._model.view
        self._viewport.remember()
        self._viewport.show_range(tick_span(view), pitch_span(view))

    @Slot()
    def zoom_to_selection(self) -> None:
        """Show the selected notes; all of the song where none is selected."""
        view = self._model.view
        if len(view.selected):
            self._viewport.remember()
            self._viewport.show_range(tick_span(view, view.selected), pitch_span(view, view.selected))
        else:
            self.zoom_to_content()

    @Slot()
    def zoom_in(self) -> None:
        self._viewport.zoom_x(ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        self._viewport.zoom_x(1 / ZOOM_STEP)

    def turn(self, notches: float, x: float, *, zooms: bool) -> None:
        """Zoom round `x` pixels from the paper's left edge by notches of a wheel, or scroll sideways."""
        if zooms:
            self._viewport.zoom_x(ZOOM_STEP**notches, x)
        else:
            self._viewport.scroll_by(-notches * _NOTCH_PX, 0)

    @Slot()
    def zoom_back(self) -> None:
        """Look again at what was looked at before the last zoom."""
        self._viewport.go_back()

    def zoom_rows(self, steps: int) -> None:
        """Rows taller by steps of two pixels; lower where negative."""
        self._viewport.zoom_y(steps)

    def turn_pages(self, pages: int) -> None:
        """Scroll by so many widths of the view, back where negative."""
        self._viewport.scroll_by(pages * self._viewport.size.width(), 0)

    def look_at(self, tick: int) -> None:
        """Scroll so that `tick` shows."""
        self._viewport.reveal_tick(tick)

    def look_at_notes(self) -> None:
        """Scroll to the song's beginning and to where the edited track's notes lie."""
        first_look(self._viewport, self._model.view)

    @property
    def place(self) -> Place:
        """The zoom and what has been scrolled away, to come back to."""
        now = self._model.view.coordinates
        return Place(now.beat_px, now.row_px, now.scroll_x, now.scroll_y)

    def look_from(self, place: Place) -> None:
        """Zoom and scroll to where it was left; nearer where the song or the window has shrunk."""
        self._viewport.look_from(place)

    def few_selected(self, most: int) -> tuple[int, ...]:
        """The selected ids in order; none where there are more than `most`. Cheap however many there are."""
        selected = self._model.view.selected
        return tuple(selected.tolist()) if len(selected) <= most else ()

    def select(self, ids: Iterable[int]) -> None:
        """Select those notes of the edited track that have these ids, and no others."""
        self._editor.select(list(ids))
        self._editor.keep_selection_within_song()

    def show_ticks(self, ticks: TickRange) -> None:
        """Zoom and scroll so that these ticks [start, end) fill the width."""
        self._viewport.show_ticks(ticks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of(event.keyCombination())
        if command is not None:
            command(self.commands)
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel_gesture()
            self.select_none()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setAccessibleName("Piano roll")
        model, viewport = self._model, self._viewport
        self._ruler = Ruler(self._document, model, viewport, self)
        self._keyboard = KeyboardStrip(model, viewport, self)
        self._area = NoteArea(model, self._editor, viewport, self)
        self.steps = StepInput(self._editor, model, self)
        self._area.installEventFilter(self.steps)
        lane_editor = LaneEditor(self._document, model, self)
        self.lanes = LanePanel(model, self._editor, lane_editor, viewport, self)
        bars = ScrollBars(model, viewport, self)
        rows: tuple[tuple[QWidget | None, ...], ...] = (
            (Corner(model, "", self), self._ruler),
            (self._keyboard, self._area, bars.down),
            (ScrollStrip(self.lanes.tabs),),
            (self.lanes.corner, self.lanes.area),
            (None, bars.across),
        )
        place(self, rows)
        self.setFocusProxy(self._area)

    def _connect(self) -> None:
        self._editor.note_previewed.connect(self.note_previewed)
        self._editor.track_clicked.connect(self.track_clicked)
        self._keyboard.note_previewed.connect(self.note_previewed)
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
        self._keyboard.key_pressed.connect(self.steps.press)
        self._keyboard.key_released.connect(self.steps.release)
        self._ruler.located.connect(self.steps.locate)
        self.steps.changed.connect(self._look_at_step)
        self.lanes.area.described.connect(self.hover_described)
        self._viewport.resized.connect(self._frame_once)
        self._model.changed.connect(self._tell_scroll)
        self.destroyed.connect(self._document.subscribe(self._show_song))

    def _show_song(self) -> None:
        song, view = self._document.song, self._model.view
        if song is view.song:
            return
        track = min(max(view.track, 0), len(song.tracks) - 1)
        coordinates = view.coordinates
        if song.ppq != coordinates.ppq:
            coordinates = replace(coordinates, ppq=song.ppq)
        self._show_refolded(
            replace(view, song=song, track=track, coordinates=coordinates, draft=None, lane_draft=None)
        )
        self._editor.keep_selection_within_song()

    def _show_refolded(self, view: RollView) -> None:
        self._model.show(with_its_rows(view, self._viewport.size.height() / 2))
        self._viewport.scroll_by(0, 0)  # fewer rows may leave less to scroll

    @Slot(object)
    def _tell_scroll(self, changed: frozenset[str]) -> None:
        if "across" in changed:
            self.scrolled.emit()

    @Slot(object)
    def _describe_hover(self, pointer: Pointer | None) -> None:
        view = self._model.view
        self._model.show(replace(view, hovered_pitch=pointer.pitch if pointer is not None else None))
        self.hover_described.emit(describe(view, pointer) if pointer is not None else "")

    @Slot(object)
    def _look_at_step(self, cursor: StepCursor | None) -> None:
        if cursor is not None:
            self._viewport.reveal_tick(cursor.tick)

    @Slot()
    def _frame_once(self) -> None:
        """The first time there is a size: show the song's beginning, where its notes lie."""
        self._viewport.resized.disconnect(self._frame_once)
        self.look_at_notes()
