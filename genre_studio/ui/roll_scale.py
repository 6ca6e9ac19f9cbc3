"""The scale of the roll: the song's key, or another scale on the key's root that a person has chosen."""

from collections.abc import Callable

from genre_studio.music.scales import SCALE_STEPS, Scale

SCALE_NAMES = tuple(name for name in SCALE_STEPS if name != "chromatic")


class RollScale:
    """Called, it gives the scale that is highlighted, folded to and held to. Follows the key's root."""

    def __init__(self, key: Callable[[], Scale]) -> None:
        self._key = key
        self.name = ""  # of SCALE_NAMES; empty: the key's own

    def __call__(self) -> Scale:
        key = self._key()
        return Scale(key.root, self.name) if self.name else key
