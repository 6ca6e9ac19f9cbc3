"""A take in words."""

from dataclasses import replace

from genre_studio.music.notes import make_notes
from genre_studio.music.provenance import Quoted
from genre_studio.plugin_api import Number, PluginInfo
from genre_studio.ui.take_words import about_text, amount_text, facts_of, pitch_text, row_text, title_text
from tests.helpers.requests import BAR, small_song
from tests.helpers.takes import ASKED, a_record, provenance_of
from tests.ui.test_take_drag import SONG, a_take


def test_asked_and_got() -> None:
    take = a_take()
    assert amount_text(take, SONG) == "2 of 2 bars, 3 notes"
    assert pitch_text(take, SONG) == "50% in C minor"
    start = take.asked.region[0]
    one_bar = replace(take, notes={0: make_notes([start], [BAR], [60])})
    assert amount_text(one_bar, SONG) == "1 of 2 bars, 1 note"
    assert pitch_text(one_bar, SONG) == "all in C minor"
    assert pitch_text(replace(take, notes={2: take.notes[2]}), SONG) == "drums only"


def test_a_take_in_the_making_claims_nothing() -> None:
    take = replace(a_take(), provenance=None)
    assert amount_text(take, SONG) == "3 notes so far"
    assert pitch_text(take, SONG) == ""
    assert "Got" not in about_text(take, SONG)


def test_where_a_take_comes_from() -> None:
    made = provenance_of(model_id="bands", training_data="old songs", licence="CC0")
    text = about_text(replace(a_take(), provenance=made), SONG)
    assert "Written by: Echo 1, model bands" in text
    assert "Learned from: old songs" in text
    assert "Licence: CC0" in text


def test_a_row_says_the_seed_and_the_card_the_settings_by_their_titles() -> None:
    take = a_take()
    assert row_text(take, SONG) == "50% in C minor · seed 7"
    hot = replace(take, asked=replace(take.asked, parameters={"heat": 1.25, "calm": True}))
    info = PluginInfo(
        "echo", "Echo", "1", 1, "", frozenset(), ("jazz",), (Number("heat", "Heat", 1, 0, 2),), "a:B"
    )
    facts = dict(facts_of(hot, SONG, info))
    assert facts["Settings"] == "Heat 1.25, calm on"
    assert facts["Asked"] == "2 bars from bar 3, Jazz"
    assert facts["Got"] == "2 of 2 bars, 3 notes, 50% in C minor, C4 to E4"
    assert "Licence" not in facts


def test_a_step_of_a_path_says_which_it_is_and_what_was_asked() -> None:
    step = a_record(2, asked=replace(ASKED, ability="interpolate", takes=5))
    assert title_text(step) == "Step 2 of 5 · Jazz"
    assert facts_of(step, small_song(), None)[0] == ("Asked", "to morph, 2 bars from bar 3, Jazz")


def test_the_card_names_the_piece_that_a_take_quotes() -> None:
    take = a_take()
    start = take.asked.region[0]
    made = provenance_of(quoted=Quoted(9, "An old tune", 0, start, start + 480))
    facts = dict(facts_of(replace(take, provenance=made), SONG, None))
    assert facts["Longest quote"] == "9 notes from bar 3 on are in An old tune, in this key or another"
    assert "Longest quote" not in dict(facts_of(take, SONG, None))
