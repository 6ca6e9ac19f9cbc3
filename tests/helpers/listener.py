"""Who listens to a generator in tests."""

from genre_studio.music.notes import Notes
from genre_studio.plugin_api import Cancelled


class Listener:
    """A Report that keeps what it hears and may ask to stop."""

    def __init__(self, stops: bool = False) -> None:
        self.shares: list[float] = []
        self.told: list[tuple[int, int, Notes]] = []
        self._stops = stops

    def progress(self, fraction: float, message: str = "") -> None:
        self.shares.append(fraction)
        if self._stops and len(self.shares) > 2:
            raise Cancelled

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        self.told.append((take_index, track_index, notes))
