"""How the roll shows and rules what is drawn: theme, look, grid, scale, the rules of the hand, a proposal."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll.hand_rules import HandRules
from genre_studio.ui.piano_roll.note_look import NoteLook
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange, with_its_rows
from genre_studio.ui.piano_roll.snapping import Grid, Snapping
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.theme import Theme


class RollDisplay(QObject):
    """What a person chooses about the paper; nothing of it is in the document.

    Signals:
        look_changed(object): a NoteLook, after it or the rules of the hand changed.
        grid_changed(object): a Grid, after it changed.
    """

    look_changed = Signal(object)
    grid_changed = Signal(object)

    def __init__(self, model: RollModel, viewport: Viewport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._viewport = viewport

    @property
    def theme(self) -> Theme:
        return self._model.view.theme

    def set_theme(self, theme: Theme) -> None:
        self._model.show(replace(self._model.view, theme=theme))

    @property
    def grid(self) -> Grid:
        return self._model.view.grid

    def set_grid(self, grid: Grid) -> None:
        if grid != self.grid:
            self._model.show(replace(self._model.view, grid=grid))
            self.grid_changed.emit(grid)

    @property
    def snapping(self) -> Snapping:
        """The grid as it stands at this zoom, under the song's meters."""
        return self._model.view.snapping

    @property
    def scale(self) -> Scale | None:
        return self._model.view.scale

    def set_scale(self, scale: Scale | None) -> None:
        """The scale to tint, to fold to and to hold notes in."""
        if scale != self.scale:
            self.show_refolded(replace(self._model.view, scale=scale))

    @property
    def rules(self) -> HandRules:
        return self._model.view.rules

    def set_rules(self, rules: HandRules) -> None:
        """What drawn and moved notes are held to from now on."""
        if rules != self.rules:
            self._model.show(replace(self._model.view, rules=rules))
            self.look_changed.emit(self.look)

    @property
    def look(self) -> NoteLook:
        return self._model.view.look

    def set_look(self, look: NoteLook) -> None:
        """Show notes in another way; what lies in the middle stays there."""
        if look == self.look:
            return
        refolds = look.fold is not self.look.fold
        self.show_refolded(replace(self._model.view, look=look))
        if refolds:
            self._viewport.fit_rows()
        self.look_changed.emit(look)

    def set_proposal(
        self,
        notes_by_track: Mapping[int, Notes] | None,
        region: TickRange | None = None,
        quoted: Mapping[int, Notes] | None = None,
    ) -> None:
        """Show a take's notes translucent over the song, until they are kept or None is set.

        What would make way for them in `region` is shown faint; those `quoted` are lit.
        """
        proposal = dict(notes_by_track) if notes_by_track is not None else None
        view = replace(self._model.view, proposal=proposal, proposal_region=region, proposal_quote=quoted)
        self._model.show(view)

    def show_refolded(self, view: RollView) -> None:
        """Show a view whose rows may be others than before, with its middle where it was."""
        self._model.show(with_its_rows(view, self._viewport.size.height() / 2))
        self._viewport.scroll_by(0, 0)  # fewer rows may leave less to scroll
