"""Takes as files: take-1.mid ... and takes.json beside them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from genre_studio.music.midi_file import write_song
from genre_studio.music.take_song import take_song
from genre_studio.music.takes import apply_take
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take

FORMAT = 1
REPORT_NAME = "takes.json"


def write_takes(
    folder: Path,
    sources: Sequence[Path],
    request: Request,
    takes: Iterable[Take],
    repairs: Iterable[str] = (),
    *,
    only_new: bool = False,
) -> dict[str, Any]:
    """Write a .mid for each take into `folder` (made where missing) and takes.json; what that holds.

    `sources` are the files that were read: none for music from nothing, two for a path between them.
    With `only_new` the files hold the new bars alone, from their first tick on.
    """
    names = file_names(request.takes, request.ability)
    folder.mkdir(parents=True, exist_ok=True)
    region = request.region
    described = []
    for take in takes:
        made = take_song if only_new else apply_take
        name = names[take.index]
        song = made(request.song, region.start, region.end, take.notes)
        write_song(song, folder / name, tracks_end_together=only_new)
        described.append(_described(name, take))
    meters = request.song.meter_map
    report = {
        "format": FORMAT,
        "input": str(sources[0]) if sources else None,
        **({"far_input": str(sources[1])} if len(sources) > 1 else {}),
        "repairs": list(repairs),
        "first_bar": meters.bar_index_at(region.start) + 1,
        "bars": meters.bar_index_at(region.end - 1) - meters.bar_index_at(region.start) + 1,
        "region_ticks": [region.start, region.end],
        "ability": request.ability.value,
        "locked_notes": sum(len(request.locked_notes(track)) for track in request.tracks),
        "only_new": only_new,
        "tracks": [index + 1 for index in request.tracks],
        "genre": request.genre,
        "seed": request.seed,
        "constraints": _constraints(request.constraints),
        "takes": described,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    # A file name need not be valid UTF-8; the escape that stands for such a byte is valid JSON.
    (folder / REPORT_NAME).write_text(text, encoding="utf-8", errors="backslashreplace")
    return report


def file_names(takes: int, ability: Ability | None = None) -> list[str]:
    """The file of each take, in an order that every listing keeps: take-1.mid, or step-01.mid of a path."""
    word, digits = "step" if ability is Ability.INTERPOLATE else "take", len(str(takes))
    return [f"{word}-{number:0{digits}}.mid" for number in range(1, takes + 1)]


def _described(name: str, take: Take) -> dict[str, Any]:
    provenance = {**asdict(take.provenance), "parameters": dict(take.provenance.parameters)}
    counts = {str(track + 1): len(notes) for track, notes in sorted(take.notes.items())}
    return {"file": name, "notes_by_track": counts, "provenance": provenance}


def _constraints(constraints: Constraints) -> dict[str, Any]:
    classes = constraints.pitch_classes
    return {**asdict(constraints), "pitch_classes": None if classes is None else sorted(classes)}
