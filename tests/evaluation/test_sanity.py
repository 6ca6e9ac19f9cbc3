"""What no take may be, on takes made by hand."""

import pytest

from genre_studio.evaluation.sanity import Problem, highest_polyphony, take_problems
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import Ability, Constraints, Region, Request

BAR = 1920
START = 2 * BAR


def request(**constraints):
    return Request(
        song=Song(tracks=(Track(), Track(channel=1), Track(channel=DRUM_CHANNEL))),
        region=Region(START, START + 8 * BAR),
        tracks=(0, 2),
        ability=Ability.CONTINUE,
        genre="jazz",
        seed=1,
        constraints=Constraints(**constraints),
    )


def melody(pitches, step=480, start=START, duration=400):
    return make_notes(
        [start + step * i for i in range(len(pitches))], [duration] * len(pitches), list(pitches)
    )


TUNE = [60 + (i * i) % 11 for i in range(32)]


def test_a_tune_is_sound():
    assert take_problems(request(), {0: melody(TUNE)}) == frozenset()


@pytest.mark.parametrize("notes", [{}, {0: melody([])}])
def test_empty(notes):
    assert take_problems(request(), notes) == {Problem.EMPTY}


def test_stuck_on_one_note():
    assert take_problems(request(), {0: melody([60, 60, 60, 62, 60] * 6 + [60, 60])}) == {Problem.ONE_NOTE}
    varied_drums = melody([36, 38, 42, 38] * 7 + [49, 38, 36, 36])
    assert Problem.ONE_NOTE in take_problems(request(), {0: melody([60] * 32), 2: varied_drums})
    assert Problem.ONE_NOTE not in take_problems(request(), {2: varied_drums})
    assert Problem.ONE_NOTE in take_problems(request(), {2: melody([42] * 31 + [36])})


def test_running_away():
    columns = make_notes([START] * 40, [400] * 40, list(range(40, 80)))
    assert Problem.RUNAWAY in take_problems(request(), {0: columns})
    full = Song(tracks=(Track(notes=make_notes([0] * 12, [400] * 12, list(range(40, 52)))),))
    before = Request(full, Region(START, START + 8 * BAR), (0,), Ability.CONTINUE, "jazz", seed=1)
    assert Problem.RUNAWAY not in take_problems(before, {0: columns})


def test_stuck_on_one_bar():
    assert take_problems(request(), {0: melody([60, 64, 67, 64] * 7 + [60, 59, 57, 55])}) == {Problem.ONE_BAR}
    assert take_problems(request(), {0: melody([60, 64, 67, 64] * 6 + TUNE[:8])}) == frozenset()
    assert take_problems(request(), {0: melody([60, 64, 67, 65])}) == {
        Problem.ONE_BAR
    }  # then seven silent ones


def test_outside_what_was_asked():
    assert Problem.OUTSIDE_REGION in take_problems(request(), {0: melody(TUNE, start=START - 1)})
    assert Problem.OUTSIDE_REGION in take_problems(request(), {0: melody(TUNE, start=START + 480)})
    assert Problem.OUTSIDE_REGION in take_problems(request(), {1: melody(TUNE)})
    assert Problem.OUTSIDE_REGION in take_problems(request(), {9: melody(TUNE)})
    assert take_problems(request(highest_pitch=68), {0: melody(TUNE)}) == {Problem.OUTSIDE_PITCHES}
    in_c = frozenset({0, 2, 4, 5, 7, 9, 11})
    assert take_problems(request(pitch_classes=in_c), {0: melody(TUNE)}) == {Problem.OUTSIDE_PITCHES}
    assert take_problems(request(pitch_classes=in_c), {2: melody(TUNE)}) == frozenset()  # drums have no scale


def test_too_thick():
    overlapping = melody(TUNE, duration=900)
    assert take_problems(request(polyphony=2), {0: overlapping}) == frozenset()
    assert take_problems(request(polyphony=1), {0: overlapping}) == {Problem.TOO_THICK}


def test_polyphony():
    assert highest_polyphony(make_notes([], [], [])) == 0
    assert highest_polyphony(make_notes([0, 10, 20], [10, 10, 10], [60, 60, 60])) == 1
    assert highest_polyphony(make_notes([0, 0, 5], [10, 10, 1], [60, 64, 67])) == 3
