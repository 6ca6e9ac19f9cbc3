"""Bars cut out of a song."""

import pytest

from genre_studio.music.excerpt import excerpt, has_one_meter
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter

BAR = 1920


def test_an_excerpt_cuts_what_sounds_on() -> None:
    song = Song(tracks=(Track(notes=make_notes([0, BAR], [BAR * 3, BAR * 3], [60, 62])),))
    notes = excerpt(song, BAR, 2 * BAR).tracks[0].notes
    assert [(int(n["start"]), int(n["duration"]), int(n["pitch"])) for n in notes] == [(0, BAR, 62)]


@pytest.mark.parametrize(("first", "bars", "wanted"), [(0, 2, True), (2, 4, True), (1, 2, False)])
def test_bars_of_one_meter_are_known(first: int, bars: int, wanted: bool) -> None:
    song = Song(meters=(Meter(0, 4, 4), Meter(2 * BAR, 3, 4)))
    assert has_one_meter(song, first, bars) == wanted
