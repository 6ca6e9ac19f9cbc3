"""What a take becomes when it leaves the window."""

import os
from dataclasses import replace
from pathlib import Path

import mido
import pytest

from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.timing import Tempo
from genre_studio.ui.take_drag import (
    KEPT_FOR_S,
    TakeFiles,
    dragged_take,
    file_mime_data,
    take_file_name,
    take_mime_data,
)
from tests.helpers.requests import BAR, small_song
from tests.helpers.takes import a_record

SONG = small_song()


def a_take() -> TakeRecord:
    """Take 2 of the two bars behind the small song, one note of it longer than its bars."""
    start = 2 * BAR
    notes = {
        0: make_notes([start + 240, start + 480], [240, 2 * BAR], [60, 64]),
        2: make_notes([start], [100], [36]),
    }
    return a_record(1, number=2, notes=notes)


def test_the_file_starts_on_its_bar_and_ends_on_the_full_bar(tmp_path: Path) -> None:
    take = a_take()
    path = TakeFiles(tmp_path).write(SONG, take, Scale(0, "minor"))
    file = mido.MidiFile(path)
    assert file.type == 1
    parts = file.tracks[1:]
    assert [track.name for track in parts] == ["Melody", "Drums"]
    for track in parts:
        assert len({m.channel for m in track if not m.is_meta}) == 1
        assert sum(message.time for message in track) == 2 * BAR
    first = next(m for m in parts[0] if m.type == "note_on")
    assert sum(m.time for m in parts[0][: parts[0].index(first) + 1]) == 240


def test_each_drag_has_a_file_of_its_own(tmp_path: Path) -> None:
    files, take = TakeFiles(tmp_path), a_take()
    paths = [files.write(SONG, take, Scale(0, "minor")) for _ in range(3)]
    assert len(set(paths)) == 3
    assert {path.name for path in paths} == {"Small take 2 jazz 120bpm Cm.mid"}


@pytest.mark.parametrize(
    ("title", "scale", "name"),
    [
        ("AC/DC: live?", Scale(3, "major"), "AC DC live take 2 jazz 96bpm Eb.mid"),
        ("", Scale(6, "minor"), "Song take 2 jazz 96bpm F#m.mid"),
    ],
)
def test_the_name_fits_every_file_system(title: str, scale: Scale, name: str) -> None:

    song = replace(SONG, title=title, tempos=(Tempo(0, 625_000),))
    assert " ".join(take_file_name(song, a_take(), scale).split()) == name


def test_a_take_of_one_part_is_named_after_it() -> None:
    take = a_take()
    bass = replace(take, asked=replace(take.asked, tracks=(1,)), notes={1: take.notes[0]})
    assert take_file_name(SONG, bass, Scale(0, "minor")) == "Bass take 2 jazz 120bpm Cm.mid"
    silent = replace(bass, notes={1: EMPTY_NOTES})
    assert take_file_name(SONG, silent, Scale(0, "minor")).startswith("Small take 2")


def test_files_are_pruned_after_thirty_days(tmp_path: Path) -> None:
    files, take = TakeFiles(tmp_path), a_take()
    old, new = (files.write(SONG, take, Scale(0, "major")) for _ in range(2))
    os.utime(old, (0, 0))
    os.utime(new, (KEPT_FOR_S, KEPT_FOR_S))
    assert files.prune(KEPT_FOR_S + 1) == 1
    assert not old.parent.exists()
    assert new.exists()


def test_a_drag_says_to_our_own_window_which_take_it_is(tmp_path: Path) -> None:
    assert dragged_take(take_mime_data(tmp_path / "a take.mid", 12)) == 12
    assert dragged_take(file_mime_data(tmp_path / "a take.mid")) is None


def test_the_drag_carries_a_file_address(tmp_path: Path) -> None:
    data = file_mime_data(tmp_path / "a take.mid")
    assert [Path(url.toLocalFile()) for url in data.urls()] == [tmp_path / "a take.mid"]
