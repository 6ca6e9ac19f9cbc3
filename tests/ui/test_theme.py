import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from genre_studio.ui.theme import DARK, LIGHT, THEMES, Theme, contrast_ratio, mix

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
COLOUR_BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
}


def linear_rgb(colour: QColor) -> np.ndarray:
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast_ratio(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_text_keeps_a_contrast_of_four_and_a_half(theme: Theme) -> None:
    for ground in (theme.window, theme.surface, theme.hover, theme.row_black):
        for text in (theme.text, theme.text_dim, theme.error):
            assert contrast_ratio(text, ground) >= 4.5, (text.name(), ground.name())
    assert contrast_ratio(theme.accent, theme.window) >= 4.5
    assert contrast_ratio(theme.ink_on(theme.accent), theme.accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_names_inside_notes_are_readable_at_every_velocity(theme: Theme) -> None:
    for colour, velocity in itertools.product(range(len(theme.tracks)), (1, 32, 64, 96, 127)):
        ground = theme.note_colour(colour, velocity)
        assert contrast_ratio(theme.ink_on(ground), ground) >= 4.5
    assert contrast_ratio(theme.ink_on(theme.locked), theme.locked) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_even_the_softest_note_stands_out_from_the_roll(theme: Theme) -> None:
    for colour in range(len(theme.tracks)):
        for ground in (theme.surface, theme.row_black):
            assert contrast_ratio(theme.note_colour(colour, 1), ground) >= 1.6
            assert contrast_ratio(theme.track_colour(colour), ground) >= 3.0


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("blindness", ["none", *COLOUR_BLINDNESS])
def test_track_hues_stay_apart_for_colour_blind_eyes(theme: Theme, blindness: str) -> None:
    matrix = np.array(COLOUR_BLINDNESS.get(blindness, np.eye(3)))
    seen = [lab(matrix @ linear_rgb(hue)) for hue in theme.tracks]
    assert len(theme.tracks) >= 8
    for (i, a), (j, b) in itertools.combinations(enumerate(seen), 2):
        assert np.linalg.norm(a - b) >= 14, (theme.tracks[i].name(), theme.tracks[j].name())


def test_colours_repeat_after_the_last() -> None:
    assert DARK.track_colour(len(DARK.tracks)) == DARK.track_colour(0)


def test_mix_goes_from_below_to_above() -> None:
    assert mix(QColor("black"), QColor("white"), 0).name() == "#000000"
    assert mix(QColor("black"), QColor("white"), 1).name() == "#ffffff"


def test_the_themes_differ_in_light() -> None:
    assert DARK.is_dark and not LIGHT.is_dark
    assert contrast_ratio(DARK.surface, LIGHT.surface) > 10
