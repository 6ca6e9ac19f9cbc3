"""Real files survive reading and writing, event for event, as mido hears them.

GENRE_STUDIO_ALL_FILES=1 runs every file instead of an evenly spread sample.
"""

import os
from pathlib import Path

import pytest

from genre_studio.music.midi_file import read_song, read_song_bytes, song_bytes, write_song
from tests.helpers.midi_oracle import hear
from tests.helpers.shared_data import shared_midi_files

_SAMPLE = None if os.environ.get("GENRE_STUDIO_ALL_FILES") else 40
_MOST_BYTES = None if _SAMPLE is None else 100_000  # mido needs seconds for a whole string quartet


def _assert_survives(path: Path) -> None:
    original = hear(path.read_bytes())
    loaded = read_song(path)
    written = hear(song_bytes(loaded.song))
    assert written.ppq == original.ppq
    assert written.notes == original.notes
    assert written.channel_events == original.channel_events
    assert not original.metas - written.metas
    # mido stops at the number of tracks that the header promises; our reader goes on where there are more.
    if not any("another number of tracks" in repair for repair in loaded.repairs):
        # A track left silent, because all it held was ends without notes, keeps its channel by a prefix.
        assert all(meta[:3] == (0, 0xFF, 0x20) for meta in written.metas - original.metas)
    if not original.mixes_note_offs:
        assert not original.note_off_bytes - written.note_off_bytes
    assert written.end_tick == original.end_tick or _has_note_past_end(original.end_tick, written.end_tick)


def _has_note_past_end(stated: int, written: int) -> bool:
    """A note of no length at the very end gains a tick."""
    return written == stated + 1


def test_real_files_survive_event_for_event() -> None:
    failed = {}
    for path in shared_midi_files(_SAMPLE):
        if _MOST_BYTES and path.stat().st_size > _MOST_BYTES:
            continue
        try:
            _assert_survives(path)
        except (AssertionError, ValueError, OSError) as error:
            failed[path.name] = f"{type(error).__name__}: {error}"[:300]
    assert not failed, "\n".join(f"{name}: {why}" for name, why in failed.items())


@pytest.mark.parametrize("file_type", [0, 1])
def test_a_song_read_from_our_own_file_is_written_the_same(file_type: int, tmp_path: Path) -> None:
    for path in shared_midi_files(12):
        # Type 0 merges the tracks of one channel, so the second writing is the first settled one.
        first = read_song_bytes(song_bytes(read_song(path).song, file_type), path.name)
        assert first.repairs == ()
        copy = tmp_path / "copy.mid"
        write_song(first.song, copy, file_type=file_type)
        again = read_song(copy)
        assert again.repairs == ()
        assert song_bytes(again.song, file_type) == copy.read_bytes()
