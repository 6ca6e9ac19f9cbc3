"""What every generator must keep to. Nothing reaches a song before it has passed here."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, check_notes, note_ends, sorted_notes
from genre_studio.music.provenance import Provenance
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take

MOST_NOTES = 100_000
"""The most notes that one take may hold in one track."""

_PITCH_STRIDE = 1 << 48  # ticks of one pitch never reach those of the next in a combined key


class TakeRefused(Exception):
    """A rule was broken; the message is one sentence that says which, and where in the song."""


def checked_take(request: Request, take: Take, plugin_id: str | None = None) -> Take:
    """The take with its notes sorted, read-only and unlocked, once it keeps every rule of the request.

    Raises TakeRefused for a wrong index, a track that was not asked for, notes out of the ranges of
    MIDI or of the region, notes on top of locked ones, a broken constraint, or no provenance.
    `plugin_id` names the plugin that the provenance must name.
    """
    if not 0 <= take.index < request.takes:
        raise TakeRefused(f"Take {take.index + 1} was returned; {request.takes} were asked for.")
    what = f"Take {take.index + 1}"
    _check_provenance(request, take, what, plugin_id)
    notes = {track: checked_notes(request, track, part, what) for track, part in take.notes.items()}
    return replace(take, notes=notes)


def checked_notes(request: Request, track_index: int, notes: Notes, what: str = "A take") -> Notes:
    """The notes of one track (a whole take's or some of them), sorted, read-only and unlocked.

    Raises TakeRefused as `checked_take` does; `what` begins the sentence.
    """
    if track_index not in request.tracks:
        raise TakeRefused(f"{what} has notes for track {track_index + 1}, which it was not asked to write.")
    if len(notes) > MOST_NOTES:
        raise TakeRefused(f"{what} has {len(notes):,} notes in one track; {MOST_NOTES:,} are the most.")
    try:
        check_notes(notes)
    except ValueError as error:
        raise TakeRefused(f"{what} is no music: {error}.") from None
    unlocked = notes.copy()
    unlocked["locked"] = False
    unlocked = sorted_notes(unlocked)
    _check_region(request, unlocked, what)
    _check_repeats(request, unlocked, what)
    _check_locks(request, track_index, unlocked, what)
    if not request.song.tracks[track_index].is_drums:
        _check_pitches(request, unlocked, what)
    _check_polyphony(request, track_index, unlocked, what)
    return unlocked


def _check_provenance(request: Request, take: Take, what: str, plugin_id: str | None) -> None:
    provenance = take.provenance
    if not isinstance(provenance, Provenance) or not provenance.plugin_id:
        raise TakeRefused(f"{what} does not say where it comes from.")
    if plugin_id is not None and provenance.plugin_id != plugin_id:
        raise TakeRefused(f"{what} says that it comes from '{provenance.plugin_id}', not '{plugin_id}'.")
    if provenance.take_index != take.index or provenance.seed != request.seed:
        raise TakeRefused(f"{what} names another take or seed as its origin, so it could not be made again.")


def _refuse_first(request: Request, notes: Notes, wrong: NDArray[np.bool_], sentence: str) -> None:
    """Refuse with `sentence`, which has room for the first wrong note's place, if any note is wrong."""
    if wrong.any():
        start = int(notes["start"][np.argmax(wrong)])
        raise TakeRefused(sentence.format(place=f"bar {request.song.meter_map.position_at(start)}"))


def _check_region(request: Request, notes: Notes, what: str) -> None:
    outside = (notes["start"] < request.region.start) | (notes["start"] >= request.region.end)
    sentence = f"{what} has a note at {{place}}, outside the bars it was asked to write."
    _refuse_first(request, notes, outside, sentence)
    # Written so that a duration near the largest integer cannot wrap around.
    too_long = notes["duration"] > request.region.end - notes["start"]
    sentence = f"{what} has a note at {{place}} that sounds beyond the bars it was asked to write."
    _refuse_first(request, notes, too_long, sentence)


def _check_repeats(request: Request, notes: Notes, what: str) -> None:
    repeated = np.zeros(len(notes), np.bool_)
    same_start = notes["start"][1:] == notes["start"][:-1]
    repeated[1:] = same_start & (notes["pitch"][1:] == notes["pitch"][:-1])
    _refuse_first(request, notes, repeated, f"{what} has the same note twice at {{place}}.")


def _check_locks(request: Request, track_index: int, notes: Notes, what: str) -> None:
    overlapping = overlaps_same_pitch(notes, request.locked_notes(track_index))
    _refuse_first(request, notes, overlapping, f"{what} has a note at {{place}} on top of a locked one.")


def overlaps_same_pitch(notes: Notes, others: Notes) -> NDArray[np.bool_]:
    """Which of `notes` sound together with one of `others` of the same pitch; shape (N,)."""
    others_key = others["pitch"].astype(np.int64) * _PITCH_STRIDE
    starts = np.sort(others_key + others["start"])
    ends = np.sort(others_key + note_ends(others))
    key = notes["pitch"].astype(np.int64) * _PITCH_STRIDE
    begun = np.searchsorted(starts, key + note_ends(notes), side="left")
    ended = np.searchsorted(ends, key + notes["start"], side="right")
    overlapping: NDArray[np.bool_] = begun > ended
    return overlapping


def _check_pitches(request: Request, notes: Notes, what: str) -> None:
    limits = request.constraints
    pitch = notes["pitch"]
    outside = (pitch < limits.lowest_pitch) | (pitch > limits.highest_pitch)
    _refuse_first(request, notes, outside, f"{what} has a note at {{place}} outside the pitch range.")
    if limits.pitch_classes is not None:
        foreign = ~np.isin(pitch % 12, sorted(limits.pitch_classes))
        _refuse_first(request, notes, foreign, f"{what} has a note at {{place}} outside the scale.")


def _check_polyphony(request: Request, track_index: int, notes: Notes, what: str) -> None:
    most = request.constraints.polyphony
    if most is None or not len(notes):
        return
    everything = np.concatenate([notes, request.locked_notes(track_index)])
    ticks = np.sort(everything["start"])
    crowded = (_sounding_at(everything, ticks) > most) & (_sounding_at(notes, ticks) > 0)
    if crowded.any():
        place = request.song.meter_map.position_at(int(ticks[np.argmax(crowded)]))
        raise TakeRefused(f"{what} has more than {most} notes at once at bar {place}.")


def _sounding_at(notes: Notes, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many notes sound at each tick; shape (T,)."""
    begun = np.searchsorted(np.sort(notes["start"]), ticks, side="right")
    ended = np.searchsorted(np.sort(note_ends(notes)), ticks, side="right")
    sounding: NDArray[np.int64] = begun - ended
    return sounding
