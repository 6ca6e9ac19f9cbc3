"""A take in words: what was asked and what came, and where it comes from."""

import textwrap

import numpy as np

from genre_studio.music.notes import Notes
from genre_studio.ui.piano_roll.pitch_names import pitch_name
from genre_studio.ui.request_plan import bars_text, genre_title
from genre_studio.ui.take_shelf import ShelvedTake

_WRAP_CHARACTERS = 76


def amount_text(take: ShelvedTake) -> str:
    """How much came of what was asked: "4 of 4 bars, 116 notes"."""
    notes = "1 note" if take.note_count == 1 else f"{take.note_count:,} notes"
    if not take.is_whole:
        return f"{notes} so far" if take.note_count else "waiting its turn"
    return f"{_bars_written(take)} of {bars_text(_bars_asked(take))}, {notes}"


def pitch_text(take: ShelvedTake) -> str:
    """How the pitches came out: "all in C minor", "92% in C minor", "drums only"."""
    pitches = _pitches(take)
    if not take.is_whole or not take.note_count:
        return ""
    if not len(pitches):
        return "drums only"
    share = float(np.isin(pitches % 12, sorted(take.scale.pitch_classes)).mean())
    # 99.6% is not all: round down.
    return f"{'all' if share == 1 else f'{int(100 * share)}%'} in {take.scale.title}"


def about_text(take: ShelvedTake) -> str:
    """Everything about a take, a fact a line: asked, got, settings, model, training data, licence."""
    request = take.request
    first = request.song.meter_map.bar_index_at(request.region.start) + 1
    asked = [f"{bars_text(_bars_asked(take))} from bar {first}", genre_title(request.genre)]
    limits = request.constraints
    if limits.pitch_classes is not None:
        asked.append(f"only notes of {take.scale.title}")
    if (limits.lowest_pitch, limits.highest_pitch) != (0, 127):
        asked.append(f"{pitch_name(limits.lowest_pitch)} to {pitch_name(limits.highest_pitch)}")
    lines = [f"Asked: {', '.join(asked)}"]
    if take.is_whole:
        lines.append(
            f"Got: {', '.join(filter(None, (amount_text(take), pitch_text(take), _range_text(take))))}"
        )
    lines += [*_making(take), *_provenance(take), "Drag it out as a .mid file."]
    return "\n".join(textwrap.fill(line, _WRAP_CHARACTERS, subsequent_indent="    ") for line in lines)


def _making(take: ShelvedTake) -> list[str]:
    titles = {parameter.id: parameter.title for parameter in take.info.parameters}
    values = take.request.parameters.items()
    settings = ", ".join(f"{titles.get(id, id)} {_value_text(value)}" for id, value in values)
    seed = f"Seed {take.request.seed}, take {take.number} of {take.request.takes}"
    return [f"Settings: {settings}", seed] if settings else [seed]


def _provenance(take: ShelvedTake) -> list[str]:
    made = take.provenance
    if made is None:
        return []
    model = f", model {made.model_id}" if made.model_id else ""
    lines = [f"Written by {take.info.title} {made.plugin_version}{model}"]
    if made.training_data:
        lines.append(f"Learned from: {made.training_data}")
    if made.licence:
        lines.append(f"Licence: {made.licence}")
    return lines


def _bars_asked(take: ShelvedTake) -> int:
    meters, region = take.request.song.meter_map, take.request.region
    return meters.bar_index_at(region.end - 1) - meters.bar_index_at(region.start) + 1


def _bars_written(take: ShelvedTake) -> int:
    """Bars of the region in which anything starts or sounds."""
    meters, region = take.request.song.meter_map, take.request.region
    bars: set[int] = set()
    for notes in take.notes.values():
        for note in notes:
            last = min(int(note["start"]) + int(note["duration"]), region.end) - 1
            bars.update(range(meters.bar_index_at(int(note["start"])), meters.bar_index_at(last) + 1))
    return len(bars)


def _pitches(take: ShelvedTake) -> Notes:
    """The pitches of what is not drums."""
    tracks = take.request.song.tracks
    parts = [notes["pitch"] for index, notes in take.notes.items() if not tracks[index].is_drums]
    return np.concatenate(parts) if parts else np.empty(0, np.uint8)


def _range_text(take: ShelvedTake) -> str:
    pitches = _pitches(take)
    return f"{pitch_name(int(pitches.min()))} to {pitch_name(int(pitches.max()))}" if len(pitches) else ""


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
