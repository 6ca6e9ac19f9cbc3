"""What a region calls for, which tracks it writes, and the clips that a path can lead between."""

from dataclasses import replace

import pytest

from genre_studio.generation.discovery import PluginRecord, PluginState
from genre_studio.music.instruments import Family
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_new_track
from genre_studio.plugin_api import API_VERSION, Ability, PluginInfo
from genre_studio.ui.ability_choice import first_choice, suggested_ability, tracks_for
from genre_studio.ui.clip_choice import Clip, chosen_ends, clips_of
from genre_studio.ui.generation_choices import GenerationChoices
from genre_studio.ui.request_plan import plan, request_for
from tests.helpers.requests import BAR, small_song
from tests.helpers.takes import ASKED, a_record

EVERY = frozenset(Ability)
SONG = small_song()  # two bars of melody, bass and drums
FOUR = with_new_track(SONG, Family.STRINGS)
WEAVER = PluginInfo("w", "Weaver", "1", API_VERSION, "", EVERY, ("jazz",), (), "a:B")


def choices(**changes: object) -> GenerationChoices:
    return replace(GenerationChoices(info=WEAVER, genre="jazz", bars=4), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("song", "region", "ability"),
    [
        (Song(), (0, BAR), Ability.GENERATE),
        (FOUR, (0, BAR), Ability.ACCOMPANY),
        (SONG, (0, BAR), Ability.INFILL),
        (SONG, (BAR, 2 * BAR), Ability.INFILL),
        (SONG, (2 * BAR, 4 * BAR), Ability.CONTINUE),
        (FOUR, (2 * BAR, 4 * BAR), Ability.CONTINUE),
    ],
)
def test_what_suggests_itself(song: Song, region: tuple[int, int], ability: Ability) -> None:
    assert suggested_ability(song, region, range(len(song.tracks)), EVERY) is ability


def test_notes_held_into_the_bars_are_no_music_to_accompany() -> None:
    held = FOUR.tracks[1].notes.copy()
    held["duration"][-1] += BAR
    song = FOUR.with_track(1, FOUR.tracks[1].with_notes(held))
    assert suggested_ability(song, (2 * BAR, 3 * BAR), range(4), EVERY) is Ability.INFILL
    assert suggested_ability(song, (BAR, 3 * BAR), range(4), EVERY) is Ability.ACCOMPANY


def test_locked_notes_are_not_varied() -> None:
    locked = SONG.tracks[0].notes.copy()
    locked["locked"] = True
    song = SONG.with_track(0, SONG.tracks[0].with_notes(locked))
    assert tracks_for(song, (0, BAR), (0, 1, 2), Ability.VARY) == (1, 2)


def test_the_first_generator_is_one_that_can_go_on_from_the_song() -> None:
    few = replace(WEAVER, id="few", abilities=frozenset({Ability.GENERATE, Ability.VARY}))
    records = [PluginRecord(each.id, PluginState.READY, each) for each in (few, WEAVER)]
    assert first_choice(records, SONG) == "w"
    assert first_choice(records, Song()) == "few"
    assert first_choice([], SONG) == ""


def test_a_generator_with_few_abilities_is_asked_for_the_best_of_them() -> None:
    ticked = range(3)
    few = frozenset({Ability.GENERATE, Ability.VARY})
    assert suggested_ability(SONG, (0, BAR), ticked, few) is Ability.VARY
    assert suggested_ability(SONG, (2 * BAR, 3 * BAR), ticked, few) is Ability.GENERATE
    only = frozenset({Ability.CONTINUE})
    assert suggested_ability(SONG, (0, BAR), ticked, only) is Ability.INFILL  # which it then refuses


def test_what_is_silent_accompanies_unless_what_plays_is_unticked() -> None:
    region = (0, BAR)
    assert tracks_for(FOUR, region, (0, 1, 2, 3), Ability.ACCOMPANY) == (3,)
    assert tracks_for(FOUR, region, (1, 2, 3), Ability.ACCOMPANY) == (1, 2, 3)
    muted = FOUR.with_track(0, replace(FOUR.tracks[0], muted=True))
    assert tracks_for(muted, region, (1, 2, 3), Ability.ACCOMPANY) == (3,)  # to bass and drums
    assert tracks_for(FOUR, region, (0, 3), Ability.VARY) == (0,)


@pytest.mark.parametrize(
    ("ability", "region", "sentence"),
    [
        (Ability.ACCOMPANY, None, "Accompany bars 1 to 2 with Strings in Jazz"),
        (Ability.VARY, None, "Vary bars 1 to 2 in Jazz"),
        (Ability.VARY, (BAR, 2 * BAR), "Vary bar 2 in Jazz"),
        (Ability.GENERATE, None, "Write 4 bars in Jazz"),
        (Ability.GENERATE, (0, BAR), "Write bar 1 anew in Jazz"),
        (Ability.INFILL, (BAR, 2 * BAR), "Refill bar 2 in Jazz"),
    ],
)
def test_the_button_says_what_was_chosen(
    ability: Ability, region: tuple[int, int] | None, sentence: str
) -> None:
    planned = plan(FOUR, choices(ability=ability), region)
    assert (planned.sentence, planned.problem) == (sentence, "")
    assert request_for(FOUR, choices(ability=ability), planned, Scale(0, "major")).ability is ability


