"""Takes as files: take-1.mid ... and takes.json beside them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from genre_studio.music.channel_events import EMPTY_CHANNEL_EVENTS, ChannelEvents
from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import EMPTY_NOTES, Notes, frozen
from genre_studio.music.song import Song, Track
from genre_studio.music.takes import apply_take
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.request import Region, Request
from genre_studio.plugin_api.take import Take

FORMAT = 1


def write_takes(
    folder: Path,
    source: Path,
    request: Request,
    takes: Iterable[Take],
    repairs: Iterable[str] = (),
    *,
    only_new: bool = False,
) -> dict[str, Any]:
    """Write a .mid for each take into `folder` (made where missing) and takes.json; what that holds.

    With `only_new` the files hold the new bars alone, from their first tick on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    region = request.region
    described = []
    for take in takes:
        whole = apply_take(request.song, region.start, region.end, take.notes)
        name = f"take-{take.index + 1}.mid"
        write_song(new_bars(request, take.notes) if only_new else whole, folder / name)
        described.append(_described(name, take))
    meters = request.song.meter_map
    report = {
        "format": FORMAT,
        "input": str(source),
        "repairs": list(repairs),
        "first_bar": meters.bar_index_at(region.start) + 1,
        "bars": meters.bar_index_at(region.end - 1) - meters.bar_index_at(region.start) + 1,
        "region_ticks": [region.start, region.end],
        "only_new": only_new,
        "tracks": [index + 1 for index in request.tracks],
        "genre": request.genre,
        "seed": request.seed,
        "constraints": _constraints(request.constraints),
        "takes": described,
    }
    (folder / "takes.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return report


def new_bars(request: Request, notes_by_track: Mapping[int, Notes]) -> Song:
    """A take alone, moved to tick 0, in the tempo and meter and with the sounds of its place."""
    song, region = request.song, request.region
    meter = replace(song.meter_map.meter_at(region.start), tick=0)
    tempos = [t for t in song.tempos if t.tick <= region.start][-1:]
    later = [t for t in song.tempos if region.start < t.tick < region.end]
    keys = [k for k in song.keys if k.tick <= region.start][-1:]
    return Song(
        ppq=song.ppq,
        tracks=tuple(
            _alone(song.tracks[index], notes_by_track.get(index, EMPTY_NOTES), region)
            for index in request.tracks
        ),
        tempos=tuple(replace(t, tick=max(0, t.tick - region.start)) for t in [*tempos, *later]),
        meters=(meter,),
        keys=tuple(replace(key, tick=0) for key in keys),
        title=song.title,
    )


def _alone(track: Track, notes: Notes, region: Region) -> Track:
    moved = notes.copy()
    moved["start"] -= region.start
    return Track(track.name, track.channel, frozen(moved), _events_at(track.events, region.start))


def _events_at(events: ChannelEvents, tick: int) -> ChannelEvents:
    """The last event of each kind and number up to `tick`, all at tick 0: the track's sound there."""
    last = {(int(e["kind"]), int(e["number"])): i for i, e in enumerate(events) if e["tick"] <= tick}
    if not last:
        return EMPTY_CHANNEL_EVENTS
    held = events[sorted(last.values())]
    held["tick"] = 0
    return frozen(held)


def _described(name: str, take: Take) -> dict[str, Any]:
    provenance = {**asdict(take.provenance), "parameters": dict(take.provenance.parameters)}
    counts = {str(track + 1): len(notes) for track, notes in sorted(take.notes.items())}
    return {"file": name, "notes_by_track": counts, "provenance": provenance}


def _constraints(constraints: Constraints) -> dict[str, Any]:
    classes = constraints.pitch_classes
    return {**asdict(constraints), "pitch_classes": None if classes is None else sorted(classes)}
