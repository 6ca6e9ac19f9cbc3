"""A finished recording as one edit of the song, and as takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from genre_studio.music.edits import NoteIds, ink, quantize
from genre_studio.music.lane_events import of_passes
from genre_studio.music.notes import starting_within
from genre_studio.music.provenance import Provenance
from genre_studio.music.recording import Lap, Played, RecordMode, Stretch, merged, recorded_laps, with_lap
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.take_record import Asked, TakeRecord
from genre_studio.music.timing import MeterMap

RECORDING_ID = "recording"
_INK_WINDOW_BEATS = 0.5
_EARLY_BEATS = 0.5


@dataclass(frozen=True, slots=True)
class RecordChoices:
    """How a recording becomes notes: the mode, and the grid that starts are drawn to (0: none)."""

    mode: RecordMode = RecordMode.OVERDUB
    grid_ticks: int = 0


@dataclass(frozen=True, eq=False)
class RecordedSong:
    """The song after a recording, as an undo step of this name, and `said`: what became of it.

    `laps` are those in which something was played; `kept` is the one of them that is in the song, or None.
    """

    name: str
    song: Song
    laps: tuple[Lap, ...]
    kept: int | None
    said: str


def early_ticks(meters: MeterMap, tick: int) -> int:
    """How much before the first beat a note may be struck that was meant for it."""
    return round(_EARLY_BEATS * meters.meter_at(tick).beat_ticks(meters.ppq))


def live_lap(played: Iterable[Played], stretch: Stretch, early: int, choices: RecordChoices) -> Lap:
    """What to show while it is played: all of it where laps pile up, else the lap in hand."""
    laps = recorded_laps(played, stretch, early)
    return _quantized(merged(laps) if choices.mode is RecordMode.OVERDUB else laps[-1], choices)


def recorded_song(
    song: Song,
    track_index: int,
    played: Sequence[Played],
    stretch: Stretch,
    early: int,
    choices: RecordChoices,
    inked_ids: NoteIds | None = None,
) -> RecordedSong | None:
    """The recording in a track of the song; None where nothing was played in its stretch.

    `inked_ids` are the notes that inking is about; None: all those in the stretch.
    """
    laps = tuple(
        _quantized(lap, choices) for lap in recorded_laps(played, stretch, early) if not lap.is_empty
    )
    if not laps:
        return None
    if choices.mode is RecordMode.INK:
        return _inked(song, track_index, laps, inked_ids)
    lap = merged(laps) if choices.mode is RecordMode.OVERDUB else laps[-1]
    track = with_lap(song.tracks[track_index], lap, choices.mode)
    count = _notes_text(len(lap.notes))
    where = track.name or f"Track {track_index + 1}"
    name, said = f"Record {count}", f"Recorded {count} into {where}."
    if choices.mode is RecordMode.TAKES and len(laps) > 1:
        name = f"Record {len(laps)} takes"
        said = f"Recorded {len(laps)} takes; the last one is in the song."
    return RecordedSong(name, song.with_track(track_index, track), laps, len(laps) - 1, said)


def sounding_song(
    song: Song,
    track_index: int,
    played: Iterable[Played],
    stretch: Stretch,
    early: int,
    choices: RecordChoices,
) -> Song:
    """What is to be heard while it is recorded, in the last lap of `stretch`.

    Overdubbing, what was played in the laps before; replacing, nothing of what will make way.
    """
    track = song.tracks[track_index]
    if choices.mode in (RecordMode.REPLACE, RecordMode.TAKES):
        start = min(stretch.start, stretch.loop[0]) if stretch.loop else stretch.start
        end = stretch.loop[1] if stretch.loop else max(track.end_tick, start) + 1
        return song.with_track(track_index, with_lap(track, Lap(start, end), choices.mode))
    if choices.mode is RecordMode.INK or stretch.loop is None or stretch.last_lap == 0:
        return song
    before = Stretch(stretch.start, stretch.loop[1], stretch.loop, stretch.last_lap - 1)
    earlier = [each for each in played if each.lap < stretch.last_lap]
    recorded = recorded_song(song, track_index, earlier, before, early, choices)
    return recorded.song if recorded is not None else song


def take_records(
    recorded: RecordedSong, track_index: int, scale: Scale, first_id: int, batch: int, created_s: float
) -> tuple[TakeRecord, ...]:
    """The laps as takes, the kept one marked."""
    moved = of_passes([(lap.start, lap.events) for lap in recorded.laps])
    asked = Asked(
        region=(0, 1),
        tracks=(track_index,),
        ability=RECORDING_ID,
        genre="",
        seed=0,
        takes=len(recorded.laps),
        generator="recorded",
        plugin_id=RECORDING_ID,
        model=None,
        parameters={},
        scale=scale,
    )
    return tuple(
        TakeRecord(
            id=first_id + number,
            batch=batch,
            number=number + 1,
            asked=replace(asked, region=(lap.start, max(lap.end, lap.start + 1))),
            notes={track_index: lap.notes},
            events={track_index: moved[number]},
            provenance=Provenance(RECORDING_ID, "", "", "", "", 0, number, {}, "played by hand", "your own"),
            is_kept=number == recorded.kept,
            created_s=created_s,
        )
        for number, lap in enumerate(recorded.laps)
    )


def _quantized(lap: Lap, choices: RecordChoices) -> Lap:
    if choices.grid_ticks < 1 or choices.mode is RecordMode.INK:
        return lap
    return replace(lap, notes=quantize(lap.notes, lap.notes["id"], choices.grid_ticks))


def _inked(song: Song, track_index: int, laps: tuple[Lap, ...], inked_ids: NoteIds | None) -> RecordedSong:
    """The last lap of all that was played, over the notes that were drawn."""
    track, lap = song.tracks[track_index], laps[-1]
    window = round(_INK_WINDOW_BEATS * song.meter_map.meter_at(lap.start).beat_ticks(song.ppq))
    if inked_ids is None:
        inked_ids = starting_within(track.notes, lap.start - window, lap.end)["id"]
    pitches = np.unique(lap.notes["pitch"])
    by_pitch = bool(np.isin(pitches, track.notes["pitch"]).all())
    inked = ink(track.notes, inked_ids, lap.notes, window, by_pitch=by_pitch)
    how = "" if by_pitch else " by tapping"
    if not inked.met:
        return RecordedSong("Ink", song, laps, None, "Nothing that was played met a written note.")
    count = _notes_text(inked.met)
    after = song.with_track(track_index, track.with_notes(inked.notes))
    return RecordedSong(f"Ink {count}", after, laps, None, f"Inked {count}{how}.")


def _notes_text(count: int) -> str:
    return "1 note" if count == 1 else f"{count:,} notes"