def test_many_or_long_names_are_kept_short() -> None:
    song = SONG
    for family in (Family.STRINGS, Family.LEAD, Family.PAD, Family.GUITAR):
        song = with_new_track(song, family)
    accompany = choices(ability=Ability.ACCOMPANY)
    assert plan(song, accompany, None).sentence == "Accompany bars 1 to 2 with 4 tracks in Jazz"
    named = FOUR.with_track(3, replace(FOUR.tracks[3], name="Violins, violas and cellos"))
    assert "with Violins, violas… in" in plan(named, accompany, None).sentence


@pytest.mark.parametrize(
    ("song", "changes", "region", "words"),
    [
        (SONG, {"ability": Ability.ACCOMPANY}, None, "Every ticked track plays"),
        (SONG, {"ability": Ability.ACCOMPANY}, (3 * BAR, 4 * BAR), "Nothing plays in these bars"),
        (SONG, {"ability": Ability.VARY}, (3 * BAR, 4 * BAR), "no unlocked note to vary"),
        (SONG, {"ability": Ability.VARY, "skipped_tracks": frozenset({0, 1, 2})}, None, "at least one track"),
        (SONG, {"ability": Ability.INTERPOLATE}, None, "Two clips are needed"),
        (Song(), {"ability": Ability.CONTINUE}, None, "Add a track"),
    ],
)
def test_a_choice_that_cannot_be_carried_out_says_why(
    song: Song, changes: dict[str, object], region: tuple[int, int] | None, words: str
) -> None:
    assert words in plan(song, choices(**changes), region).problem


def test_a_band_is_offered_where_tracks_are_missing() -> None:
    assert plan(Song(), choices(), None).wants_band
    assert plan(SONG, choices(ability=Ability.ACCOMPANY), None).wants_band
    assert not plan(FOUR, choices(ability=Ability.ACCOMPANY), None).wants_band
    assert not plan(SONG, choices(), None).wants_band


def test_a_choice_that_the_generator_lacks_waits_for_one_that_has_it() -> None:
    lacking = replace(WEAVER, abilities=frozenset({Ability.CONTINUE, Ability.INFILL}))
    assert plan(SONG, choices(info=lacking, ability=Ability.VARY), (0, BAR)).ability is Ability.INFILL
    assert plan(SONG, choices(ability=Ability.VARY), (0, BAR)).ability is Ability.VARY


def clips(*more: Clip) -> list[Clip]:
    shorter = a_record(2, asked=replace(ASKED, region=(2 * BAR, 3 * BAR)))
    unfinished = a_record(3, provenance=None)
    found = clips_of(SONG, [("region", (0, 2 * BAR)), ("loop", None)], [a_record(1), shorter, unfinished])
    return [*found, *more]


def test_bars_and_whole_takes_are_clips() -> None:
    assert [(clip.key, clip.label) for clip in clips()] == [
        ("region", "The song, bars 1 to 2"),
        ("take:1", "Take 1 · Jazz · seed 7"),
        ("take:2", "Take 2 · Jazz · seed 7"),
    ]


def test_ends_that_are_gone_are_replaced_by_others() -> None:
    def ends(near: str, far: str) -> list[str]:
        return [clip.key for clip in chosen_ends(clips(), near, far) or ()]

    assert ends("", "") == ["region", "take:1"]
    assert ends("", "region") == ["take:1", "region"]
    assert ends("take:2", "take:9") == ["take:2", "region"]
    assert chosen_ends(clips()[:1], "", "") is None


def test_a_path_from_a_take_stands_where_that_take_does() -> None:
    wish = choices(ability=Ability.INTERPOLATE, steps=7)
    planned = plan(SONG, wish, None, chosen_ends(clips(), "take:1", "region"))
    assert planned.sentence == "Morph from take 1 to bars 1 to 2 in 7 steps in Jazz"
    assert (planned.region, planned.tracks) == ((2 * BAR, 4 * BAR), (0, 1, 2))
    request = request_for(SONG, wish, planned, Scale(0, "major"))
    assert request.takes == 7
    assert request.present_notes()[0]["pitch"].tolist() == [60, 64]
    assert request.far_end[0]["start"].tolist() == list(range(2 * BAR, 4 * BAR, 480))


def test_a_path_is_as_long_as_the_shorter_end() -> None:
    wish = choices(ability=Ability.INTERPOLATE)
    planned = plan(SONG, wish, None, chosen_ends(clips(), "region", "take:2"))
    assert planned.region == (0, BAR)
    assert request_for(SONG, wish, planned, Scale(0, "major")).far_end[2]["start"].tolist() == [0]


def test_an_end_without_notes_in_the_tracks_to_write_says_so() -> None:
    wish = choices(ability=Ability.INTERPOLATE, skipped_tracks=frozenset({0, 2}))
    planned = plan(SONG, wish, None, chosen_ends(clips(), "region", "take:1"))
    assert planned.problem == "In the tracks to write, take 1 has no notes."
