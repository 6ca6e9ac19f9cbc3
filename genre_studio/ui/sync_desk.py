"""MIDI in, thru, clock in and out, Link: what is chosen, and what the window says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.music.document import Document
from genre_studio.playback.live_messages import (
    ALL_INPUTS,
    Input,
    InputHeard,
    InputsChanged,
    SetClockOutputs,
    SetInputs,
    SetSync,
    SetThru,
    SyncSource,
    SyncState,
)
from genre_studio.playback.messages import OutputKind
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.panels.engine_lights import EngineLights
from genre_studio.ui.panels.live_status import LiveStatus
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing

_SOURCES = {
    SyncSource.INTERNAL: "Our own tempo",
    SyncSource.CLOCK: "MIDI clock that comes in",
    SyncSource.LINK: "Ableton Link",
}
_MAIN_TITLE = "Where the music goes"


@dataclass(frozen=True, slots=True)
class LiveChoices:
    """What a person chose, remembered from one start to the next."""

    input_ids: tuple[str, ...] = (ALL_INPUTS,)
    clock_output_ids: tuple[str, ...] = ()
    thru: bool = True
    source: SyncSource = SyncSource.INTERNAL

    @property
    def inputs_text(self) -> str:
        """As settings keep it: an id a line."""
        return "\n".join(self.input_ids)

    @property
    def clock_outputs_text(self) -> str:
        """The same, each line ended, because the main output's id is empty."""
        return "".join(f"{id}\n" for id in self.clock_output_ids)

    @staticmethod
    def remembered(inputs: str, clock_outputs: str, thru: bool, source: str) -> "LiveChoices":
        """From what settings kept; a source that there is none of is our own tempo."""
        input_ids = tuple(inputs.split("\n")) if inputs else ()
        known = SyncSource(source) if source in set(SyncSource) else SyncSource.INTERNAL
        return LiveChoices(input_ids, tuple(clock_outputs.split("\n")[:-1]), thru, known)


