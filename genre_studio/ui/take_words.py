"""A take in words: what was asked and what came, and where it comes from."""

import textwrap

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import note_ends
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.plugin_api import Ability, PluginInfo
from genre_studio.ui.piano_roll.pitch_names import pitch_name
from genre_studio.ui.spoken import bars_text, genre_title

Fact = tuple[str, str]
"""A few words for what it is, and what it is."""

_WRAP_CHARACTERS = 76
_ASKED = {
    Ability.GENERATE.value: "from nothing, ",
    Ability.ACCOMPANY.value: "to accompany ",
    Ability.VARY.value: "to vary ",
    Ability.INTERPOLATE.value: "to morph, ",
}
"""What was asked for, before how many bars of it."""


def title_text(take: TakeRecord) -> str:
    """How a row names it: "Take 3 · Jazz · kept", "Step 2 of 5 · Jazz"."""
    is_step = take.asked.ability == Ability.INTERPOLATE.value
    name = f"Step {take.number} of {take.asked.takes}" if is_step else f"Take {take.number}"
    model = (take.asked.model or "").replace("-", " ").capitalize()
    words = (name, genre_title(take.asked.genre), model, "kept" if take.is_kept else "")
    return " · ".join(filter(None, words))


def amount_text(take: TakeRecord, song: Song) -> str:
    """How much came of what was asked: "4 of 4 bars, 116 notes"."""
    notes = "1 note" if take.note_count == 1 else f"{take.note_count:,} notes"
    if not take.is_whole:
        return f"{notes} so far" if take.note_count else "waiting its turn"
    return f"{_bars_written(take, song)} of {bars_text(_bars_asked(take, song))}, {notes}"


def pitch_text(take: TakeRecord, song: Song) -> str:
    """How the pitches came out: "all in C minor", "92% in C minor", "drums only"."""
    pitches = _pitches(take, song)
    if not take.is_whole or not take.note_count:
        return ""
    if not len(pitches):
        return "drums only"
    share = float(np.isin(pitches % 12, sorted(take.asked.scale.pitch_classes)).mean())
    # 99.6% is not all: round down.
    return f"{'all' if share == 1 else f'{int(100 * share)}%'} in {take.asked.scale.title}"


def row_text(take: TakeRecord, song: Song) -> str:
    """The last line of a row: "92% in C minor · seed 1234"."""
    return " · ".join(filter(None, (pitch_text(take, song), f"seed {take.asked.seed}")))


def facts_of(take: TakeRecord, song: Song, info: PluginInfo | None) -> tuple[Fact, ...]:
    """Everything about a take: asked and got, settings, seed, model, training data, licence.

    `info` is its generator's description, for the names of settings; None where it is not installed.
    """
    got = (amount_text(take, song), pitch_text(take, song), _range_text(take, song))
    facts = [
        ("Asked", _asked_text(take, song)),
        ("Got", ", ".join(filter(None, got)) if take.is_whole else ""),
        ("Settings", _settings_text(take, info)),
        ("Seed", f"{take.asked.seed}, take {take.number} of {take.asked.takes}"),
        ("Longest quote", _quote_text(take, song)),
        *_provenance(take),
    ]
    return tuple((name, text) for name, text in facts if text)


def about_text(take: TakeRecord, song: Song, info: PluginInfo | None = None) -> str:
    """The facts, a line each, broken where they are long."""
    lines = (f"{name}: {text}" for name, text in facts_of(take, song, info))
    return "\n".join(textwrap.fill(line, _WRAP_CHARACTERS, subsequent_indent="    ") for line in lines)


def _asked_text(take: TakeRecord, song: Song) -> str:
    asked = take.asked
    first = song.meter_map.bar_index_at(asked.region[0]) + 1
    words = [f"{_ASKED.get(asked.ability, '')}{bars_text(_bars_asked(take, song))} from bar {first}"]
    words.append(genre_title(asked.genre))
    if asked.pitch_classes is not None:
        words.append(f"only notes of {asked.scale.title}")
    if (asked.lowest_pitch, asked.highest_pitch) != (0, 127):
        words.append(f"{pitch_name(asked.lowest_pitch)} to {pitch_name(asked.highest_pitch)}")
    if asked.polyphony is not None:
        words.append(f"at most {asked.polyphony} at once")
    return ", ".join(words)


def _settings_text(take: TakeRecord, info: PluginInfo | None) -> str:
    titles = {parameter.id: parameter.title for parameter in info.parameters} if info else {}
    values = take.asked.parameters.items()
    return ", ".join(f"{titles.get(id, id)} {_value_text(value)}" for id, value in values)


def _quote_text(take: TakeRecord, song: Song) -> str:
    """Which piece the model learned from it repeats, and for how long."""
    quoted = take.provenance.quoted if take.provenance is not None else None
    if quoted is None:
        return ""
    bar = song.meter_map.bar_index_at(quoted.start) + 1
    return f"{quoted.notes} notes from bar {bar} on are in {quoted.piece}, in this key or another"


def _provenance(take: TakeRecord) -> list[Fact]:
    made = take.provenance
    if made is None:
        return []
    model = f", model {made.model_id}" if made.model_id else ""
    return [
        ("Written by", f"{take.asked.generator} {made.plugin_version}{model}"),
        ("Learned from", made.training_data),
        ("Licence", made.licence),
    ]


def _bars_asked(take: TakeRecord, song: Song) -> int:
    meters, (start, end) = song.meter_map, take.asked.region
    return meters.bar_index_at(end - 1) - meters.bar_index_at(start) + 1


def _bars_written(take: TakeRecord, song: Song) -> int:
    """Bars of the region in which anything starts or sounds."""
    meters, (start, end) = song.meter_map, take.asked.region
    written, bar = 0, meters.bar_index_at(start)
    starts = np.concatenate([np.empty(0, np.int64), *(notes["start"] for notes in take.notes.values())])
    ends = np.concatenate([np.empty(0, np.int64), *(note_ends(notes) for notes in take.notes.values())])
    while (line := meters.bar_start(bar)) < end:
        written += bool(np.any((starts < meters.bar_start(bar + 1)) & (ends > line)))
        bar += 1
    return written


def _pitches(take: TakeRecord, song: Song) -> NDArray[np.int16]:
    """The pitches of what is not drums."""
    known = len(song.tracks)
    parts = [n["pitch"] for i, n in take.notes.items() if i >= known or not song.tracks[i].is_drums]
    return np.concatenate(parts) if parts else np.empty(0, np.int16)


def _range_text(take: TakeRecord, song: Song) -> str:
    pitches = _pitches(take, song)
    return f"{pitch_name(int(pitches.min()))} to {pitch_name(int(pitches.max()))}" if len(pitches) else ""


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
