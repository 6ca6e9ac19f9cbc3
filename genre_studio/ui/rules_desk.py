"""What the hand is held to, by commands and by the bar over the roll: a scale, and chords to stamp."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.panels.roll_bar import RollBar
from genre_studio.ui.piano_roll import ColourBy, Fold, PianoRoll
from genre_studio.ui.piano_roll.hand_rules import STAMPS, Stamp
from genre_studio.ui.roll_scale import RollScale


class RulesDesk(QObject):
    """Signals: said(str): what the pencil draws from now on."""

    said = Signal(str)

    def __init__(self, roll: PianoRoll, bar: RollBar, scale: RollScale, parent: QObject) -> None:
        super().__init__(parent)
        self._roll, self._bar, self._scale = roll, bar, scale
        self.ticks = ActionTicks(lambda: {"toggle_scale_lock": roll.display.rules.keeps_scale}, self)
        bar.fold_chosen.connect(self._fold)
        bar.colours_chosen.connect(self._colour)
        bar.stamp_chosen.connect(self.stamp)
        bar.scale_chosen.connect(self.choose_scale)
        roll.display.look_changed.connect(self.show_choices)
        roll.track_shown.connect(self.show_choices)
        self.show_choices()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "toggle_scale_lock": self.toggle_lock,
            "next_chord": partial(self.step_chord, 1),
            "previous_chord": partial(self.step_chord, -1),
            "single_notes": partial(self.stamp, None),
        }

    @Slot()
    def show_choices(self) -> None:
        roll, name = self._roll, self._scale.name
        self._bar.show_choices(roll.display.look, roll.display.rules, name, is_drums=roll.is_drums)
        self.ticks.show()

    def toggle_lock(self) -> None:
        keeps = not self._roll.display.rules.keeps_scale
        self._roll.display.set_rules(replace(self._roll.display.rules, keeps_scale=keeps))
        scale = self._roll.display.scale
        held = f"Drawn and moved notes stay in {scale.title}." if scale else "Notes stay in the scale."
        self.said.emit(held if keeps else "Notes may leave the scale.")

    @Slot(str)
    def choose_scale(self, name: str) -> None:
        """Another scale on the key's root; the key's own where the name is empty."""
        self._scale.name = name
        self._roll.display.set_scale(self._scale())
        self.show_choices()
        self.said.emit(f"The scale of the roll is {self._scale().title}.")

    @Slot(object)
    def stamp(self, stamp: Stamp | None) -> None:
        """Draw this chord from now on, or single notes."""
        self._roll.display.set_rules(replace(self._roll.display.rules, stamp=stamp))
        self.said.emit(f"The pencil draws chords: {stamp.title}." if stamp else "The pencil draws notes.")

    def step_chord(self, steps: int) -> None:
        """The next chord of the menu, or the one before; round by single notes."""
        choices: tuple[Stamp | None, ...] = (None, *STAMPS)
        place = choices.index(self._roll.display.rules.stamp)
        self.stamp(choices[(place + steps) % len(choices)])

    @Slot(object)
    def _fold(self, fold: Fold) -> None:
        self._roll.display.set_look(replace(self._roll.display.look, fold=fold))

    @Slot(object)
    def _colour(self, by: ColourBy) -> None:
        self._roll.display.set_look(replace(self._roll.display.look, colours_by=by))
