"""How the view goes with the music while it plays."""

from enum import Enum

from genre_studio.ui.piano_roll.viewport import Viewport


class Follow(Enum):
    """The value is what a menu calls it."""

    OFF = "off"
    PAGE = "page by page"
    SMOOTH = "smoothly"


def follow_playhead(viewport: Viewport, tick: int, follow: Follow) -> None:
    """Bring `tick` into view: by turning the page, or by keeping it in the middle."""
    if follow is Follow.PAGE:
        viewport.reveal_tick(tick)
    elif follow is Follow.SMOOTH:
        # By whole pixels: what is painted already can be shifted then.
        away = round(viewport.coordinates.x_at(tick) - viewport.size.width() / 2)
        viewport.scroll_by(away, 0)
