"""How the roll shows notes and rules its paper, by commands; their menu entries carry ticks."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.piano_roll import ColourBy, Fold, Grid, GridKind, Labels, PianoRoll
from genre_studio.ui.piano_roll.snapping import GRID_ADAPTIVE

_FOLDS = {"fold_used": Fold.USED, "fold_scale": Fold.SCALE}
_COLOURS = {
    "colour_by_track": ColourBy.TRACK,
    "colour_by_velocity": ColourBy.VELOCITY,
    "colour_by_pitch": ColourBy.PITCH,
}
_GRID_KINDS = {"grid_triplet": GridKind.TRIPLET, "grid_dotted": GridKind.DOTTED}


class LookDesk(QObject):
    """Changes the roll's look and grid."""

    def __init__(self, roll: PianoRoll, parent: QObject) -> None:
        super().__init__(parent)
        self._display = roll.display
        self.ticks = ActionTicks(self._states, self)
        roll.display.look_changed.connect(self.ticks.show)
        roll.display.grid_changed.connect(self.ticks.show)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            **{id: partial(self.toggle_fold, fold) for id, fold in _FOLDS.items()},
            **{id: partial(self.colour_by, by) for id, by in _COLOURS.items()},
            **{id: partial(self.toggle_kind, kind) for id, kind in _GRID_KINDS.items()},
            "toggle_scale": self.toggle_scale,
            "toggle_ghosts": self.toggle_ghosts,
            "toggle_names": self.toggle_names,
            "grid_finer": partial(self.refine_grid, 1),
            "grid_wider": partial(self.refine_grid, -1),
            "toggle_snap": self.toggle_snap,
            "grid_adaptive": self.toggle_adaptive,
        }

    def toggle_fold(self, fold: Fold) -> None:
        """Fold in this way; where it is folded so, show all notes again."""
        look = self._display.look
        self._display.set_look(replace(look, fold=Fold.NONE if look.fold is fold else fold))

    def colour_by(self, by: ColourBy) -> None:
        self._display.set_look(replace(self._display.look, colours_by=by))
        self.ticks.show()  # choosing what was chosen would take the tick away

    def toggle_scale(self) -> None:
        self._display.set_look(replace(self._display.look, shows_scale=not self._display.look.shows_scale))

    def toggle_ghosts(self) -> None:
        self._display.set_look(replace(self._display.look, shows_ghosts=not self._display.look.shows_ghosts))

    def toggle_names(self) -> None:
        shown = self._display.look.labels is Labels.NAMES
        self._display.set_look(replace(self._display.look, labels=Labels.NONE if shown else Labels.NAMES))

    def refine_grid(self, steps: int) -> None:
        """Lines closer by halves; wider where `steps` is negative."""
        self._display.set_grid(self._display.grid.finer(steps))

    def toggle_kind(self, kind: GridKind) -> None:
        """Triplets or dotted values; where they are on, straight ones."""
        grid = self._display.grid
        is_on = grid.snaps and not grid.is_adaptive and grid.kind is kind
        self._display.set_grid(Grid(grid.denominator, GridKind.STRAIGHT if is_on else kind))

    def toggle_snap(self) -> None:
        self._display.set_grid(replace(self._display.grid, snaps=not self._display.grid.snaps))

    def toggle_adaptive(self) -> None:
        self._display.set_grid(Grid() if self._display.grid.is_adaptive else GRID_ADAPTIVE)

    def _states(self) -> dict[str, bool]:
        look, grid = self._display.look, self._display.grid
        return {
            **{id: look.fold is fold for id, fold in _FOLDS.items()},
            **{id: look.colours_by is by for id, by in _COLOURS.items()},
            **{id: grid.kind is kind and not grid.is_adaptive for id, kind in _GRID_KINDS.items()},
            "toggle_scale": look.shows_scale,
            "toggle_ghosts": look.shows_ghosts,
            "toggle_names": look.labels is Labels.NAMES,
            "toggle_snap": grid.snaps,
            "grid_adaptive": grid.is_adaptive,
        }
