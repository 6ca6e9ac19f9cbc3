"""Metrics of music made by hand, with answers that are known."""

import numpy as np
import pytest

from genre_studio.evaluation import music_metrics as music
from genre_studio.evaluation import track_metrics as track
from genre_studio.evaluation.bar_rolls import bar_roll_distance, bar_roll_distances, mean_bar
from genre_studio.evaluation.phrases import distinct_phrases
from genre_studio.evaluation.tonal_distance import tonal_distance
from genre_studio.evaluation.windows import Window, make_window
from genre_studio.music.notes import frozen, make_notes
from genre_studio.music.scales import Scale

FOUR_BARS = (0, 48, 96, 144, 192)
SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def chord(*pitches, start=0, length=48):
    return [(start, length, pitch) for pitch in pitches]


def four_bars(rows):
    return make_window(rows, FOUR_BARS)


def drums(rows):
    pitched = make_window(rows, FOUR_BARS)
    return Window(frozen(pitched.notes[:0].copy()), pitched.bar_lines, pitched.notes)


SILENCE = four_bars([])
TUNE = four_bars([(12 * i, 12, pitch) for i, pitch in enumerate(SCALE)])  # two bars, then rest


def test_bars_are_empty_when_nothing_sounds_in_them():
    assert track.empty_bars(SILENCE) == 1
    assert track.empty_bars(TUNE) == 0.5
    assert track.empty_bars(four_bars([(0, 144, 60)])) == 0.25  # held over two bar lines
    assert track.empty_bars(drums([(48, 3, 36)])) == 0.75


def test_octaves_are_one_pitch_class():
    seven_octaves = four_bars(chord(*range(24, 108, 12)))
    assert track.used_pitch_classes(seven_octaves) == 1  # 7 by every published implementation
    assert track.used_pitch_classes(TUNE) == pytest.approx((4 + 4) / 2)
    assert np.isnan(track.used_pitch_classes(SILENCE))


def test_polyphony_is_more_than_two_pitches_of_all_steps():
    assert track.polyphony(four_bars(chord(60, 64, 67))) == 0.25
    assert track.polyphony(four_bars(chord(60, 64))) == 0
    assert track.polyphony(SILENCE) == 0


def test_notes_of_a_32nd_qualify():
    notes = make_notes([0, 480, 960, 1440], [60, 59, 480, 1], [60, 60, 60, 60])
    assert track.qualified_notes(notes, ppq=480) == 0.5
    assert track.qualified_notes(notes, ppq=8) == 1
    assert np.isnan(track.qualified_notes(notes[:0], ppq=480))


def test_drums_on_the_sixteenth_grid():
    assert track.drum_pattern(drums([(0, 3, 36), (3, 3, 42), (6, 3, 42), (9, 3, 42)])) == 1
    assert track.drum_pattern(drums([(4, 3, 42), (8, 3, 42)])) == pytest.approx(0.1)
    assert np.isnan(track.drum_pattern(TUNE))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((60, 64, 67), (57, 60, 64), 0.799),  # C, A minor
        ((60, 64, 67), (67, 71, 74), 1.213),  # C, G
        ((60, 64, 67), (66, 70, 73), 1.970),  # C, F sharp
        ((60,), (60, 64, 67), 1.029),
        ((60,), (66,), 2.828),
        ((60, 64, 67), (48, 52, 55), 0.0),
    ],
)
def test_tonal_distance_of_chords(one, other, distance):
    assert tonal_distance(four_bars(chord(*one)), four_bars(chord(*other))) == pytest.approx(
        distance, abs=6e-4
    )


def test_tonal_distance_needs_both():
    assert np.isnan(tonal_distance(TUNE, SILENCE))
    later = four_bars(chord(60, start=96))
    assert np.isnan(tonal_distance(TUNE, later))
    # One silent quarter takes nothing from the others.
    gappy = four_bars([(0, 12, 60), (24, 24, 60)])
    assert tonal_distance(gappy, four_bars(chord(66))) == pytest.approx(8**0.5)


def test_scale_share_knows_its_key():
    in_d_flat = four_bars([(12 * i, 12, pitch + 1) for i, pitch in enumerate(SCALE)])
    assert music.scale_share(in_d_flat) == 1
    assert music.scale_share(in_d_flat, Scale(0, "major")) == pytest.approx(2 / 8)
    chromatic = four_bars([(12 * i, 12, 60 + i) for i in range(12)])
    assert music.scale_share(chromatic) == pytest.approx(7 / 12)
    assert np.isnan(music.scale_share(SILENCE))


