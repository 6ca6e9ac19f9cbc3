"""Which tracks the generator writes: a check box a track, in the track's hue."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from genre_studio.music.song import Song, Track
from genre_studio.ui.theme import Theme


def track_title(track: Track, index: int) -> str:
    """A track's name, or what it plays where it has none."""
    return track.name.strip() or f"{track.family.title} {index + 1}"


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
        self._boxes: list[QCheckBox] = []
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
        wanted = (theme, tuple((track_title(t, i), t.colour) for i, t in enumerate(song.tracks)))
        if wanted == self._shown:
            return
        self._shown = wanted
        skipped = self.skipped
        for box in self._boxes:
            self._layout.removeWidget(box)
            box.deleteLater()
        self._boxes = [self._box(track, i, theme) for i, track in enumerate(song.tracks)]
        self.skip(skipped)

    def _box(self, track: Track, index: int, theme: Theme) -> QCheckBox:
        box = QCheckBox(track_title(track, index), self)
        box.setIcon(swatch(theme.track_colour(track.colour)))
        box.setChecked(True)
        box.setMinimumWidth(0)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setToolTip("The generator writes to this track. It hears them all.")
        box.toggled.connect(self._tick)
        self._layout.addWidget(box, index // _COLUMNS, index % _COLUMNS)
        return box

    @Slot(bool)
    def _tick(self, _on: bool) -> None:
        self.changed.emit()
