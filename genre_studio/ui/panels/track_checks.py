"""Which tracks the generator writes: a check box a track, in the track's hue."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QWidget

from genre_studio.music.song import Song, Track
from genre_studio.ui.spoken import track_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme


def swatch(colour: QColor, size_px: int = 10) -> QIcon:
    """A rounded square of a track's hue."""
    pixmap = QPixmap(size_px * 2, size_px * 2)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.drawRoundedRect(0, 0, size_px * 2, size_px * 2, 5, 5)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)


_COLUMNS = 2


class TrackChecks(QWidget):
    """Signals: changed(): a box was ticked or cleared."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.setColumnStretch(0, 1)
        self._layout.setColumnStretch(1, 1)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        set_role(self.empty, "caption")
        self._boxes: list[QCheckBox] = []
        self._empty_names: list[str | None] = []  # by track; None where there are notes
        self._shown: tuple[object, ...] = ()

    @property
    def skipped(self) -> frozenset[int]:
        """Indices of the tracks that stay as they are."""
        return frozenset(i for i, box in enumerate(self._boxes) if not box.isChecked())

    def skip(self, skipped: frozenset[int]) -> None:
        """Clear exactly these boxes, without a signal."""
        for index, box in enumerate(self._boxes):
            box.blockSignals(True)
            box.setChecked(index not in skipped)
            box.blockSignals(False)

    def show_song(self, song: Song, theme: Theme) -> None:
        """A box for each track of `song`; boxes of tracks that were there keep their ticks."""
        self._empty_names = [None if len(t.notes) else track_title(t, i) for i, t in enumerate(song.tracks)]
        wanted = (theme, tuple((track_title(t, i), t.colour) for i, t in enumerate(song.tracks)))
        if wanted == self._shown:
            self._show_empty()
            return
        self._shown = wanted
        skipped = self.skipped
        for box in self._boxes:
            self._layout.removeWidget(box)
            box.deleteLater()
        self._boxes = [self._box(track, i, theme) for i, track in enumerate(song.tracks)]
        self.skip(skipped)
        self._layout.addWidget(self.empty, len(self._boxes) // _COLUMNS + 1, 0, 1, _COLUMNS)
        self._show_empty()

    def _show_empty(self) -> None:
        """Name the ticked tracks that hold no notes yet: the generator writes them all the same."""
        pairs = zip(self._boxes, self._empty_names, strict=True)
        names = [name for box, name in pairs if name is not None and box.isChecked()]
        self.empty.setText(f"Still empty, open to the generator: {', '.join(names)}" if names else "")
        self.empty.setVisible(bool(names))

    def _box(self, track: Track, index: int, theme: Theme) -> QCheckBox:
        box = QCheckBox(track_title(track, index), self)
        box.setIcon(swatch(theme.track_colour(track.colour)))
        box.setChecked(True)
        box.setMinimumWidth(0)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setToolTip(f"{box.text()}: the generator writes to this track. It hears them all.")
        box.toggled.connect(self._tick)
        self._layout.addWidget(box, index // _COLUMNS, index % _COLUMNS)
        return box

    @Slot(bool)
    def _tick(self, _on: bool) -> None:
        self._show_empty()
        self.changed.emit()
