"""Write the demo song: `python resources/demo/compose.py`. Composed for Genre Studio, under its licence.

"Evening Walk", C minor, 96 beats a minute: an eight-bar period. The first half ends on the dominant, the
second on the tonic, and the drums fill the last beat, so that what follows has somewhere to start.
"""

import math
from collections.abc import Iterable, Sequence

from genre_studio.music.channel_events import ChannelEventKind, Controller, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.song import KeySignature, Marker, Song, Track
from genre_studio.music.timing import DEFAULT_PPQ, Meter, Tempo, bpm_to_tempo_us
from genre_studio.resources import demo_song_path

BEATS_IN_BAR = 4
Row = tuple[float, float, int, float]  # beat from the start, length in beats, MIDI note number, velocity

# (pitch or None for a rest, beats); one line a bar. The seventh of the scale is raised over G7 only.
MELODY = (
    ((67, 1.5), (72, 0.5), (75, 1), (74, 0.5), (72, 0.5)),  # Cm
    ((72, 1.5), (70, 0.5), (68, 1), (72, 1)),  # Ab maj7
    ((68, 0.5), (72, 0.5), (77, 1.5), (75, 0.5), (74, 0.5), (72, 0.5)),  # Fm7
    ((74, 2), (71, 1), (None, 1)),  # G7: a half close
    ((67, 1.5), (72, 0.5), (79, 1), (77, 0.5), (75, 0.5)),  # Cm: the same start, and higher
    ((75, 1.5), (74, 0.5), (72, 1), (75, 1)),  # Ab
    ((77, 1), (75, 0.5), (72, 0.5), (74, 1), (71, 0.5), (67, 0.5)),  # Fm7 G7
    ((72, 3), (None, 1)),  # Cm: home
)

# (beat, length, voicing): four voices that move by step or stay; the seventh falls, the leading note rises.
KEYS = (
    ((0, 1.5, (55, 60, 63, 67)), (1.5, 2.5, (55, 60, 63, 67))),
    ((0, 1.5, (56, 60, 63, 67)), (1.5, 2.5, (56, 60, 63, 67))),
    ((0, 1.5, (56, 60, 63, 65)), (1.5, 2.5, (56, 60, 63, 65))),
    ((0, 2, (53, 60, 62, 67)), (2, 2, (53, 59, 62, 67))),  # the fourth suspended, then resolved
    ((0, 1.5, (51, 60, 63, 67)), (1.5, 2.5, (51, 60, 63, 67))),
    ((0, 1.5, (51, 60, 63, 68)), (1.5, 2.5, (51, 60, 63, 68))),
    ((0, 2, (53, 60, 63, 68)), (2, 2, (53, 59, 62, 67))),
    ((0, 4, (51, 60, 63, 67)),),
)

# (pitch, beats): root, root, fifth, and a step towards the next root.
BASS = (
    ((36, 1.5), (36, 0.5), (43, 1), (34, 1)),
    ((32, 1.5), (32, 0.5), (39, 1), (31, 1)),
    ((29, 1.5), (29, 0.5), (36, 1), (32, 1)),
    ((31, 1.5), (31, 0.5), (38, 1), (35, 1)),
    ((36, 1.5), (36, 0.5), (43, 1), (34, 1)),
    ((32, 1.5), (32, 0.5), (39, 1), (31, 1)),
    ((29, 1.5), (36, 0.5), (31, 1), (35, 1)),
    ((36, 2), (31, 1), (36, 1)),
)

KICK, SNARE, CLOSED_HAT, OPEN_HAT, LOW_TOM, HIGH_TOM, CRASH = 36, 38, 42, 46, 45, 50, 49
KICK_BEATS, SNARE_BEATS = (0, 1.5, 2), (1, 3)
FILLS = {  # by bar: (beat, drum, velocity)
    3: ((3.5, SNARE, 70), (3.75, SNARE, 84)),
    7: ((3, SNARE, 84), (3.25, SNARE, 76), (3.5, HIGH_TOM, 88), (3.75, LOW_TOM, 94)),
}


def melody_rows() -> Iterable[Row]:
    """The melody, louder towards the middle of each four bars and on the beat, softer off it."""
    for beat, length, pitch in _in_sequence(MELODY):
        arch = 14 * math.sin(math.pi * (beat % 16 + 1) / 17)
        accent = 5 if beat % BEATS_IN_BAR == 0 else -4 if beat % 1 else 0
        yield beat, length * 0.95, pitch, 80 + arch + accent + (pitch - 72) * 0.8


