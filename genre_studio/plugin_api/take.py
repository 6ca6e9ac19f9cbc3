"""What a generator returns: notes for a region, and where they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from genre_studio.music.notes import Notes
from genre_studio.music.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Take:
    """One proposal: new notes by track index, all starting within the request's region.

    Ids are the plugin's own (any unique numbers); the studio renumbers them when a take is kept.
    Locked notes of the song are not repeated in it.
    """

    index: int  # 0 .. request.takes - 1
    notes: Mapping[int, Notes]
    provenance: Provenance
