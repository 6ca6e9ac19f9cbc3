"""What a person asks of a dataset."""

from dataclasses import dataclass


class DatasetError(Exception):
    """A dataset cannot be made or read; one sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """One build. Paths are texts and filters a JSON object, so that the request is plain JSON."""

    sources: tuple[str, ...]  # folders, zips, MIDI files
    out: str  # the dataset's folder
    genre: str = ""  # of everything; empty: the name of the folder that a file lies in, below its source
    licence: str = ""  # one line about what the music may be used for
    processes: int = 0  # 0: one a core, leaving one free
    only_look: bool = False  # report what the filters would take, and write no dataset

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError("a dataset needs at least one folder or zip")
