"""What a person looks at by name: the song, the selection, closer, farther, the next page."""

from genre_studio.ui.piano_roll.framing import first_look, pitch_span, tick_span
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.viewport import ZOOM_STEP, Viewport


class Looking:
    """Commands that move the viewport; the document and the selection stay as they are."""

    def __init__(self, model: RollModel, viewport: Viewport) -> None:
        self._model = model
        self._viewport = viewport

    def zoom_to_content(self) -> None:
        """Show all of the song, and the pitches of the edited track."""
        view = self._model.view
        self._viewport.remember()
        self._viewport.show_range(tick_span(view), pitch_span(view))

    def zoom_to_selection(self) -> None:
        """Show the selected notes; all of the song where none is selected."""
        view = self._model.view
        if len(view.selected):
            self._viewport.remember()
            self._viewport.show_range(tick_span(view, view.selected), pitch_span(view, view.selected))
        else:
            self.zoom_to_content()

    def zoom_in(self) -> None:
        self._viewport.zoom_x(ZOOM_STEP)

    def zoom_out(self) -> None:
        self._viewport.zoom_x(1 / ZOOM_STEP)

    def zoom_rows(self, steps: int) -> None:
        """Rows taller by steps of two pixels; lower where negative."""
        self._viewport.zoom_y(steps)

    def zoom_back(self) -> None:
        """Look again at what was looked at before the last zoom."""
        self._viewport.go_back()

    def turn_pages(self, pages: int) -> None:
        """Scroll by so many widths of the view, back where negative."""
        self._viewport.scroll_by(pages * self._viewport.size.width(), 0)

    def look_at_notes(self) -> None:
        """Scroll to the song's beginning and to where the edited track's notes lie."""
        first_look(self._viewport, self._model.view)
