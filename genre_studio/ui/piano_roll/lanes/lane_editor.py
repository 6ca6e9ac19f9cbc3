"""Where the lanes' gestures meet the document: previews while they last, one named edit at their end."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.controller_lane import Lane
from genre_studio.music.document import Document
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import NO_IDS, RollView


class LaneEditor(QObject):
    """Applies edits to the channel events of the track that the roll shows."""

    def __init__(self, document: Document, model: RollModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._model = document, model

    @property
    def view(self) -> RollView:
        return self._model.view

    @property
    def lane(self) -> Lane:
        """The lane that is shown. Raises LookupError while velocities are."""
        if self.view.lane is None:
            raise LookupError("Velocities are no lane of channel events.")
        return self.view.lane

    @property
    def events(self) -> ChannelEvents:
        """The edited track's events in the document, whatever a gesture shows."""
        return replace(self.view, lane_draft=None).events

    @property
    def points(self) -> NDArray[np.int64]:
        """The sorted ticks of the selected points."""
        return self.view.points

    def select(self, ticks: NDArray[np.int64]) -> None:
        self._model.show(replace(self.view, points=np.unique(ticks)))

    def preview(self, events: ChannelEvents, points: NDArray[np.int64] | None = None) -> None:
        """Show `events` in place of the track's until `apply` or `end_preview`."""
        shown = self.view.points if points is None else points
        self._model.show(replace(self.view, lane_draft=events, points=shown))

    def show_marquee(self, rectangle: QRect) -> None:
        self._model.show(replace(self.view, lane_marquee=rectangle))

    def end_preview(self, points: NDArray[np.int64] | None = None) -> None:
        """Show the document again, with these points selected or those that are."""
        shown = self.view.points if points is None else points
        self._model.show(replace(self.view, lane_draft=None, lane_marquee=None, points=shown))

    def apply(self, name: str, events: ChannelEvents, points: NDArray[np.int64] = NO_IDS) -> None:
        """Put `events` into the song as one edit; `points` (sorted ticks) are selected after it."""
        track = self.view.edited_track
        if track is None:
            return
        song = self._document.song.with_track(self.view.track, replace(track, events=events))
        self._model.show(replace(self.view, lane_draft=None, lane_marquee=None, points=points))
        self._document.apply(name, song)
