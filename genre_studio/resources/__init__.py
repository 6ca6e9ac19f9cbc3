"""Files that ship inside the package: the demo song."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def demo_song_path() -> Path:
    """The MIDI file that a first launch opens. `resources/demo/compose.py` of the repository writes it."""
    return _FOLDER / "demo" / "evening_walk.mid"
