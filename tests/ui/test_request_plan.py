"""What the main button says, and what it asks for."""

from dataclasses import replace

import pytest

from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.plugin_api import API_VERSION, Ability, GenerationError, PluginInfo
from genre_studio.ui.generation_choices import GenerationChoices
from genre_studio.ui.request_plan import plan, request_for
from tests.helpers.requests import BAR, small_song

CONTINUER = PluginInfo(
    "c", "Continuer", "1", API_VERSION, "", frozenset({Ability.CONTINUE}), ("jazz",), (), "a:B"
)
ALL_ROUNDER = replace(CONTINUER, abilities=frozenset({Ability.CONTINUE, Ability.INFILL, Ability.GENERATE}))


def choices(**changes: object) -> GenerationChoices:
    return replace(GenerationChoices(info=ALL_ROUNDER, genre="jazz", bars=4), **changes)  # type: ignore[arg-type]


def test_after_the_last_note_it_continues() -> None:
    planned = plan(small_song(), choices(), None)
    assert planned.sentence == "Continue 4 bars in Jazz"
    assert planned.region == (2 * BAR, 6 * BAR)
    assert planned.ability is Ability.CONTINUE


def test_one_bar_is_no_plural() -> None:
    assert plan(small_song(), choices(bars=1), None).sentence == "Continue 1 bar in Jazz"


def test_between_notes_it_refills() -> None:
    planned = plan(small_song(), choices(), (BAR, 2 * BAR))
    assert planned.sentence == "Refill bar 2 in Jazz"
    assert planned.ability is Ability.INFILL


def test_a_generator_that_only_continues_refills_from_what_comes_before() -> None:
    planned = plan(small_song(), choices(info=CONTINUER), (BAR, 2 * BAR))
    assert planned.ability is Ability.CONTINUE
    assert not planned.problem


def test_a_generator_that_only_continues_says_that_it_cannot_refill() -> None:
    planned = plan(small_song(), choices(info=CONTINUER), (0, BAR))
    assert planned.sentence == "Refill bar 1 in Jazz"
    assert planned.problem == (
        "Continuer cannot refill bars that have music after them. "
        "Mark the last bars of the song, or choose another generator."
    )


def test_music_only_behind_the_region_is_a_refill_too() -> None:
    assert plan(small_song(), choices(), (0, BAR)).ability is Ability.INFILL


def test_bars_behind_the_song_are_continued_even_with_a_gap() -> None:
    planned = plan(small_song(), choices(), (3 * BAR, 4 * BAR))
    assert (planned.ability, planned.sentence) == (Ability.CONTINUE, "Continue 1 bar in Jazz")


def test_an_empty_song_is_written_from_nothing_or_needs_a_melody() -> None:
    empty = Song(tracks=tuple(replace(t, notes=t.notes[:0]) for t in small_song().tracks))
    assert plan(empty, choices(), None).sentence == "Write 4 bars in Jazz"
    assert "Draw a melody" in plan(empty, choices(info=CONTINUER), None).problem


@pytest.mark.parametrize(
    ("song", "changes", "words"),
    [
        (small_song(), {"info": None}, "Open Plugins"),
        (small_song(), {"skipped_tracks": frozenset({0, 1, 2})}, "at least one track"),
        (Song(), {}, "Add a track"),
    ],
)
def test_what_cannot_be_done_says_why(song: Song, changes: dict[str, object], words: str) -> None:
    planned = plan(song, choices(**changes), None)
    assert words in planned.problem
    with pytest.raises(GenerationError):
        request_for(song, choices(**changes), planned, Scale(0, "major"))


def test_the_request_carries_every_choice() -> None:
    song = small_song()
    chosen = choices(seed=9, takes=2, keeps_scale=True, lowest_pitch=40, skipped_tracks=frozenset({1}))
    request = request_for(song, chosen, plan(song, chosen, None), Scale(0, "minor"))
    assert (request.seed, request.takes, request.tracks, request.genre) == (9, 2, (0, 2), "jazz")
    assert request.constraints.pitch_classes == Scale(0, "minor").pitch_classes
    assert request.constraints.lowest_pitch == 40
