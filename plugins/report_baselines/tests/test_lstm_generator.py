"""The LSTM as the studio uses it, its bugs included, with tiny untrained networks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from genre_studio_report import lstm_generator
from genre_studio_report.lstm_generator import ReportLstm

from genre_studio.music.notes import EMPTY_NOTES, frozen
from genre_studio.music.song import Song
from genre_studio.plugin_api import (
    Ability,
    Cancelled,
    Constraints,
    GenerationError,
    PluginInfo,
    Region,
    Request,
    Take,
)
from genre_studio.training.weights import Weights
from tests.helpers.generators import as_bytes, checked_takes, require_seeds
from tests.helpers.listener import Listener
from tests.helpers.requests import BAR, small_request, with_notes_again


@pytest.fixture
def generator(lstm_weights: Weights, monkeypatch: pytest.MonkeyPatch) -> ReportLstm:
    load = lstm_generator.load_weights

    def loaded(plugin: PluginInfo, model_id: str) -> Weights:
        return lstm_weights if model_id == lstm_generator.DEFAULT_MODEL else load(plugin, model_id)

    monkeypatch.setattr(lstm_generator, "load_weights", loaded)
    return ReportLstm()


def request(song: Song, **changes: Any) -> Request:
    usual: dict[str, Any] = {"ability": Ability.CONTINUE, "genre": "jazz", "region": Region(4 * BAR, 8 * BAR)}
    return small_request(**{**usual, "song": song, "seed": 3, **changes})


def takes_of(generator: ReportLstm, asked: Request) -> list[Take]:
    return checked_takes(generator, asked, "report_lstm")


def other_song(song: Song) -> Song:
    """The same rhythm on other notes."""
    notes = song.tracks[0].notes.copy()
    notes["pitch"] = 62
    return song.with_track(0, song.tracks[0].with_notes(frozen(notes)))


def test_same_seed_same_notes_and_take_two_of_three_is_take_two_of_two(
    generator: ReportLstm, song: Song
) -> None:
    require_seeds(generator, request(song), "report_lstm")


def test_a_word_comes_every_eighth_in_the_first_pitched_track_alone(
    generator: ReportLstm, song: Song
) -> None:
    for take in takes_of(generator, request(song)):
        assert set(take.notes) == {0}
        starts = np.unique(take.notes[0]["start"])
        assert np.array_equal(starts, np.arange(4 * BAR, 8 * BAR, 240))
        assert take.notes[0]["duration"].max() == 480


def test_the_primer_is_heard(generator: ReportLstm, song: Song) -> None:
    one, other = (as_bytes(takes_of(generator, request(s, takes=4))) for s in (song, other_song(song)))
    assert one != other


def test_scaled_twice_the_primer_is_not_heard(song: Song) -> None:
    """On the shipped weights: the source report's finding, that every primer gave the same notes."""
    shipped = ReportLstm()
    bug = {"argmax": True, "double_normalisation": True}
    for genre in ("classical", "jazz", "rock"):
        asked = [request(s, genre=genre, parameters=bug, takes=1) for s in (song, other_song(song))]
        one, other = (as_bytes(takes_of(shipped, each)) for each in asked)
        assert one == other


def test_argmax_writes_the_same_whatever_the_seed(generator: ReportLstm, song: Song) -> None:
    likeliest = {"argmax": True}
    one = as_bytes(takes_of(generator, request(song, parameters=likeliest)))
    assert one == as_bytes(takes_of(generator, request(song, parameters=likeliest, seed=4)))
    assert one[0] == one[1]


def test_limits_hold(generator: ReportLstm, song: Song) -> None:
    limits = Constraints(frozenset({0, 2, 7}), lowest_pitch=59, highest_pitch=68, polyphony=1)
    for take in takes_of(generator, request(song, constraints=limits)):
        assert set(take.notes[0]["pitch"]) <= {60, 62, 67}
    with pytest.raises(GenerationError, match="widen the range"):
        takes_of(generator, request(song, constraints=Constraints(frozenset({1}))))


def test_locked_notes_stay_and_are_not_repeated(generator: ReportLstm, song: Song) -> None:
    locked = with_notes_again(song, 0, 4 * BAR, locked=True)
    for polyphony in (None, 2):
        takes_of(generator, request(locked, constraints=Constraints(polyphony=polyphony)))


def test_an_empty_song_and_odd_regions_are_written(generator: ReportLstm, song: Song) -> None:
    empty = replace(song, tracks=tuple(track.with_notes(EMPTY_NOTES) for track in song.tracks))
    for take in takes_of(generator, request(empty, region=Region(0, 1))):
        assert len(take.notes[0]) > 0


def test_drums_unknown_models_and_genres_are_refused(generator: ReportLstm, song: Song) -> None:
    with pytest.raises(GenerationError, match="no drums"):
        takes_of(generator, request(song, tracks=(2,)))
    with pytest.raises(GenerationError, match="not polka"):
        takes_of(generator, request(song, genre="polka"))
    with pytest.raises(GenerationError, match="no model 'opus'"):
        takes_of(generator, request(song, model="opus"))


def test_cancel_passes_through_and_progress_rises(generator: ReportLstm, song: Song) -> None:
    with pytest.raises(Cancelled):
        list(generator.generate(request(song), Listener(stops=True)))
    listener = Listener()
    list(generator.generate(request(song), listener))
    assert listener.shares == sorted(listener.shares)
    assert listener.shares[-1] == 1.0
