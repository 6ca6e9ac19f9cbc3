"""Bands of three and four to write for."""

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from tests.helpers.listener import Listener

__all__ = ["Listener", "band", "trio"]


def trio() -> Song:
    """Four bars of 4/4: a melody, a bass and drums."""
    beat = 480
    lead = make_notes([i * beat for i in range(16)], [beat] * 16, [60 + (i * 5) % 12 for i in range(16)])
    bass = make_notes([i * 2 * beat for i in range(8)], [2 * beat] * 8, [36, 43] * 4)
    kit = make_notes([i * beat // 2 for i in range(32)], [60] * 32, [36, 42, 38, 42] * 8)
    program = (ChannelEventKind.PROGRAM, 0)
    return Song(
        tracks=(
            Track("Lead", 0, lead, make_channel_events([(0, *program, 65)])),
            Track("Bass", 1, bass, make_channel_events([(0, *program, 33)])),
            Track("Drums", DRUM_CHANNEL, kit),
        ),
        meters=(Meter(0, 4, 4),),
    )


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
