"""What a command does to what has the focus: the points of an open lane, or else the notes."""

from genre_studio.ui.piano_roll.commands import SelectionCommands
from genre_studio.ui.piano_roll.lanes.lane_panel import LanePanel
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import NO_IDS


class FocusedCommands:
    """Those of the roll's commands that mean notes or points of a lane, whichever one works on."""

    def __init__(self, model: RollModel, commands: SelectionCommands, lanes: LanePanel) -> None:
        self._model = model
        self._commands = commands
        self._lanes = lanes

    def select_all(self) -> None:
        if self._lanes.takes_commands:
            self._lanes.select_all()
        else:
            self._commands.select_all()

    def select_none(self) -> None:
        if self._lanes.has_points:
            self._lanes.select_none()
        else:
            self._commands.select(NO_IDS)

    def delete(self) -> None:
        if self._lanes.has_points:
            self._lanes.delete()
        else:
            self._commands.delete()

    def nudge(self, steps: int) -> None:
        """Move by grid steps, to the left where negative."""
        if self._lanes.has_points:
            self._lanes.shift(steps * self._model.view.snapping.step, 0)
        else:
            self._commands.nudge(steps)

    def climb(self, steps: int) -> None:
        """Move the notes by steps of the scale they are held in, or by rows; or raise the lane's points."""
        if self._lanes.has_points:
            self._lanes.raise_values(steps)
        else:
            self._commands.climb(steps)

    def transpose(self, semitones: int) -> None:
        """The notes; or the values of the lane's points, an octave for a tenth."""
        if self._lanes.has_points:
            self._lanes.raise_values(semitones)
        else:
            self._commands.transpose(semitones)
