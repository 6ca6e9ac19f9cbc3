"""The files of a rendering that is not done: their names are also known to who cancels it from outside."""

from pathlib import Path


def part_paths(path: Path) -> tuple[Path, Path]:
    """What is written beside `path` until it is whole: the sound file, and its samples before."""
    return path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.float.part")
