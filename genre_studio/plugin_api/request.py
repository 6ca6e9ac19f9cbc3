"""What a generator is asked: a frozen song, a region of it, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genre_studio.music.notes import Notes, sounding_within
from genre_studio.music.song import Song
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.info import Ability
from genre_studio.plugin_api.parameters import ParameterValue


@dataclass(frozen=True, slots=True)
class Region:
    """The ticks [start, end) that a generator may write."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise GenerationError("The region must end after it starts.")


@dataclass(frozen=True, slots=True)
class Request:
    """One press of the main button. Everything a generator may know, and nothing that can change.

    `tracks` are indices into `song.tracks`; the generator writes those and reads them all.
    Same request, same machine: same notes.

    To INFILL, the song may have music on both sides of the region: it must lead from the one into the
    other, and nothing that starts at `region.end` or later changes. Either side may be empty. What starts
    within the region in `tracks` and is not locked is still in the song, but makes way for the take.
    To VARY, what is to be varied is the music that the song has in the region.
    """

    song: Song
    region: Region
    tracks: tuple[int, ...]
    ability: Ability
    genre: str
    seed: int
    takes: int = 4
    model: str | None = None  # a model id of the plugin; None: its default
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    constraints: Constraints = field(default_factory=Constraints)

    def __post_init__(self) -> None:
        if not self.tracks:
            raise GenerationError("Choose at least one track to write.")
        if any(not 0 <= index < len(self.song.tracks) for index in self.tracks):
            raise GenerationError("A track to write is not in the song.")
        if not 1 <= self.takes <= 64:
            raise GenerationError("Ask for 1 to 64 takes.")

    def locked_notes(self, track_index: int) -> Notes:
        """The locked notes of a track that sound in the region: they stay, and takes leave them out."""
        notes = sounding_within(self.song.tracks[track_index].notes, self.region.start, self.region.end)
        locked: Notes = notes[notes["locked"]]
        return locked