def test_entropies():
    one_note = four_bars([(12 * i, 12, 60 + 12 * (i % 3)) for i in range(16)])
    chromatic = four_bars([(12 * i, 12, 60 + i) for i in range(12)])
    assert music.pitch_class_entropy(one_note) == 0
    assert music.pitch_class_entropy(chromatic) == pytest.approx(np.log2(12))
    assert music.pitch_class_entropy(chromatic, bars=1) == 2  # four classes a bar
    assert music.inter_onset_entropy(one_note) == 0
    long_short = four_bars([(0, 6, 60), (12, 6, 60), (18, 6, 60), (30, 6, 60), (36, 6, 60)])
    assert music.inter_onset_entropy(long_short) == 1  # 12, 6, 12, 6
    assert np.isnan(music.inter_onset_entropy(four_bars([(0, 12, 60)])))


def test_groove_is_about_neighbouring_bars():
    even = four_bars([(12 * i, 12, 60 + i % 5) for i in range(16)])
    assert music.groove_consistency(even) == 1
    once = make_window([(0, 12, 60)], (0, 48, 96))
    assert music.groove_consistency(once) == pytest.approx(1 - 1 / 48)
    assert music.groove_consistency(drums([(0, 3, 36)])) == pytest.approx(1 - 1 / 48)
    assert np.isnan(music.groove_consistency(SILENCE))


def test_self_repetition():
    loop = four_bars([(48 * bar + 12 * i, 12, p) for bar in range(4) for i, p in enumerate(SCALE[:4])])
    assert music.self_repetition(loop) == 1
    assert music.self_repetition(TUNE) == 0
    assert np.isnan(music.self_repetition(SILENCE))


def test_pitch_accuracy_and_density():
    assert music.pitch_accuracy(TUNE, frozenset({0, 4, 7})) == 0.5
    assert np.isnan(music.pitch_accuracy(SILENCE, frozenset({0})))
    assert music.notes_per_quarter(TUNE) == 0.5


def test_silence_is_furthest():
    full = four_bars([(3 * i, 3, 40 + (7 * i) % 40) for i in range(64)])
    other = four_bars([(12 * i, 12, pitch) for i, pitch in enumerate([*SCALE[::-1], *SCALE])])
    assert bar_roll_distance(full, full) == pytest.approx(0, abs=1e-6)
    assert bar_roll_distance(SILENCE, full) == bar_roll_distance(SILENCE, SILENCE) == 1
    assert bar_roll_distance(other, full) < 1
    distances = bar_roll_distances([SILENCE, full, other], mean_bar([full, other]))
    assert distances[0] > max(distances[1:])


def test_one_bar_to_the_bars_of_a_set():
    one, other = make_window(chord(60, 64), (0, 48)), make_window(chord(60, 64, 67), (0, 48))
    distances = bar_roll_distances([one], mean_bar([one, other, make_window([], (0, 48))]))
    apart = bar_roll_distance(one, other)
    spread = (2 * apart + 4 * 1 + 1) / 9  # of all pairs, silence being 1 from everything and itself
    assert distances[0] == pytest.approx((0 + apart + 1) / 3 - spread / 2, abs=1e-6)


def test_bar_rolls_forget_the_key_and_the_meter():
    loud = [(12 * i, 12, p) for i, p in enumerate([*SCALE, *SCALE])]
    higher = [(start, length, pitch + 5) for start, length, pitch in loud]
    assert bar_roll_distance(four_bars(loud), four_bars(higher)) == pytest.approx(0, abs=1e-6)
    waltz = make_window([(0, 36, 60), (36, 36, 64)], (0, 36, 72))
    common = make_window([(0, 48, 60), (48, 48, 64)], (0, 48, 96))
    assert bar_roll_distance(waltz, common) == pytest.approx(0, abs=1e-6)


def test_phrases_are_counted_once_in_every_key():
    tune = [(12 * i, 12, p) for i, p in enumerate(SCALE)]
    higher = [(start, length, pitch + 3) for start, length, pitch in tune]
    other = [(start, length, 150 - pitch) for start, length, pitch in tune]
    assert distinct_phrases([four_bars(tune), four_bars(higher)]) == 0.5
    assert distinct_phrases([four_bars(tune), four_bars(other)]) == 1
    assert np.isnan(distinct_phrases([SILENCE]))
