"""The judge and the reference that every checkout has."""

import numpy as np
import pytest

from genre_studio.evaluation.corpus_windows import held_out_passages, training_windows
from genre_studio.evaluation.features import FEATURE_NAMES
from genre_studio.evaluation.measures import MEASURE_NAMES, MEASURES
from genre_studio.evaluation.passage import passage_of
from genre_studio.evaluation.sample import Sample, piece_number
from genre_studio.evaluation.shipped import (
    CARD_NAME,
    SHIPPED,
    load_judge,
    load_reference,
    reference_verdict,
    save_reference,
)
from genre_studio.evaluation.window_set import FeatureSet, WindowSet
from genre_studio.evaluation.windows import make_window
from genre_studio.music.channel_events import make_channel_events
from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track


def song():
    """Eight bars: a bass on quarters, a lead on eighths a fifth above, a drum on each beat."""
    quarters, eighths = np.arange(32) * 480, np.arange(64) * 240
    bass = make_notes(quarters, np.full(32, 480), np.full(32, 36))
    lead = make_notes(eighths, np.full(64, 240), 67 + np.arange(64) % 2 * 2)
    drums = make_notes(quarters, np.full(32, 60), np.full(32, 38))
    return Song(
        tracks=(
            Track("Bass", 0, bass, make_channel_events([(0, 0xC, 0, 33)])),
            Track("Lead", 1, lead, make_channel_events([(0, 0xC, 0, 65)])),
            Track("Drums", 9, drums),
            Track("Nothing", 2),
        )
    )


def test_the_shipped_judge_tells_the_genres_of_real_held_out_bars():
    verdict = reference_verdict(load_judge(), load_reference())
    assert verdict.balanced_accuracy > 0.85
    assert min(verdict.recall) > 0.85
    assert verdict.calibration_error < 0.05
    assert f"accuracy {verdict.balanced_accuracy:.3f}" in (SHIPPED / CARD_NAME).read_text(encoding="utf-8")


def test_what_is_shipped_is_small_and_holds_no_notes():
    reference = load_reference()
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 250_000
    assert {len(sample) > 40 for sample in reference.values()} == {True}
    for sample in reference.values():
        assert np.isfinite(sample.features).all()
        assert not sample.silent.any()
        assert sample.measures.shape == (len(sample), len(MEASURES))


def test_a_sample_goes_through_a_file(tmp_path):
    sample = Sample.of([passage_of(song(), 0, piece="a"), passage_of(song(), 0, piece="b")])
    save_reference({"jazz": sample}, tmp_path)
    again = load_reference(tmp_path)["jazz"]
    assert again.features == pytest.approx(sample.features, rel=1e-3)
    assert again.groups.tolist() == sample.groups.tolist() == [piece_number("a"), piece_number("b")]
    assert again.distinct_phrases == sample.distinct_phrases == 1 / 8  # the same two bars all the time
    stale = {name: array[:, 1:] if name == "features" else array for name, array in sample.arrays().items()}
    with pytest.raises(ValueError, match="make it again"):
        Sample.from_arrays(stale)
    with pytest.raises(ValueError, match="at least one"):
        Sample.of([])


def test_measures_are_read_track_by_track():
    values = dict(zip(MEASURE_NAMES, Sample.of([passage_of(song(), 0)]).measures[0], strict=True))
    assert values["empty bars, drums"] == values["empty bars, bass"] == 0
    assert np.isnan(values["empty bars, keys"])  # a track without a note in the song is none
    assert values["used pitch classes, lead"] == 2
    assert values["qualified notes, lead"] == 1
    assert values["drum pattern, drums"] == 1
    assert values["polyphony above 2, lead"] == 0
    assert values["self-repetition"] == 1
    assert values["notes"] == 3
    assert 0 < values["tonal distance between tracks"] < 2.83
    assert all("Source" in measure.definition for measure in MEASURES if measure.name != "notes" and
               "distance between" not in measure.name)  # fmt: skip


def test_features_alone_are_judged_like_windows():
    judge = load_judge()
    window = make_window([(12 * i, 12, 60 + i % 12) for i in range(32)], range(0, 385, 48))
    whole = WindowSet([window, make_window([], (0, 48))])
    alone = FeatureSet(whole.features.numpy())
    assert judge.probabilities(alone) == pytest.approx(judge.probabilities(whole))
    assert judge.genre_indices(alone)[1] == -1  # silence sounds like no genre
    assert judge.hidden(alone).shape == (2, 64)
    assert len(FEATURE_NAMES) == alone.features.shape[1]


class Piece:
    genre, author, synthetic_tracks = "rock", "someone", ("Drums",)

    def __init__(self, path, *, held_out):
        self.path, self.held_out = path, held_out


def test_windows_of_a_corpus_lie_on_their_side(tmp_path):
    paths = [tmp_path / "in.mid", tmp_path / "out.mid"]
    for path in paths:
        write_song(song(), path)
    pieces = [Piece(paths[0], held_out=False), Piece(paths[1], held_out=True)]
    learned = training_windows(pieces, ["jazz", "rock"], seed=1)
    assert set(learned.labels) == {1}
    assert len(learned.windows) == 2  # the whole, and a random part
    (passage,) = held_out_passages(pieces, seed=1)["rock"]
    assert passage.piece == str(paths[1])
    assert not len(passage.window.drums)
