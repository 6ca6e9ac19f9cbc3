"""Takes are kept to the longest quote that was asked for, whichever plugin made them."""

import sys

import numpy as np
import pytest

from genre_studio.generation.channel import take_from_frame, take_to_frame
from genre_studio.generation.quote_guard import QuoteGuard, is_take, line_of_notes, longest_quote
from genre_studio.generation.quotes import QUOTES_FILE, QuoteIndex
from genre_studio.music.notes import make_notes
from genre_studio.music.provenance import Provenance, Quoted
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import LONGEST_QUOTE, Ability, Region, Request, Take

PROVENANCE = Provenance("echo", "1", "taught", "", "jazz", 7, 0, {}, "", "")


def taught_notes(length=30, semitones=0, start=0):
    generator = np.random.default_rng(4)
    starts = start + np.cumsum(generator.integers(1, 5, 30)) * 240
    pitches = generator.integers(50, 80, 30) + semitones
    return make_notes(starts[:length], np.full(length, 120), pitches[:length])


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A package whose one model learned `taught_notes`."""
    folder = tmp_path / "guarded_package" / "models" / "taught"
    folder.mkdir(parents=True)
    (tmp_path / "guarded_package" / "__init__.py").touch()
    line, _ = line_of_notes(taught_notes(), 480)
    QuoteIndex.build([("The old tune", [line])]).save(folder / QUOTES_FILE)
    monkeypatch.syspath_prepend(tmp_path)
    yield "guarded_package:models"
    sys.modules.pop("guarded_package", None)


def request(**parameters):
    song = Song(tracks=(Track("Lead"), Track("Drums", 9)))
    return Request(
        song, Region(0, 480 * 400), (0, 1), Ability.CONTINUE, "jazz", seed=7, parameters=parameters
    )


def take(notes, model="taught"):
    return Take(0, {0: notes, 1: notes}, PROVENANCE if model == "taught" else
                Provenance("echo", "1", model, "", "jazz", 7, 0, {}, "", ""))  # fmt: skip


def test_a_quote_is_named_and_left_where_nobody_minds(models):
    notes = taught_notes(20, semitones=5, start=960)
    guarded = QuoteGuard(models).guarded(request(), take(notes))
    quoted = guarded.provenance.quoted
    assert (quoted.notes, quoted.piece, quoted.track) == (20, "The old tune", 0)
    assert (quoted.start, quoted.end) == (notes["start"][0], notes["start"][-1])
    assert guarded.notes[0] is notes


@pytest.mark.parametrize("most", [6, 8, 12, 19])
def test_a_longer_one_is_broken(models, most):
    notes = taught_notes(20)
    asked = request(**{LONGEST_QUOTE.id: most})
    guarded = QuoteGuard(models).guarded(asked, take(notes))
    assert guarded.provenance.quoted.notes == most
    assert 0 < len(notes) - len(guarded.notes[0]) <= 3
    assert len(guarded.notes[1]) == 20  # drums quote nobody
    assert not guarded.notes[0].flags.writeable


def test_takes_that_cannot_be_looked_up_come_back_as_they_are(models):
    other = take(taught_notes(), model="another")
    assert QuoteGuard(models).guarded(request(), other) is other
    assert QuoteGuard(None).guarded(request(), other) is other
    assert QuoteGuard("no_such_package:models").guarded(request(), other) is other


def test_a_damaged_list_costs_no_take(models, tmp_path, capsys):
    (tmp_path / "guarded_package" / "models" / "taught" / QUOTES_FILE).write_bytes(b"?")
    one = take(taught_notes())
    assert QuoteGuard(models).guarded(request(), one) is one
    assert "cannot be read" in capsys.readouterr().out


def test_what_is_no_take_is_not_looked_up():
    assert is_take(take(taught_notes()))
    assert not is_take("a take")
    assert not is_take(Take(0, {0: [1, 2]}, PROVENANCE))


def test_a_quote_goes_through_the_channel():
    quoted = Quoted(9, "The old tune", 0, 960, 1920)
    provenance = Provenance("echo", "1", "taught", "", "jazz", 7, 0, {}, "", "", quoted)
    again = take_from_frame(take_to_frame(Take(0, {}, provenance)))
    assert again.provenance.quoted == quoted


def test_fresh_notes_quote_nothing(models):
    fresh = make_notes(np.arange(30) * 240, np.full(30, 120), 60 + np.arange(30) % 7)
    assert longest_quote(QuoteIndex.build([]), request().song, {0: fresh}) is None
    assert QuoteGuard(models).guarded(request(), take(fresh)).provenance.quoted is None
