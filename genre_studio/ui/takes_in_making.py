"""The takes of the run that goes on: plain records that grow, until the document takes them over."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from genre_studio.generation.outcomes import PartialNotes
from genre_studio.music.difference import song_difference
from genre_studio.music.notes import sorted_notes
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.take_record import Asked, TakeRecord
from genre_studio.plugin_api import PluginInfo, Request, Take


def asked_of(request: Request, info: PluginInfo, scale: Scale) -> Asked:
    """What a request asks for, without the song. `scale` is the song's key."""
    limits = request.constraints
    return Asked(
        region=(request.region.start, request.region.end),
        tracks=request.tracks,
        ability=request.ability.value,
        genre=request.genre,
        seed=request.seed,
        takes=request.takes,
        generator=info.title,
        plugin_id=info.id,
        model=request.model,
        parameters=dict(request.parameters),
        scale=scale,
        pitch_classes=limits.pitch_classes,
        lowest_pitch=limits.lowest_pitch,
        highest_pitch=limits.highest_pitch,
        polyphony=limits.polyphony,
    )


class TakesInMaking:
    """Records by the run's index of the take. `blank` is what they all begin as, but for id and number."""

    def __init__(self, request: Request, blank: TakeRecord, first_id: int) -> None:
        self._song = request.song
        self.records = {
            index: replace(blank, id=first_id + index, number=index + 1) for index in range(request.takes)
        }

    def add_notes(self, part: PartialNotes, now: Song) -> TakeRecord | None:
        """The record with more notes; None where its take is gone, whole, or has lost that track."""
        take, track = self.records.get(part.take_index), self._places(now).get(part.track_index)
        if take is None or track is None:
            return None
        before = take.notes.get(track)
        notes = part.notes if before is None else sorted_notes(np.concatenate([before, part.notes]))
        return self._put(part.take_index, replace(take, notes={**take.notes, track: notes}))

    def finished(self, whole: Take, now: Song, now_s: float) -> TakeRecord | None:
        """The whole take, made `now_s` (epoch); it is not in the making any more. None where it is gone."""
        take = self.records.pop(whole.index, None)
        if take is None:
            return None
        places = self._places(now)
        notes = {places[track]: part for track, part in whole.notes.items() if track in places}
        tracks = tuple(places[track] for track in take.asked.tracks if track in places)
        asked = replace(take.asked, tracks=tracks)
        return replace(take, asked=asked, notes=notes, provenance=whole.provenance, created_s=now_s)

    def drop(self, id: int) -> bool:
        """Forget a take; whether it was here."""
        index = next((index for index, take in self.records.items() if take.id == id), None)
        return index is not None and self.records.pop(index, None) is not None

    def _put(self, index: int, take: TakeRecord) -> TakeRecord:
        self.records[index] = take
        return take

    def _places(self, now: Song) -> Mapping[int, int]:
        """Where each track of the request's song stands in the song of now."""
        before, after = self._song.tracks, now.tracks
        if len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True)):
            return {index: index for index in range(len(before))}
        return {i: j for i, j, _ in song_difference(self._song, now).kept}
