"""A take in words."""

from dataclasses import replace

from genre_studio.music.notes import make_notes
from genre_studio.ui.take_words import about_text, amount_text, pitch_text
from tests.helpers.requests import BAR
from tests.ui.test_take_drag import PROVENANCE, a_take


def test_asked_and_got() -> None:
    take = a_take()
    assert amount_text(take) == "2 of 2 bars, 3 notes"
    assert pitch_text(take) == "50% in C minor"
    start = take.request.region.start
    one_bar = replace(take, notes={0: make_notes([start], [BAR], [60])})
    assert amount_text(one_bar) == "1 of 2 bars, 1 note"
    assert pitch_text(one_bar) == "all in C minor"
    assert pitch_text(replace(take, notes={2: take.notes[2]})) == "drums only"


def test_a_take_in_the_making_claims_nothing() -> None:
    take = replace(a_take(), provenance=None)
    assert amount_text(take) == "3 notes so far"
    assert pitch_text(take) == ""
    assert "Got" not in about_text(take)


def test_where_a_take_comes_from() -> None:
    made = replace(PROVENANCE, model_id="bands", training_data="old songs", licence="CC0")
    text = about_text(replace(a_take(), provenance=made))
    assert "Written by T 1, model bands" in text
    assert "Learned from: old songs" in text
    assert "Licence: CC0" in text
