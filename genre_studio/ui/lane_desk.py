"""Commands of the lane under the roll; their menu entries carry ticks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from genre_studio.music.controller_lane import BEND_LANE
from genre_studio.music.controller_names import MODULATION_LANE, SUSTAIN_LANE
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.theme import UNIT

_LANES = {
    "lane_velocity": None,
    "lane_modulation": MODULATION_LANE,
    "lane_pedal": SUSTAIN_LANE,
    "lane_bend": BEND_LANE,
}
_SHAPES = {
    "draw_freely": CurveShape.FREE,
    "draw_lines": CurveShape.LINE,
    "draw_curves": CurveShape.CURVE,
}
_TALLER_BY_PX = 4 * UNIT


class LaneDesk(QObject):
    """Signals: said(str): why nothing happened."""

    said = Signal(str)

    def __init__(self, roll: PianoRoll, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = roll.lanes
        self.ticks = ActionTicks(self._states, self)
        roll.lanes.changed.connect(self.ticks.show)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "toggle_lane": self._lanes.toggle_folded,
            **{id: partial(self._lanes.show_lane, lane) for id, lane in _LANES.items()},
            "other_lanes": self._lanes.tabs.offer_lanes,
            "lane_taller": partial(self._lanes.pull, _TALLER_BY_PX),
            "lane_lower": partial(self._lanes.pull, -_TALLER_BY_PX),
            **{id: partial(self._lanes.set_shape, shape) for id, shape in _SHAPES.items()},
            "thin_points": self.thin,
        }

    def thin(self) -> None:
        if not self._lanes.thin():
            self.said.emit("Show a lane of a controller to thin its curve.")

    def _states(self) -> dict[str, bool]:
        lanes = self._lanes
        return {
            "toggle_lane": not lanes.is_folded,
            **{id: lanes.lane == lane for id, lane in _LANES.items()},
            **{id: lanes.shape is shape for id, shape in _SHAPES.items()},
        }
