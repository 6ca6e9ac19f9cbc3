"""What a training run wrote at its checkpoints: heard, one at a time, and dragged out as a file."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from genre_studio.ui.playing import Playing
from genre_studio.ui.take_drag import file_mime_data
from genre_studio.ui.training_jobs import HeardSample


class SampleDesk(QObject):
    """`window` is what samples are dragged from.

    Signals: sounding_changed(object): the HeardSample that sounds, or None.
    """

    sounding_changed = Signal(object)

    def __init__(self, playing: Playing, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._playing, self._window = playing, window
        self._sounding: HeardSample | None = None
        playing.audition_changed.connect(self._show_audition)

    @Slot(object)
    def play(self, sample: HeardSample) -> None:
        """Let it sound in place of whatever does; stop it where it already does."""
        is_sounding = self._sounding is sample
        self._playing.stop()
        if is_sounding:
            return
        self._playing.end_audition()
        # 0 is no take and those above are takes: the keys below are free for samples.
        self._playing.audition(-sample.logged.step - 1, sample.song, (0, max(1, sample.song.note_end_tick)))
        self._sounding = sample
        self.sounding_changed.emit(sample)

    @Slot(object)
    def drag(self, sample: HeardSample) -> None:
        """Let it be dropped on a folder, a DAW or the tracks."""
        drag = QDrag(self._window)
        drag.setMimeData(file_mime_data(sample.logged.path))
        drag.exec(Qt.DropAction.CopyAction)

    @Slot(int)
    def _show_audition(self, key: int) -> None:
        if key >= 0 and self._sounding is not None:
            self._sounding = None
            self.sounding_changed.emit(None)