def keys_rows() -> Iterable[Row]:
    """The chords, under the melody; outer voices a little stronger than inner ones."""
    for bar, chords in enumerate(KEYS):
        for beat, length, voicing in chords:
            for voice, pitch in enumerate(voicing):
                outer = 4 if voice in {0, len(voicing) - 1} else 0
                yield bar * BEATS_IN_BAR + beat, length * 0.92, pitch, 60 + outer + (4 if beat == 0 else 0)


def bass_rows() -> Iterable[Row]:
    for beat, length, pitch in _in_sequence(BASS):
        yield beat, length * 0.88, pitch, 92 if beat % BEATS_IN_BAR == 0 else 80 if beat % 1 == 0 else 74


def drum_rows() -> Iterable[Row]:
    yield 0, 0.25, CRASH, 88
    for bar in range(len(MELODY)):
        fill = FILLS.get(bar, ())
        fill_beat = min((beat for beat, _, _ in fill), default=BEATS_IN_BAR)
        for beat, drum, velocity in (*_groove(bar), *fill):
            if beat < fill_beat or (beat, drum, velocity) in fill:
                yield bar * BEATS_IN_BAR + beat, 0.25, drum, velocity


def _groove(bar: int) -> Iterable[tuple[float, int, int]]:
    """One bar: (beat, drum, velocity). The hat opens before the two halves begin again."""
    for eighth in range(2 * BEATS_IN_BAR):
        is_open = bar in {1, 5} and eighth == 2 * BEATS_IN_BAR - 1
        is_crash = bar == 0 and eighth == 0
        if not is_crash:
            yield eighth / 2, OPEN_HAT if is_open else CLOSED_HAT, (74, 52, 66, 50)[eighth % 4]
    yield from ((beat, KICK, 98 if beat == 0 else 84) for beat in KICK_BEATS)
    yield from ((beat, SNARE, 92 if beat == 1 else 96) for beat in SNARE_BEATS)


def _in_sequence(bars: Sequence[Sequence[tuple[int | None, float]]]) -> Iterable[tuple[float, float, int]]:
    """(beat, length, pitch) of bars written one note after another. Every bar must be full."""
    for number, bar in enumerate(bars):
        beat = float(number * BEATS_IN_BAR)
        for pitch, length in bar:
            if pitch is not None:
                yield beat, length, pitch
            beat += length
        if beat != (number + 1) * BEATS_IN_BAR:
            raise ValueError(f"bar {number + 1} is not full")


def _notes(rows: Iterable[Row]) -> Notes:
    beats, lengths, pitches, velocities = zip(*rows, strict=True)
    return make_notes(
        [round(beat * DEFAULT_PPQ) for beat in beats],
        [max(1, round(length * DEFAULT_PPQ)) for length in lengths],
        pitches,
        [round(velocity) for velocity in velocities],
    )


def _track(name: str, channel: int, program: int, rows: Iterable[Row], *, pan: int, volume: int) -> Track:
    events = make_channel_events(
        [
            (0, ChannelEventKind.PROGRAM, 0, program),
            (0, ChannelEventKind.CONTROL, Controller.VOLUME, volume),
            (0, ChannelEventKind.CONTROL, Controller.PAN, pan),
        ]
    )
    return Track(name=name, channel=channel, notes=_notes(rows), events=events)


def demo_song() -> Song:
    """The whole song: Lead, Keys, Bass and Drums, eight bars."""
    return Song(
        title="Evening Walk",
        tempos=(Tempo(0, bpm_to_tempo_us(96)),),
        meters=(Meter(0, 4, 4),),
        keys=(KeySignature(0, -3, minor=True),),
        markers=(Marker(0, "Theme"),),
        tracks=(
            _track("Lead", 0, 73, melody_rows(), pan=64, volume=104),  # flute
            _track("Keys", 1, 0, keys_rows(), pan=50, volume=88),  # grand piano
            _track("Bass", 2, 33, bass_rows(), pan=64, volume=96),  # fingered bass
            _track("Drums", DRUM_CHANNEL, 0, drum_rows(), pan=64, volume=92),
        ),
    )


if __name__ == "__main__":
    write_song(demo_song(), demo_song_path())
