"""A band of four to write for, and a report that remembers."""

from dataclasses import dataclass, field

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter


@dataclass
class Listener:
    """A report that remembers what it was told."""

    told: list[tuple[int, int, Notes]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def progress(self, fraction: float, message: str = "") -> None:
        self.shares.append(fraction)

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        self.told.append((take_index, track_index, notes))


def band(bars: int = 8, meter: Meter | None = None, *, empty: bool = False) -> Song:
    """Drums, bass, keys and a lead in D major; without a note where `empty`."""
    meter = meter or Meter(0, 4, 4)
    end, beat = bars * meter.bar_ticks(480), 480
    starts = np.arange(0, end, beat)
    lead = make_notes(starts, [beat] * len(starts), 62 + np.array([0, 2, 4, 7])[np.arange(len(starts)) % 4])
    bass = make_notes(
        starts[::2],
        [2 * beat] * len(starts[::2]),
        [38, 45] * (len(starts[::2]) // 2) + [38] * (len(starts[::2]) % 2),
    )
    keys = make_notes(
        np.repeat(starts[::4], 3), [4 * beat] * 3 * len(starts[::4]), [62, 66, 69] * len(starts[::4])
    )
    kit = make_notes(starts, [60] * len(starts), np.where(np.arange(len(starts)) % 2, 38, 36))
    program = (ChannelEventKind.PROGRAM, 0)

    def track(name: str, channel: int, notes: Notes, number: int) -> Track:
        events = make_channel_events([(0, *program, number)])
        return Track(name, channel, EMPTY_NOTES if empty else notes, events)

    return Song(
        tracks=(
            track("Drums", DRUM_CHANNEL, kit, 0),
            track("Bass", 1, bass, 33),
            track("Keys", 2, keys, 0),
            track("Lead", 3, lead, 65),
        ),
        meters=(meter,),
    )
