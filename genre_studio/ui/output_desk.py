"""Where the music can go, as the window shows it, and how much earlier each output is sent to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.playback.port_names import title_of
from genre_studio.ui.panels.lead_dialog import MOST_LEAD_MS, LeadDialog
from genre_studio.ui.panels.track_inspector import TrackInspector
from genre_studio.ui.panels.transport_bar import TransportBar
from genre_studio.ui.playing import Playing

_USABLE = (OutputKind.SYNTH, OutputKind.PORT, OutputKind.VIRTUAL)


class OutputDesk(QObject):
    """Signals: said(str): what is set now."""

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        playing: Playing,
        transport: TransportBar,
        inspector: TrackInspector,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._playing, self._window = document, playing, parent
        self._transport, self._inspector = transport, inspector
        self._outputs: tuple[Output, ...] = ()
        self.current_id = ""
        self.leads_ms: dict[str, float] = {}  # of those that are sent to earlier (or later) than others
        playing.outputs_changed.connect(self.show_outputs)

    def restore(self, leads_ms: Mapping[str, object]) -> None:
        """As it was when the studio was closed."""
        numbers = {id: float(ms) for id, ms in leads_ms.items() if isinstance(ms, int | float) and ms}
        self.leads_ms = {id: min(max(ms, -MOST_LEAD_MS), MOST_LEAD_MS) for id, ms in numbers.items()}
        self._tell()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"output_leads": self.ask_leads}

    @Slot(object, str)
    def show_outputs(self, outputs: Sequence[Output], current: str) -> None:
        self._outputs, self.current_id = tuple(outputs), current
        self._show()

    @Slot()
    def ask_leads(self) -> LeadDialog:
        """Offer the outputs that there are, or that the song uses, with a number for each."""
        dialog = LeadDialog(self._choices(), self.leads_ms, self._window)
        dialog.lead_set.connect(self.set_lead)
        dialog.open()  # returns at once: one hears what one turns
        return dialog

    @Slot(str, float)
    def set_lead(self, output_id: str, lead_ms: float) -> None:
        """Send to an output so much earlier than it should sound; negative is later."""
        others = {id: ms for id, ms in self.leads_ms.items() if id != output_id}
        self.leads_ms = others | ({output_id: lead_ms} if lead_ms else {})
        self._tell()
        self._show()
        title = dict(self._choices()).get(output_id, title_of(output_id))
        self.said.emit(f"{title} is sent to {lead_words(lead_ms) or 'neither earlier nor later'}.")

    def _tell(self) -> None:
        self._playing.set_leads({id: ms / 1000 for id, ms in self.leads_ms.items()})

    def _show(self) -> None:
        shown = [replace(each, title=self._title(each)) for each in self._outputs]
        self._transport.show_outputs(shown, self.current_id)
        self._inspector.show_outputs(shown)

    def _title(self, output: Output) -> str:
        words = lead_words(self.leads_ms.get(output.id, 0.0))
        return f"{output.title} · {words}" if words else output.title

    def _choices(self) -> list[tuple[str, str]]:
        """Ids and titles: the one in use first, then the others, and those that are not there now."""
        found = {each.id: each.title for each in self._outputs if each.kind in _USABLE}
        first = {self.current_id: found[self.current_id]} if self.current_id in found else {}
        used = [track.output_id for track in self._document.song.tracks if track.output_id]
        others = {id: title_of(id) for id in (*used, *self.leads_ms)}
        return list((first | found | {id: t for id, t in others.items() if id not in found}).items())


def lead_words(lead_ms: float) -> str:
    """'5 ms earlier'; nothing where it is neither."""
    if not lead_ms:
        return ""
    return f"{abs(lead_ms):g} ms {'earlier' if lead_ms > 0 else 'later'}"
