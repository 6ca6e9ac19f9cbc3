"""What a song holds, in the few figures that a person asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, Controller, of_kind
from genre_studio.music.general_midi import instrument_name
from genre_studio.music.song import KeySignature, Song, Track
from genre_studio.music.timing import Meter, tempo_us_to_bpm

_MAJOR_KEYS = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
_MINOR_KEYS = ("Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#")
_CONTROLLER_TITLES = {
    Controller.BANK_SELECT: "bank select",
    Controller.BANK_SELECT_LSB: "bank select (fine)",
    Controller.SUSTAIN: "sustain pedal",
    Controller.ALL_SOUND_OFF: "all sound off",
    Controller.RESET_CONTROLLERS: "reset controllers",
    Controller.ALL_NOTES_OFF: "all notes off",
}


@dataclass(frozen=True, slots=True)
class TrackSummary:
    """One track. `channel` counts from one, as musicians do; pitches are MIDI numbers, None without notes."""

    name: str
    channel: int
    program: int
    instrument: str
    family: str
    notes: int
    lowest_pitch: int | None
    highest_pitch: int | None
    controllers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SongSummary:
    """A song. `seconds` and `bars` run to the end of its last note."""

    title: str
    ppq: int
    seconds: float
    bars: int
    notes: int
    slowest_bpm: float
    fastest_bpm: float
    meters: tuple[str, ...]
    keys: tuple[str, ...]
    markers: tuple[str, ...]
    tracks: tuple[TrackSummary, ...]


def summarise(song: Song) -> SongSummary:
    """The figures of `song`; meters and keys are named once each, in order of appearance."""
    end = song.note_end_tick
    bpms = _heard_bpms(song, end)
    return SongSummary(
        title=song.title,
        ppq=song.ppq,
        seconds=float(song.tempo_map.seconds_at(end)),
        bars=song.meter_map.bar_index_at(end - 1) + 1 if end else 0,
        notes=song.note_count,
        slowest_bpm=min(bpms),
        fastest_bpm=max(bpms),
        meters=_once_each(meter_name(meter) for meter in song.meter_map.meters),
        keys=_once_each(key_name(key) for key in song.keys),
        markers=tuple(marker.text for marker in song.markers),
        tracks=tuple(summarise_track(track) for track in song.tracks),
    )


def summarise_track(track: Track) -> TrackSummary:
    """The figures of one track."""
    pitches = track.notes["pitch"]
    return TrackSummary(
        name=track.name,
        channel=track.channel + 1,
        program=track.program,
        instrument=instrument_name(track.program, is_drums=track.is_drums),
        family=track.family.title,
        notes=len(track.notes),
        lowest_pitch=int(pitches.min()) if len(pitches) else None,
        highest_pitch=int(pitches.max()) if len(pitches) else None,
        controllers=_controller_titles(track),
    )


def meter_name(meter: Meter) -> str:
    """A meter as musicians write it: 6/8."""
    return f"{meter.numerator}/{meter.denominator}"


def key_name(key: KeySignature) -> str:
    """A key as musicians write it: Eb major."""
    tonic = (_MINOR_KEYS if key.minor else _MAJOR_KEYS)[key.sharps + 7]
    return f"{tonic} {'minor' if key.minor else 'major'}"


def _heard_bpms(song: Song, end: int) -> list[float]:
    """The tempos that hold somewhere before `end`, in beats a minute."""
    changes = [tempo.tick for tempo in song.tempos if tempo.tick < end]
    return [tempo_us_to_bpm(song.tempo_map.tempo_us_at(tick)) for tick in {0, *changes}]


def _controller_titles(track: Track) -> tuple[str, ...]:
    numbers = np.unique(of_kind(track.events, ChannelEventKind.CONTROL)["number"]).tolist()
    titles = [_controller_title(number) for number in numbers]
    if len(of_kind(track.events, ChannelEventKind.BEND)):
        titles.append("pitch bend")
    return tuple(titles)


def _controller_title(number: int) -> str:
    if number in _CONTROLLER_TITLES:
        return _CONTROLLER_TITLES[Controller(number)]
    if number in set(Controller):
        return Controller(number).name.lower()
    return f"controller {number}"


def _once_each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
