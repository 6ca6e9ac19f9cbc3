"""The hand on the ruler's marks: adds, types, drags and removes them, each one named edit."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.music.document import Document
from genre_studio.music.timing import Tempo
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.layers.marks_layer import MARKS_HEIGHT, mark_boxes
from genre_studio.ui.piano_roll.marks.mark import (
    Mark,
    MarkBox,
    MarkKind,
    mark_at,
    marks_of,
    meter_text,
    tempo_text,
)
from genre_studio.ui.piano_roll.marks.mark_entry import (
    EntryError,
    NamedSong,
    changed,
    entered,
    moved,
    removed,
)
from genre_studio.ui.piano_roll.marks.mark_field import MarkField
from genre_studio.ui.piano_roll.marks.mark_gesture import MarkGesture
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.theme import UNIT

_FIELD_WIDTH = 16 * UNIT
_TITLES = {MarkKind.MARKER: "Marker", MarkKind.METER: "Meter change", MarkKind.TEMPO: "Tempo change"}


class MarkEditor(QObject):
    """Works on the ruler `holder`.

    Signals:
        said(str): why what was typed is not taken.
        located(int): the tick of a marker that was clicked.
        typing_ended(): the field has gone with the focus, which should go home.
    """

    said = Signal(str)
    located = Signal(int)
    typing_ended = Signal()

    def __init__(self, document: Document, model: RollModel, holder: QWidget) -> None:
        super().__init__(holder)
        self._document, self._model, self._holder = document, model, holder
        self._field: MarkField | None = None
        self._end_typing: Callable[[str], NamedSong] | None = None

    @property
    def field(self) -> MarkField | None:
        """The field in which a mark is typed now, if one is."""
        return self._field

    def box_at(self, pointer: Pointer) -> MarkBox | None:
        """The mark under the pointer, if it is in the row of marks."""
        if not 0 <= pointer.y < MARKS_HEIGHT:
            return None
        return mark_at(mark_boxes(self._model.view, self._holder.width()), pointer.x)

    def press(self, pointer: Pointer) -> Gesture | None:
        box = self.box_at(pointer)
        return MarkGesture(self._model, box.mark, pointer, self._move, self._click) if box else None

    def double_press(self, pointer: Pointer) -> None:
        """Type what stands under the pointer anew, or a marker where nothing does."""
        box = self.box_at(pointer)
        if box is None:
            self.type_at(MarkKind.MARKER, self._tick_at(pointer))
        else:
            self._type_mark(box.mark)

    def type_at(self, kind: MarkKind, tick: int) -> None:
        """Type a mark at a tick: the one of this kind that stands there, or a new one."""
        if kind is MarkKind.METER:
            tick = self._document.song.meter_map.bar_start_at(tick)
        standing = [m for m in marks_of(self._document.song) if (m.kind, m.tick) == (kind, tick)]
        if standing:
            self._type_mark(standing[0])
            return
        self._open(kind, tick, self._proposed(kind, tick), lambda text: self._entered(kind, tick, text))

    def remove(self, mark: Mark) -> None:
        self._apply(lambda: removed(self._document.song, mark))

    def menu(self, pointer: Pointer) -> QMenu:
        """What can be done with the mark under the pointer, or at its place."""
        menu, box = QMenu(self._holder), self.box_at(pointer)
        if box is not None:
            title = "Rename" if box.mark.kind is MarkKind.MARKER else "Change"
            menu.addAction(f"{title}…").triggered.connect(lambda _=False: self._type_mark(box.mark))
            delete = menu.addAction("Remove")
            delete.triggered.connect(lambda _=False: self.remove(box.mark))
            delete.setEnabled(not box.mark.is_fixed)
            menu.addSeparator()
        for kind, tick in self._places(pointer).items():
            action = menu.addAction(f"{_TITLES[kind]} here…")
            action.triggered.connect(lambda _=False, kind=kind, tick=tick: self.type_at(kind, tick))
        return menu

    def describe(self, pointer: Pointer) -> str:
        box = self.box_at(pointer)
        if box is None:
            return "Double-click to add a marker"
        return f"{box.mark.kind.value.capitalize()} {box.mark.text}"

    def _places(self, pointer: Pointer) -> dict[MarkKind, int]:
        bar = self._document.song.meter_map.bar_start_at(max(0, round(pointer.tick)))
        return {MarkKind.MARKER: self._tick_at(pointer), MarkKind.TEMPO: bar, MarkKind.METER: bar}

    def _tick_at(self, pointer: Pointer) -> int:
        snapping = self._model.view.snapping
        return max(0, round(pointer.tick)) if pointer.is_free else snapping.nearest(pointer.tick)

    def _proposed(self, kind: MarkKind, tick: int) -> str:
        song = self._document.song
        if kind is MarkKind.MARKER:
            return f"Marker {len(song.markers) + 1}"
        if kind is MarkKind.METER:
            return meter_text(song.meter_map.meter_at(tick))
        return tempo_text(Tempo(tick, song.tempo_map.tempo_us_at(tick)))

    def _type_mark(self, mark: Mark) -> None:
        self._open(mark.kind, mark.tick, mark.text, lambda text: self._changed(mark, text))

    def _open(self, kind: MarkKind, tick: int, text: str, end: Callable[[str], NamedSong]) -> None:
        self.end_typing()
        self._end_typing = end
        self._field = MarkField(text, _TITLES[kind], self._holder)
        self._field.ended.connect(self._take)
        left = round(self._model.view.coordinates.x_at(tick))
        left = min(max(left, 0), max(0, self._holder.width() - _FIELD_WIDTH))
        self._field.setGeometry(QRect(left, 0, _FIELD_WIDTH, MARKS_HEIGHT + 4))
        self._field.show()
        self._field.setFocus()

    def end_typing(self) -> None:
        """Give up what is being typed, if anything is."""
        self._end_typing = None
        self._take(None)

    @Slot(object)
    def _take(self, text: str | None) -> None:
        field, self._field = self._field, None
        end, self._end_typing = self._end_typing, None
        if field is None:
            return
        had_focus = field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_focus:
            self.typing_ended.emit()
        if text is not None and end is not None:
            self._apply(lambda: end(text))

    def _entered(self, kind: MarkKind, tick: int, text: str) -> NamedSong:
        song = self._document.song
        return entered(song, kind, tick, text) if text else ("", song)

    def _changed(self, mark: Mark, text: str) -> NamedSong:
        song = self._document.song
        return changed(song, mark, text) if text != mark.text else ("", song)

    def _move(self, mark: Mark, tick: int) -> None:
        self._apply(lambda: moved(self._document.song, mark, tick))

    def _click(self, mark: Mark) -> None:
        if mark.kind is MarkKind.MARKER:
            self._model.show(replace(self._model.view, playhead=mark.tick))
            self.located.emit(mark.tick)

    def _apply(self, edit: Callable[[], NamedSong]) -> None:
        try:
            name, song = edit()
        except EntryError as error:
            self.said.emit(str(error))
        else:
            self._document.apply(name, song)

    def offer_menu(self, pointer: Pointer, at: QPoint) -> None:
        menu = self.menu(pointer)
        menu.exec(at)
        menu.deleteLater()
