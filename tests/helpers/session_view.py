"""A window's view for tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    track: int = 0
    scroll_x: float = 0.0
    region: tuple[int, int] | None = None
