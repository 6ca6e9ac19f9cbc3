"""The metronome and the count-in: what is on, where it clicks, and the buttons that say so."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.playback.messages import OutputKind
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.panels.transport_bar import TransportBar
from genre_studio.ui.playing import Playing

MOST_COUNT_IN_BARS = 2
_MAIN_TITLE = "Where the music goes"


class MetronomeDesk(QObject):
    """Signals: said(str): what is on now."""

    said = Signal(str)

    def __init__(self, playing: Playing, transport: TransportBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._playing, self._transport, self._window = playing, transport, parent
        self.is_on = False
        self.output_id = ""
        self.ticks = ActionTicks(lambda: {"toggle_metronome": self.is_on}, self)
        self._show()

    @property
    def count_in_bars(self) -> int:
        return self._playing.count_in_bars

    def restore(self, is_on: bool, output_id: str, count_in_bars: int) -> None:
        """As it was when the studio was closed."""
        self.is_on, self.output_id = is_on, output_id
        self._playing.count_in_bars = min(max(count_in_bars, 0), MOST_COUNT_IN_BARS)
        self._show()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "toggle_metronome": self.toggle,
            "count_in": self.change_count_in,
            "click_output": self.offer_outputs,
        }

    @Slot()
    def toggle(self) -> None:
        self.is_on = not self.is_on
        self._show()
        self.said.emit("The metronome is on." if self.is_on else "The metronome is off.")

    @Slot()
    def change_count_in(self) -> None:
        """None, one bar, two bars, none."""
        bars = (self.count_in_bars + 1) % (MOST_COUNT_IN_BARS + 1)
        self._playing.count_in_bars = bars
        self._show()
        self.said.emit(f"Playing begins {count_in_text(bars)}.")

    @Slot()
    def offer_outputs(self) -> None:
        """A menu of the outputs, under the metronome's button."""
        menu = QMenu(self._window)
        for id, title in self._choices():
            action = menu.addAction(title)
            action.setData(id)
            action.setCheckable(True)
            action.setChecked(id == self.output_id)
        menu.triggered.connect(self._choose)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._transport.buttons["toggle_metronome"]
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def choose_output(self, output_id: str) -> None:
        """Click there from now on; an empty id: where the music goes."""
        self.output_id = output_id
        self._show()
        title = dict(self._choices()).get(output_id, output_id)
        self.said.emit(f"The metronome clicks here: {title}.")

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.choose_output(str(action.data()))

    def _choices(self) -> list[tuple[str, str]]:
        usable = (OutputKind.SYNTH, OutputKind.PORT, OutputKind.VIRTUAL)
        found = [(output.id, output.title) for output in self._playing.outputs if output.kind in usable]
        return [("", _MAIN_TITLE), *found]

    def _show(self) -> None:
        self._playing.set_metronome(self.is_on, self.output_id)
        self._transport.show_metronome(self.is_on, self.count_in_bars)
        self.ticks.show()


def count_in_text(bars: int) -> str:
    return ("at once", "after a count-in of one bar", "after a count-in of two bars")[bars]