class SyncDesk(QObject):
    """Signals: said(str): what is chosen now."""

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        roll: PianoRoll,
        playing: Playing,
        status: LiveStatus,
        lights: EngineLights,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._playing = document, roll, playing
        self._status, self._lights, self._window = status, lights, parent
        self.choices = LiveChoices()
        self._state = SyncState(SyncSource.INTERNAL, 0.0, 0, is_heard=False)
        self._inputs: tuple[Input, ...] = ()
        self._thru: SetThru | None = None
        self._held: set[int] = set()
        self.ticks = ActionTicks(lambda: {"thru": self.choices.thru}, self)
        playing.live_said.connect(self._hear)
        playing.engine_lost.connect(self._let_go)
        self._show()

    def start(self) -> None:
        """The engine was started: tell it what is chosen."""
        self._playing.send_live(SetInputs(self.choices.input_ids))
        self._playing.send_live(SetClockOutputs(self.choices.clock_output_ids))
        if self.source is not SyncSource.INTERNAL:
            self._playing.set_sync(SetSync(self.source))
        self._thru = None
        self.follow_track()

    @property
    def source(self) -> SyncSource:
        """Who beats the time."""
        return self.choices.source

    def restore(self, choices: LiveChoices) -> None:
        """As it was when the studio was closed."""
        self.choices = choices
        self._state = SyncState(choices.source, 0.0, 0, is_heard=False)
        self._show()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "thru": self.toggle_thru,
            "choose_inputs": self.offer_inputs,
            "choose_sync": self.offer_sources,
            "choose_clock_outputs": self.offer_clock_outputs,
        }

    @Slot()
    def follow_track(self) -> None:
        """Let what is played sound as the track that the roll shows."""
        tracks, index = self._document.song.tracks, self._roll.track
        thru = SetThru(False)
        if self.choices.thru and 0 <= index < len(tracks):
            track = tracks[index]
            thru = SetThru(True, track.channel, track.program, track.output_id)
        if thru != self._thru:
            self._thru = thru
            self._playing.send_live(thru)

    @Slot()
    def toggle_thru(self) -> None:
        self.choices = replace(self.choices, thru=not self.choices.thru)
        self.ticks.show()
        self.follow_track()
        on = self.choices.thru
        self.said.emit("What you play sounds as the shown track." if on else "What you play is not sounded.")

    def choose_inputs(self, ids: tuple[str, ...]) -> None:
        """Play and record from these inputs from now on."""
        self.choices = replace(self.choices, input_ids=ids)
        self._playing.send_live(SetInputs(ids))
        self._show()
        self.said.emit(f"MIDI comes in from: {self._inputs_text()}.")

    def choose_source(self, source: SyncSource, input_id: str = "") -> None:
        """Follow this beat from now on."""
        self.choices = replace(self.choices, source=source)
        self._state = SyncState(source, 0.0, 0, is_heard=False)
        self._playing.set_sync(SetSync(source, input_id))
        self._show()
        words = {
            SyncSource.INTERNAL: "The studio keeps its own time.",
            SyncSource.CLOCK: "The song starts, stops and runs with the MIDI clock that comes in.",
            SyncSource.LINK: "The song starts on the bar of the Link session, in its tempo.",
        }
        self.said.emit(words[source])

    def choose_clock_outputs(self, ids: tuple[str, ...]) -> None:
        """Send MIDI clock to these outputs from now on."""
        self.choices = replace(self.choices, clock_output_ids=ids)
        self._playing.send_live(SetClockOutputs(ids))
        self._show()
        titles = dict(self._clock_choices())
        names = ", ".join(titles.get(id, id) for id in ids)
        self.said.emit(f"MIDI clock goes to: {names}." if ids else "MIDI clock is sent nowhere.")

    def offer_inputs(self) -> None:
        _popup(self.inputs_menu(), self._status.inputs)

    def offer_sources(self) -> None:
        _popup(self.sources_menu(), self._status.sync)

    def offer_clock_outputs(self) -> None:
        _popup(self.clock_outputs_menu(), self._status.sync)

    def inputs_menu(self) -> QMenu:
        """The inputs there are, and whether what is played is heard."""
        choices = [(ALL_INPUTS, "All inputs"), *((each.id, each.title) for each in self._inputs)]
        menu = self._menu()
        _fill(menu, "input", choices, self.choices.input_ids)
        menu.addSeparator()
        _fill(menu, "thru", [("", "Hear what is played")], ("",) if self.choices.thru else ())
        return menu

    def sources_menu(self) -> QMenu:
        """Who may beat the time, and the outputs that hear our clock."""
        menu = self._menu()
        _fill(menu, "source", [(str(s), title) for s, title in _SOURCES.items()], (str(self.source),))
        menu.addSeparator()
        menu.addAction("Send MIDI clock to:").setEnabled(False)
        _fill(menu, "clock", self._clock_choices(), self.choices.clock_output_ids)
        return menu

    def clock_outputs_menu(self) -> QMenu:
        """The outputs that may hear our clock."""
        menu = self._menu()
        _fill(menu, "clock", self._clock_choices(), self.choices.clock_output_ids)
        return menu

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        """An entry of one of the menus, which carries what it is of and its id."""
        of, _, id = str(action.data()).partition(":")
        match of:
            case "input":
                others = () if id == ALL_INPUTS else self.choices.input_ids
                self.choose_inputs(_toggled(others, id, action.isChecked(), never=ALL_INPUTS))
            case "clock":
                self.choose_clock_outputs(_toggled(self.choices.clock_output_ids, id, action.isChecked()))
            case "source":
                self.choose_source(SyncSource(id))
            case "thru":
                self.toggle_thru()

    @Slot(object)
    def _hear(self, event: object) -> None:
        match event:
            case InputHeard(heard):
                self._lights.show_input()
                self._show_keys(heard)
            case InputsChanged(inputs, _):
                self._inputs = inputs
                self._show()
            case SyncState():
                self.choices, self._state = replace(self.choices, source=event.source), event
                self._show()

    def _show_keys(self, heard: Sequence[bytes]) -> None:
        """Light the keys that a hand holds, and write them where step input is on."""
        for message in heard:
            kind = message[0] & 0xF0
            if kind == 0x90 and message[2]:
                self._held.add(message[1])
                self._roll.steps.press(message[1], message[2])
            elif kind in (0x80, 0x90):
                self._held.discard(message[1])
                self._roll.steps.release(message[1])
        self._roll.keyboard.show_incoming(frozenset(self._held))

    @Slot()
    def _let_go(self) -> None:
        self._held.clear()
        self._roll.keyboard.show_incoming(frozenset())

    def _show(self) -> None:
        self._status.show_inputs(f"In: {self._inputs_text()}")
        text, tip = sync_text(self._state)
        clock = " · clock out" if self.choices.clock_output_ids else ""
        self._status.show_sync(f"Sync: {text}{clock}", tip)
        self.ticks.show()

    def _inputs_text(self) -> str:
        ids = self.choices.input_ids
        if ALL_INPUTS in ids:
            return "all inputs"
        titles = {each.id: each.title for each in self._inputs}
        names = [titles.get(id, id) for id in ids]
        return names[0] if len(names) == 1 else (f"{len(names)} inputs" if names else "no input")

    def _clock_choices(self) -> list[tuple[str, str]]:
        usable = (OutputKind.PORT, OutputKind.VIRTUAL)
        found = [(output.id, output.title) for output in self._playing.outputs if output.kind in usable]
        return [("", _MAIN_TITLE), *found]

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.triggered.connect(self._choose)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu


def _fill(menu: QMenu, of: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
    for id, title in choices:
        action = menu.addAction(title)
        action.setData(f"{of}:{id}")
        action.setCheckable(True)
        action.setChecked(id in chosen)


def _popup(menu: QMenu, button: QWidget) -> None:
    """Above its button, which stands at the bottom of the window."""
    menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _toggled(ids: tuple[str, ...], id: str, is_on: bool, never: str = "\0") -> tuple[str, ...]:
    """The ids with one put in or taken out; `never` goes where it is not the one."""
    others = tuple(each for each in ids if each not in (id, never))
    return (*others, id) if is_on else others


def sync_text(state: SyncState) -> tuple[str, str]:
    """How the beat that is followed does: a few words, and a sentence."""
    match state.source:
        case SyncSource.CLOCK if state.is_heard:
            return f"clock {state.bpm:.1f}", f"A MIDI clock comes in at {state.bpm:.2f} beats a minute"
        case SyncSource.CLOCK:
            return "clock, none yet", "No MIDI clock comes in; start it in the other program"
        case SyncSource.LINK if state.is_heard:
            peers = "1 peer" if state.peers == 1 else f"{state.peers} peers"
            return f"Link {state.bpm:.1f} · {peers}", f"Ableton Link: {peers}, {state.bpm:.2f} beats a minute"
        case SyncSource.LINK:
            return "Link, joining", "Joining the Ableton Link session of this network"
    return "own", "The studio keeps its own time"
