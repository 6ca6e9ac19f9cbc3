from dataclasses import replace
from typing import Any

import pytest

from genre_studio.music.notes import make_notes
from genre_studio.plugin_api import Ability, GenerationError, Region
from tests.helpers.requests import BAR, small_request, small_song

FAR_END = {0: make_notes([0, 960], [480, 480], [72, 74])}
PATH: dict[str, Any] = {
    "ability": Ability.INTERPOLATE,
    "region": Region(0, 2 * BAR),
    "takes": 5,
    "far_end": FAR_END,
}


def test_a_path_knows_both_ends() -> None:
    request = small_request(**PATH)
    assert {track: len(notes) for track, notes in request.present_notes().items()} == {0: 8, 1: 2, 2: 8}
    assert request.far_end is FAR_END


def test_those_that_are_not_written_and_sound_are_heard() -> None:
    accompany = {"ability": Ability.ACCOMPANY, "region": Region(0, BAR)}
    assert small_request(tracks=(1, 2), **accompany).heard_tracks == (0,)
    song = small_song()
    song = song.with_track(1, replace(song.tracks[1], muted=True))
    assert small_request(song=song, tracks=(2,), **accompany).heard_tracks == (0,)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ability": Ability.ACCOMPANY, "region": Region(0, BAR)}, "nothing to accompany"),
        ({"ability": Ability.ACCOMPANY, "tracks": (0,)}, "nothing to accompany"),
        ({"ability": Ability.VARY}, "no notes in these bars"),
        ({"far_end": FAR_END}, "Only a path has a far end"),
        ({**PATH, "takes": 2}, "3 to 16 steps"),
        ({**PATH, "takes": 17}, "3 to 16 steps"),
        ({**PATH, "far_end": {}}, "no notes to arrive at"),
        ({**PATH, "far_end": {0: FAR_END[0][:0]}}, "no notes to arrive at"),
        ({**PATH, "tracks": (1, 2)}, "a track that is not to be written"),
        ({**PATH, "region": Region(0, 1200)}, "outside the bars"),
        ({**PATH, "region": Region(BAR, 2 * BAR)}, "outside the bars"),
        ({**PATH, "region": Region(4 * BAR, 6 * BAR)}, "no notes in these bars"),
    ],
)
def test_what_an_ability_needs_is_asked_for(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(GenerationError, match=words):
        small_request(**changes)
