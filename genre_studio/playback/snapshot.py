"""A song on its way to the engine: only the tracks that changed since the last one travel."""

from dataclasses import dataclass, field

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.notes import Notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter, Tempo


@dataclass(frozen=True, slots=True)
class TrackPart:
    """What of a track is heard."""

    channel: int
    notes: Notes
    events: ChannelEvents
    output_id: str = ""  # empty: the main output


@dataclass(frozen=True, slots=True)
class SongSnapshot:
    """`parts` names every audible track in order; `new_parts` carries those not sent before.

    `output_ids` are those that any track names, silent ones too: a mute must not unplug a DAW.
    """

    ppq: int
    tempos: tuple[Tempo, ...]
    meters: tuple[Meter, ...]
    output_ids: tuple[str, ...]
    parts: tuple[int, ...]
    new_parts: dict[int, TrackPart]


def audible_tracks(song: Song) -> tuple[Track, ...]:
    """The tracks that sound: the soloed ones if there are any, less the muted ones."""
    soloed = any(track.soloed for track in song.tracks)
    return tuple(t for t in song.tracks if not t.muted and (t.soloed or not soloed))


def part_of(track: Track) -> TrackPart:
    return TrackPart(track.channel, track.notes, track.events, track.output_id)


def output_ids_of(song: Song) -> tuple[str, ...]:
    """The outputs that tracks name for themselves, each once."""
    return tuple(dict.fromkeys(track.output_id for track in song.tracks if track.output_id))


class SnapshotSender:
    """Turns songs into snapshots, remembering which parts the other side already has.

    Tracks are told apart by their arrays, which edits replace and never change in place.
    """

    def __init__(self) -> None:
        self._sent: dict[int, TrackPart] = {}
        self._next_number = 0

    def snapshot(self, song: Song) -> SongSnapshot:
        known = {_identity(part): number for number, part in self._sent.items()}
        parts = [part_of(track) for track in audible_tracks(song)]
        numbers: dict[int, TrackPart] = {}
        for part in parts:
            number = known.get(_identity(part))
            if number is None or number in numbers:
                number, self._next_number = self._next_number, self._next_number + 1
            numbers[number] = part
        new = {number: part for number, part in numbers.items() if number not in self._sent}
        self._sent = numbers
        return SongSnapshot(song.ppq, song.tempos, song.meters, output_ids_of(song), tuple(numbers), new)


@dataclass(slots=True)
class SnapshotReceiver:
    """Puts snapshots together again from the parts that came with them and with the one before."""

    _parts: dict[int, TrackPart] = field(default_factory=dict)

    def parts(self, snapshot: SongSnapshot) -> tuple[TrackPart, ...]:
        have = self._parts | snapshot.new_parts
        self._parts = {number: have[number] for number in snapshot.parts}
        return tuple(self._parts.values())


def _identity(part: TrackPart) -> tuple[int, int, int, str]:
    # Kept parts keep their arrays alive, so an id() here cannot be taken over by another array.
    return part.channel, id(part.notes), id(part.events), part.output_id
