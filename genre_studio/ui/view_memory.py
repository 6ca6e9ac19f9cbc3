"""How the window looked when its session was last written, and the way back to it."""

from dataclasses import replace

from genre_studio.session.errors import DamagedRecord
from genre_studio.session.packing import pack, unpack
from genre_studio.ui.session_view import SessionView
from genre_studio.ui.window_parts import WindowParts


class ViewMemory:
    """Holds the SessionView of the open session. What a panel cannot show yet is kept until it can."""

    def __init__(self, parts: WindowParts) -> None:
        self._parts = parts
        self._view = SessionView()
        self._waits_for_choices = False  # the generators that were chosen from are not found yet

    @property
    def source(self) -> str:
        """The name of the MIDI file that the song came from; empty where it came from none."""
        path = self._parts.files.path
        return path.name if path is not None else self._view.source

    @property
    def packed(self) -> bytes:
        """The view as the window has it now."""
        return pack(self._present())

    def take_over(self, packed: bytes | None) -> None:
        """Another session is about to be shown; `packed` is its view, None where it has none."""
        self._waits_for_choices = packed is not None
        try:
            self._view = unpack(SessionView, packed) if packed is not None else SessionView()
        except DamagedRecord:  # of a studio whose window was another one
            self._view, self._waits_for_choices = SessionView(), False

    def changed(self) -> SessionView | None:
        """The view, where it is another one than before; None where it is not."""
        view = self._present()
        if view == self._view:
            return None
        self._view = view
        return view

    def show(self) -> None:
        """Bring the window back to how the session left it, if it did."""
        if self._waits_for_choices:
            self._view.show_in(self._parts)
            if self._parts.panel.info is not None:
                self.show_choices()

    def look_again(self) -> None:
        """The window has its size: look from where the session was left."""
        self._view.roll.look_in(self._parts.roll)

    def show_choices(self) -> None:
        """The generators are known: choose as the session did."""
        if self._waits_for_choices:
            self._waits_for_choices = False
            self._view.panel.show_in(self._parts.panel)

    def _present(self) -> SessionView:
        view = SessionView.of(self._parts, self._view)
        return replace(view, panel=self._view.panel) if self._waits_for_choices else view
