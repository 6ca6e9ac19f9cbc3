"""Musical features of music made by hand, with answers that a musician knows."""

import time

import numpy as np
import pytest

from genre_studio.evaluation.features import FEATURE_NAMES, FEATURES, feature_matrix, feature_vector
from genre_studio.evaluation.tonal_features import best_key
from genre_studio.evaluation.windows import make_window

FOUR_BARS = (0, 48, 96, 144, 192)
C_MAJOR = (60, 62, 64, 65, 67, 69, 71, 72)


def read(rows, bar_lines=FOUR_BARS):
    return dict(zip(FEATURE_NAMES, feature_vector(make_window(rows, bar_lines)), strict=True))


def quarters(pitches, length=12):
    return [(12 * i, length, pitch) for i, pitch in enumerate(pitches)]


def test_names_are_unique_and_explained():
    assert len(set(FEATURE_NAMES)) == len(FEATURES) == len(feature_vector(make_window([], FOUR_BARS)))
    assert all(feature.meaning and feature.unit for feature in FEATURES)


def test_silence():
    silent = read([])
    assert {name for name, value in silent.items() if value} == {"empty_bars", "silence"}
    assert silent["empty_bars"] == silent["silence"] == 1


def test_a_scale():
    scale = read(quarters([*C_MAJOR, *C_MAJOR]))
    assert scale["scale_share"] == 1
    assert scale["degree_1"] == pytest.approx(4 / 16)
    assert scale["degree_b2"] == scale["degree_b5"] == 0
    assert scale["top_step"] == pytest.approx(14 / 15)  # and the octave back down
    assert scale["top_sixth_octave"] == pytest.approx(1 / 15)
    assert scale["top_rising"] == pytest.approx(14 / 15)
    assert scale["polyphony"] == scale["polyphony_highest"] == 1
    assert scale["pitch_lowest"], scale["pitch_highest"] == (60, 72)
    assert scale["top_range"] == 12
    assert scale["minor_key"] == 0


def test_key_is_relative():
    low, high = read(quarters(C_MAJOR)), read(quarters([pitch + 7 for pitch in C_MAJOR]))
    for name in ("degree_1", "degree_5", "scale_share", "key_strength"):
        assert low[name] == pytest.approx(high[name])


def test_best_key():
    assert best_key(np.eye(12)[[0, 4, 7]].sum(0))[:2] == (0, False)
    assert best_key(np.eye(12)[[9, 0, 4]].sum(0))[:2] == (9, True)
    assert best_key(np.ones(12)) == (0, False, 0.0)


def test_triads_sound_together():
    triads = read([(48 * bar, 48, pitch) for bar in range(4) for pitch in (60, 64, 67)])
    assert triads["together_major_third"] == pytest.approx(1 / 3)
    assert triads["together_minor_third"] == pytest.approx(1 / 3)
    assert triads["together_fourth"] == pytest.approx(1 / 3)  # the fifth, folded
    assert triads["semitone_clash"] == 0
    assert triads["bass_third_or_fifth"] == 1
    assert triads["chord_3"] == triads["voices_3"] == 1
    assert triads["pitch_classes_per_bar"] == 3
    assert triads["harmony_change"] == pytest.approx(0)
    assert triads["top_repeat"] == triads["bass_repeat"] == 1
    assert triads["top_notes"] == pytest.approx(1 / 3)


def test_clashes():
    clash = read([(0, 48, 60), (0, 48, 61)])
    assert clash["semitone_clash"] == clash["together_semitone"] == 1
    tritone = read([(0, 48, 60), (12, 36, 66)])
    assert tritone["together_tritone"] == 1
    assert read([(0, 48, 60), (0, 48, 72)])["together_unison"] == 1


def test_rhythm():
    swung = read([(12 * beat + place, 4, 60) for beat in range(16) for place in (0, 8)])
    assert swung["gap_7_8"] == pytest.approx(16 / 31)
    assert swung["gap_4"] == pytest.approx(15 / 31)
    assert swung["beat_step_0"] == swung["beat_step_8"] == 0.5
    assert swung["beat_step_entropy"] == 1
    assert swung["gap_same"] == 0
    assert swung["length_4"] == 1
    assert swung["length_mean"] == pytest.approx(1 / 3)
    assert swung["notes_per_quarter"] == swung["onsets_per_quarter"] == 2
    assert swung["downbeats"] == 1
    assert swung["top_legato"] == pytest.approx(15 / 31)
    assert swung["longest_gap"] == pytest.approx(2 / 3)


def test_density():
    rows = [(step, 3, 60) for step in range(0, 48, 6)] + [(step, 3, 60) for step in range(96, 144, 12)]
    uneven = read(rows)
    assert uneven["empty_bars"] == 0.5
    assert uneven["first_bar"] == pytest.approx(8 / 3)
    assert uneven["last_bar"] == 0
    assert uneven["density_drift"] == pytest.approx(-4 / 12)


def test_repetition():
    bar = [(0, 12, 60), (12, 12, 64), (24, 12, 67), (36, 12, 72)]
    same = read([(48 * i + onset, length, pitch) for i in range(4) for onset, length, pitch in bar])
    for name in ("same_rhythm_1", "same_notes_1", "same_notes_2", "same_harmony_1", "echo", "rhythm_echo"):
        assert same[name] == pytest.approx(1)
    assert same["distinct_bars"] == 0.25
    assert same["motif_return"] == pytest.approx(1 - 4 / 13)
    moved = read([(48 * i + onset, length, pitch + i) for i in range(4) for onset, length, pitch in bar])
    assert moved["same_rhythm_1"] == 1 and moved["same_notes_1"] == 0 and moved["distinct_bars"] == 1
    alternating = [(48 * i + o, n, p + (i % 2)) for i in range(4) for o, n, p in bar]
    assert read(alternating)["same_notes_1"] == 0 and read(alternating)["same_notes_2"] == 1


def test_lines():
    rows = [(0, 48, 48), (0, 12, 72), (12, 12, 76), (24, 12, 79), (36, 12, 76), (48, 48, 43), (48, 48, 71)]
    lines = read(rows)
    assert lines["top_third"] == pytest.approx(3 / 4)
    assert lines["top_fourth_fifth"] == pytest.approx(1 / 4)
    assert lines["top_turns"] == pytest.approx(1 / 3)
    assert lines["bass_fourth_fifth"] == 1
    assert lines["top_notes"] == pytest.approx(5 / 7)
    stuck = read(quarters([60] * 15 + [62]))
    assert stuck["top_longest_repeat"] == stuck["commonest_pitch"] == pytest.approx(15 / 16)


def test_every_value_is_finite():
    generator = np.random.default_rng(3)
    for count in (1, 2, 3, 40):
        rows = [(int(o), 5, int(p)) for o, p in generator.integers((0, 0), (192, 128), (count, 2))]
        assert np.isfinite(feature_vector(make_window(rows, FOUR_BARS))).all()


def test_speed():
    generator = np.random.default_rng(0)
    rows = [(int(o), 6, int(p)) for o, p in generator.integers((0, 40), (384, 90), (120, 2))]
    windows = [make_window(rows, range(0, 385, 48))] * 40
    began = time.process_time()
    assert feature_matrix(windows).shape == (40, len(FEATURES))
    assert time.process_time() - began < 2  # about 0.1 s; 300 windows a second on a free core
