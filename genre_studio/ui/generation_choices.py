"""Everything that the generator panel lets a person choose. A plain value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, ParameterValue, PluginInfo


@dataclass(frozen=True, slots=True)
class GenerationChoices:
    """As the fields of the panel hold it; the region is the roll's."""

    info: PluginInfo | None = None
    genre: str = ""
    bars: int = 8
    takes: int = 4
    seed: int = 1
    keeps_scale: bool = False
    lowest_pitch: int = 0
    highest_pitch: int = 127
    skipped_tracks: frozenset[int] = frozenset()  # indices that stay as they are
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    ability: Ability | None = None  # None: what the region calls for
    steps: int = 5  # of a path
    model: str | None = None  # of the generator; None: its usual one

    @property
    def abilities(self) -> frozenset[Ability]:
        return self.info.abilities if self.info else frozenset({Ability.CONTINUE})

    def written_tracks(self, song: Song) -> tuple[int, ...]:
        return tuple(i for i in range(len(song.tracks)) if i not in self.skipped_tracks)
