"""What a generator is asked: a frozen song, a region of it, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genre_studio.music.notes import Notes, note_ends, sounding_within, starting_within
from genre_studio.music.song import Song
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.parameters import ParameterValue

FEWEST_STEPS, MOST_STEPS = 3, 16
"""How many takes a path from one clip to another may be asked to have."""


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

    `tracks` are indices into `song.tracks`; the generator writes those and reads them all. What starts
    within the region in `tracks` and is not locked makes way for the take: it is still in the song, and
    to be read only where it says so below. Same request, same machine: same notes.

    Regions lie between bar lines as a rule. 1 to 16 bars a generator must be able to write; a longer region
    it writes in pieces, or refuses with a sentence that says how many bars it can. A track that it has no
    part for it leaves out. What the lines below promise has been checked before it is asked.

    CONTINUE: write on from the music before the region, of which there is some.

    INFILL: the song may have music on both sides of the region; lead from the one into the other. Either
    side may be empty, both too. Nothing that starts at `region.end` or later changes.

    GENERATE: write from nothing. The song may have no note at all; what stands around the region may be
    read or not. Every take holds notes.

    ACCOMPANY: write `tracks` to what `heard_tracks` play in the region, of which there is at least one.
    They may be of any family and number, and do not change.

    VARY: the takes stay near what `tracks` have in the region, of which there is some, and differ from it
    and from each other. How far they go is a parameter of the plugin. What other tracks play is heard too.

    INTERPOLATE: the takes are the steps of a path, in their order: take 0 near what `tracks` have in the
    region, the last near `far_end`, each between its neighbours; 3 to 16 of them. Both ends hold notes,
    not always in the same tracks. `far_end` is shaped like a take: notes by track index, starting within
    the region and ending in it. The seed need not change a path.
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
    far_end: Mapping[int, Notes] = field(default_factory=dict)  # to INTERPOLATE only

    def __post_init__(self) -> None:
        if not self.tracks:
            raise GenerationError("Choose at least one track to write.")
        if any(not 0 <= index < len(self.song.tracks) for index in self.tracks):
            raise GenerationError("A track to write is not in the song.")
        if not 1 <= self.takes <= 64:
            raise GenerationError("Ask for 1 to 64 takes.")
        if self.ability is Ability.ACCOMPANY and not self.heard_tracks:
            raise GenerationError("There is nothing to accompany: no other track plays in these bars.")
        if self.ability in (Ability.VARY, Ability.INTERPOLATE) and not self._has_notes(self.present_notes()):
            raise GenerationError("There are no notes in these bars to start from.")
        self._check_far_end()

    def locked_notes(self, track_index: int) -> Notes:
        """The locked notes of a track that sound in the region: they stay, and takes leave them out."""
        notes = sounding_within(self.song.tracks[track_index].notes, self.region.start, self.region.end)
        locked: Notes = notes[notes["locked"]]
        return locked

    @property
    def heard_tracks(self) -> tuple[int, ...]:
        """The tracks that are not written and sound in the region, but for muted ones."""
        return tuple(
            index
            for index, track in enumerate(self.song.tracks)
            if index not in self.tracks
            and not track.muted
            and len(sounding_within(track.notes, self.region.start, self.region.end))
        )

    def present_notes(self) -> dict[int, Notes]:
        """What `tracks` have in the region, by track index, locked notes too: the near end of a path."""
        start, end = self.region.start, self.region.end
        return {index: starting_within(self.song.tracks[index].notes, start, end) for index in self.tracks}

    def _check_far_end(self) -> None:
        if self.ability is not Ability.INTERPOLATE:
            if self.far_end:
                raise GenerationError("Only a path has a far end.")
            return
        if not FEWEST_STEPS <= self.takes <= MOST_STEPS:
            raise GenerationError(f"A path has {FEWEST_STEPS} to {MOST_STEPS} steps.")
        if not self._has_notes(self.far_end):
            raise GenerationError("There are no notes to arrive at.")
        if not self.far_end.keys() <= set(self.tracks):
            raise GenerationError("The far end has notes for a track that is not to be written.")
        for notes in self.far_end.values():
            outside = (notes["start"] < self.region.start) | (note_ends(notes) > self.region.end)
            if outside.any():
                raise GenerationError("The far end has notes outside the bars that are to be written.")

    def _has_notes(self, notes_by_track: Mapping[int, Notes]) -> bool:
        return any(len(notes) for notes in notes_by_track.values())
