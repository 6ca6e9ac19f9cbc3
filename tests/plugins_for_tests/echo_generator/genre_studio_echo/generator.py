"""One note after the other, each ending before the next: random, but the same for the same seed."""

import random
from collections.abc import Iterator

from genre_studio.music.notes import Notes, make_notes, note_ends
from genre_studio.plugin_api import Provenance, Report, Request, Take, checked_values
from genre_studio_echo.info import INFO


class EchoGenerator:
    """Writes `density` notes a bar in every requested track, around the locked notes."""

    def prepare(self, request: Request) -> None:
        """Nothing to load."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        values = checked_values(INFO.parameters, request.parameters)
        for index in range(request.takes):
            report.progress(index / request.takes, f"Writing take {index + 1}")
            notes = {}
            for track in request.tracks:
                notes[track] = _line(request, track, index, int(values["density"]))
                report.notes(index, track, notes[track])
            yield Take(index, notes, _provenance(request, index, values))


def _line(request: Request, track: int, take_index: int, density: int) -> Notes:
    numbers = random.Random(f"{request.seed} {take_index} {track} {request.genre}")
    step = max(1, request.song.ppq * 4 // density)
    pitches = [pitch for pitch in range(36, 97) if request.constraints.allows_pitch(pitch)]
    pitches = pitches or [p for p in range(128) if request.constraints.allows_pitch(p)]
    if request.song.tracks[track].is_drums:
        pitches = [36, 38, 42]
    locked = request.locked_notes(track)
    starts = [
        start
        for start in range(request.region.start, request.region.end, step)
        if not ((locked["start"] < start + step) & (note_ends(locked) > start)).any()
    ]
    durations = [min(step, request.region.end - start) for start in starts]
    return make_notes(starts, durations, [numbers.choice(pitches) for _ in starts])


def _provenance(request: Request, index: int, values: dict[str, float | int | str | bool]) -> Provenance:
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
