"""Files that ship inside the package: the demo song and the small images of the stylesheet."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def demo_song_path() -> Path:
    """The MIDI file that a first launch opens. `resources/demo/compose.py` of the repository writes it."""
    return _FOLDER / "demo" / "evening_walk.mid"


def image_path(name: str) -> Path:
    """An SVG that the stylesheet draws: carets of menus and fields, ticks of check boxes."""
    return _FOLDER / "images" / f"{name}.svg"


def listening_page() -> str:
    """The HTML of a blind listening test, with __TITLE__ and __TEST__ to be filled in."""
    return (_FOLDER / "listening" / "page.html").read_text(encoding="utf-8")
