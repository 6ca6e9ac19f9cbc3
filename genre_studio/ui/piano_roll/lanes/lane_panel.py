"""The lane below the roll with its tabs: which one shows, how tall, folded or not."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.channel_events import EMPTY_CHANNEL_EVENTS, ChannelEvents
from genre_studio.music.controller_lane import Lane, move_points, remove_points, thin_points
from genre_studio.music.controller_names import lane_name, lane_words, used_lanes
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.piano_roll.corner import Corner
from genre_studio.ui.piano_roll.gestures.point_gestures import count_points
from genre_studio.ui.piano_roll.lanes.lane_area import LANE_HEIGHT, LaneArea
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_points import points_of
from genre_studio.ui.piano_roll.lanes.lane_tabs import FIRST_LANES, LaneTabs
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import NO_IDS
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.theme import UNIT

SHORTEST_LANE_PX = 6 * UNIT
TALLEST_LANE_PX = 40 * UNIT
_FOLDED_FROM_PX = 3 * UNIT
_THIN_TO = 1 / 64
"""Thinning may move a curve by so much of its lane's range."""


class LanePanel(QObject):
    """Owns `tabs`, `corner` and `area`, which the roll lays out; edits the selected points by command.

    Signals: changed(): another lane shows, it is folded or not, or the pencil draws another shape.
    """

    changed = Signal()

    def __init__(
        self, model: RollModel, editor: RollEditor, lanes: LaneEditor, viewport: Viewport, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model, self._lanes = model, lanes
        self._added: tuple[Lane, ...] = ()
        self._height, self._is_folded = LANE_HEIGHT, False
        self.tabs = LaneTabs(parent)
        self.corner = Corner(model, "", parent)
        self.area = LaneArea(model, editor, lanes, viewport, parent)
        self.tabs.lane_chosen.connect(self.show_lane)
        self.tabs.shape_chosen.connect(self.set_shape)
        self.tabs.fold_pressed.connect(self.toggle_folded)
        self.tabs.pulled.connect(self.pull)
        model.changed.connect(self._follow)
        self.tabs.set_theme(model.view.theme)
        self._show_tabs()
        self._resize()

    @property
    def lane(self) -> Lane | None:
        """The lane that shows; None: velocities."""
        return self._model.view.lane

    @property
    def shape(self) -> CurveShape:
        """What the pencil draws in a lane."""
        return self.area.shape

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    @property
    def height(self) -> int:
        """The lane's height in pixels while it is not folded."""
        return self._height

    @property
    def has_points(self) -> bool:
        """Whether the lane has the focus and points are selected in it: commands are meant for them."""
        return self.area.hasFocus() and len(self._lanes.points) > 0

    @property
    def takes_commands(self) -> bool:
        """Whether the lane has the focus and holds points that commands may select."""
        return self.area.hasFocus() and self._model.view.lane is not None

    @Slot(object)
    def show_lane(self, lane: Lane | None) -> None:
        """Show a lane, or velocities for None; one that has no tab yet gets one."""
        if lane is not None and lane not in (*FIRST_LANES, *self._added):
            self._added = (*self._added, lane)
        self.set_folded(False)
        self._model.show(replace(self._model.view, lane=lane, points=NO_IDS))
        self._show_tabs()
        self.changed.emit()

    @Slot(object)
    def set_shape(self, shape: CurveShape) -> None:
        self.area.shape = shape
        self.tabs.show_shape(shape)
        self.changed.emit()

    @Slot()
    def toggle_folded(self) -> None:
        self.set_folded(not self._is_folded)

    def set_folded(self, folded: bool) -> None:
        if folded != self._is_folded:
            self._is_folded = folded
            self.tabs.show_folded(folded)
            self._resize()
            self._show_tabs()
            self.changed.emit()

    def set_height(self, height: int) -> None:
        """In pixels, held to what a lane needs and the roll can spare."""
        self._height = min(max(height, SHORTEST_LANE_PX), TALLEST_LANE_PX)
        self._resize()

    def state(self) -> dict[str, int | bool]:
        """What `restore` takes: how tall the lane is, and whether it is folded."""
        return {"height": self._height, "folded": self._is_folded}

    def restore(self, state: object) -> None:
        """As it stood at an earlier time. What is missing or of the wrong kind stays as it is."""
        if not isinstance(state, dict):
            return
        height, folded = state.get("height"), state.get("folded")
        if isinstance(height, int):
            self.set_height(height)
        if isinstance(folded, bool):
            self.set_folded(folded)

    @Slot(int)
    def pull(self, by_px: int) -> None:
        """Taller by so many pixels. Pulled far below the shortest it folds, and opens when pulled up."""
        if self._is_folded:
            if by_px > 0:
                self.set_folded(False)
        elif self._height == SHORTEST_LANE_PX and by_px <= -_FOLDED_FROM_PX:
            self.set_folded(True)
        else:
            self.set_height(self._height + by_px)

    def select_all(self) -> None:
        self._lanes.select(points_of(self._model.view).ticks)

    def select_none(self) -> None:
        self._lanes.select(NO_IDS)

    def raise_values(self, steps: int) -> None:
        """By the smallest step that shows, a tenth of the lane's range for twelve; down where negative."""
        lane = self._lanes.lane
        span = lane.highest - lane.lowest
        small, large = max(1, span // 128), span // 10
        self.shift(0, steps // 12 * large if steps % 12 == 0 else steps * small)

    def delete(self) -> None:
        """Erase the selected points."""
        self._apply("Erase", remove_points(self._lanes.events, self._lanes.lane, self._lanes.points))

    def shift(self, by_ticks: int, by_value: int) -> None:
        """Move the selected points by ticks and values."""
        points = self._lanes.points
        by_ticks = max(by_ticks, -int(points.min()))
        moved = move_points(self._lanes.events, self._lanes.lane, points, by_ticks, by_value)
        self._apply("Move", moved, points + by_ticks)

    def thin(self) -> bool:
        """Leave out points of the shown lane (the selected ones, or all) that its curve can do without.

        Returns whether there was a lane of points to thin.
        """
        if self._model.view.lane is None:
            return False
        lane, events = self._lanes.lane, self._lanes.events
        points = self._lanes.points if len(self._lanes.points) else points_of(self._model.view).ticks
        thinned = thin_points(events, lane, points, (lane.highest - lane.lowest) * _THIN_TO)
        gone = len(events) - len(thinned)
        self._lanes.apply(f"Thin {lane_words(lane)} by {count_points(gone)}", thinned)
        return True

    def _apply(self, verb: str, events: ChannelEvents, points: NDArray[np.int64] = NO_IDS) -> None:
        name = f"{verb} {count_points(len(self._lanes.points))} of {lane_words(self._lanes.lane)}"
        self._lanes.apply(name, events, points)

    @Slot(object)
    def _follow(self, changed: frozenset[str]) -> None:
        if "theme" in changed:
            self.tabs.set_theme(self._model.view.theme)
            self.tabs.show_folded(self._is_folded)
        if changed & {"song", "track", "theme"}:
            self._show_tabs()

    def _show_tabs(self) -> None:
        view = self._model.view
        track = view.edited_track
        used = used_lanes(track.events if track is not None else EMPTY_CHANNEL_EVENTS)
        self.tabs.show_lanes((*FIRST_LANES, *self._added), view.lane, used)
        self.tabs.show_shapes(not self._is_folded and self.area.content.draws_shapes)
        self.area.setAccessibleName(lane_name(view.lane) if view.lane is not None else "Velocity")
        self.area.setAccessibleDescription(self.area.content.teaching)

    def _resize(self) -> None:
        for part in (self.corner, self.area):
            part.setFixedHeight(self._height)
            part.setVisible(not self._is_folded)
