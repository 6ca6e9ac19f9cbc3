"""Six rules: lines at random, chord notes to what is heard, steps up or down, and notes handed over."""

import random
from collections.abc import Iterator
from typing import TypeAlias

from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes, note_ends, sounding_within
from genre_studio.plugin_api import Ability, ParameterValue, Provenance, Report, Request, Take, checked_values
from genre_studio_weaver.info import INFO

Values: TypeAlias = dict[str, ParameterValue]
Tone: TypeAlias = tuple[int, int, int]  # start, duration, pitch


class WeaverGenerator:
    """Writes every requested track on its own; the same request gives the same notes."""

    def prepare(self, request: Request) -> None:
        """Nothing to load."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        values = checked_values(INFO.parameters, request.parameters)
        for index in range(request.takes):
            notes = {}
            for track in request.tracks:
                report.progress(index / request.takes, f"Writing take {index + 1}")
                numbers = random.Random(f"{request.seed} {index} {track} {request.genre}")
                tones = _tones(request, index, track, numbers, values)
                notes[track] = _fitting(request, track, tones)
                report.notes(index, track, notes[track])
            yield Take(index, notes, _provenance(request, index, values))


def _tones(request: Request, index: int, track: int, numbers: random.Random, values: Values) -> list[Tone]:
    match request.ability:
        case Ability.VARY:
            return _varied(request, track, numbers, float(values["distance"]))
        case Ability.INTERPOLATE:
            return _between(request, track, index / (request.takes - 1))
        case Ability.ACCOMPANY:
            return [
                (start, step, _below(request, start, numbers)) for start, step in _places(request, values)
            ]
    return [(start, step, numbers.randint(48, 84)) for start, step in _places(request, values)]


def _places(request: Request, values: Values) -> list[tuple[int, int]]:
    step = max(1, request.song.ppq * 4 // int(values["density"]))
    return [(start, step) for start in range(request.region.start, request.region.end, step)]


def _below(request: Request, start: int, numbers: random.Random) -> int:
    """One octave or two below some note that is heard there."""
    heard = [
        int(pitch)
        for index in request.heard_tracks
        for pitch in sounding_within(request.song.tracks[index].notes, start, start + 1)["pitch"]
    ]
    return max(24, numbers.choice(heard) - numbers.choice((12, 24))) if heard else 36


def _varied(request: Request, track: int, numbers: random.Random, distance: float) -> list[Tone]:
    """What is there, with some notes a third away; always one at least."""
    present = request.present_notes()[track]
    tones = _tones_of(present[~present["locked"]])
    moved = max(1, round(distance * len(tones)))
    chosen = set(numbers.sample(range(len(tones)), min(moved, len(tones))))
    return [(s, d, p + numbers.choice((-4, -3, 3, 4)) * (i in chosen)) for i, (s, d, p) in enumerate(tones)]


def _between(request: Request, track: int, part: float) -> list[Tone]:
    """Notes of the near end make way for those of the far end one by one."""
    near = _tones_of(request.present_notes()[track])
    far = _tones_of(request.far_end.get(track, EMPTY_NOTES))
    return near[round(part * len(near)) :] + far[: round(part * len(far))]


def _tones_of(notes: Notes) -> list[Tone]:
    columns = (notes[name].tolist() for name in ("start", "duration", "pitch"))
    return list(zip(*columns, strict=True))


def _fitting(request: Request, track: int, tones: list[Tone]) -> Notes:
    """The tones that the request allows, each pitch cut where it is struck again; none on a locked note."""
    locked, limits = request.locked_notes(track), request.constraints
    is_drums, end = request.song.tracks[track].is_drums, request.region.end
    kept: dict[tuple[int, int], int] = {}  # end by pitch and start
    last: dict[int, tuple[int, int]] = {}
    for start, duration, pitch in sorted(tones):
        stop = min(start + duration, end)
        clash = ((locked["start"] < stop) & (note_ends(locked) > start) & (locked["pitch"] == pitch)).any()
        if clash or not (is_drums or limits.allows_pitch(pitch)):
            continue
        if pitch in last and kept[last[pitch]] > start:
            kept[last[pitch]] = start
        if last.get(pitch) != (pitch, start):
            last[pitch] = (pitch, start)
            kept[pitch, start] = stop
    return make_notes(
        [start for _, start in kept],
        [stop - start for (_, start), stop in kept.items()],
        [pitch for pitch, _ in kept],
    )


def _provenance(request: Request, index: int, values: Values) -> Provenance:
    return Provenance(
        plugin_id=INFO.id,
        plugin_version=INFO.version,
        model_id="",
        model_sha256="",
        genre=request.genre,
        seed=request.seed,
        take_index=index,
        parameters=values,
        training_data="none",
        licence="MIT",
    )
