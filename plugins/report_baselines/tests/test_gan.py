"""The image GAN: as the studio uses it, and how it learns."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from genre_studio_report import gan_generator
from genre_studio_report.gan_generator import ReportGan, lit, picture_spans
from genre_studio_report.gan_run import GanRun, binary
from genre_studio_report.image_network import ImageDiscriminator, ImageGenerator, ImageSizes
from genre_studio_report.picture_figures import figures_of, gap

from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Constraints, Region, Request, Take
from genre_studio.training.weights import Weights
from tests.helpers.generators import checked_takes, require_seeds
from tests.helpers.requests import BAR, small_request, with_notes_again

SIZES = ImageSizes(noise=5, first=2, width=3, judge=4)


@pytest.fixture
def generator(gan_weights: Weights, monkeypatch: pytest.MonkeyPatch) -> ReportGan:
    monkeypatch.setattr(gan_generator, "load_weights", lambda *_: gan_weights)
    return ReportGan()


def request(song: Song, **changes: Any) -> Request:
    usual: dict[str, Any] = {"ability": Ability.GENERATE, "genre": "rock", "region": Region(4 * BAR, 8 * BAR)}
    return small_request(**{**usual, "song": song, "seed": 3, **changes})


def takes_of(generator: ReportGan, asked: Request) -> list[Take]:
    return checked_takes(generator, asked, "report_gan")


def test_same_seed_same_notes_and_take_two_of_three_is_take_two_of_two(
    generator: ReportGan, song: Song
) -> None:
    require_seeds(generator, request(song), "report_gan")


def test_notes_lie_on_sixteenths_and_begin_in_the_first_column(generator: ReportGan, song: Song) -> None:
    for take in takes_of(generator, request(song, parameters={"threshold": 0.3})):
        assert set(take.notes) == {0}
        assert (take.notes[0]["start"] % 120 == 0).all()
        assert take.notes[0]["start"][0] < 4 * BAR + 480


def test_the_cast_to_whole_numbers_leaves_a_black_picture(generator: ReportGan, song: Song) -> None:
    for take in takes_of(generator, request(song, parameters={"uint8_cast": True})):
        assert len(take.notes[0]) == 0
    brightness = np.array([[0.4, 0.999, 1.0]], np.float32)
    assert lit(brightness, 0.5, whole=True).tolist() == [[False, False, True]]
    assert lit(brightness, 0.5, whole=False).tolist() == [[False, True, True]]


def test_long_regions_are_several_pictures(generator: ReportGan, song: Song) -> None:
    asked = request(song, region=Region(4 * BAR, 11 * BAR + 100))  # 28 beats and a bit: 113 sixteenths
    assert picture_spans(asked) == [(4 * BAR, 106), (4 * BAR + 106 * 120, 7)]
    assert takes_of(generator, asked)[0].notes[0]["start"].max() >= 4 * BAR + 106 * 120


def test_limits_and_locks_hold(generator: ReportGan, song: Song) -> None:
    locked = with_notes_again(song, 0, 4 * BAR, locked=True)
    for limits in (Constraints(), Constraints(frozenset({0, 2, 4, 5, 7, 9, 11}), 48, 72, polyphony=2)):
        for take in takes_of(generator, request(locked, constraints=limits)):
            assert len(take.notes[0]) > 0


def test_shapes_and_the_reports_own_sizes() -> None:
    report = ImageSizes(noise=100, first=128, width=1024)
    with torch.device("meta"):
        made, judge = ImageGenerator(report), ImageDiscriminator(report)
    # As Keras counts them: the report's summaries say 55,374,465 and 270,849, of which 93,312 are the
    # running statistics of the batch normalisation.
    assert sum(p.numel() for p in made.parameters()) == 55_374_465
    assert sum(p.numel() for p in judge.parameters()) + 2 * 64 * 27 * 27 == 270_849
    assert ImageGenerator(SIZES)(torch.zeros(2, 5)).shape == (2, 106, 106)
    assert ImageDiscriminator(SIZES)(torch.zeros(2, 106, 106)).shape == (2,)


def test_binary_pixels_keep_the_gradient_of_the_sigmoid() -> None:
    logits = torch.tensor([-1.0, 2.0], requires_grad=True)
    pixels = binary(logits)
    assert pixels.tolist() == [0.0, 1.0]
    pixels.sum().backward()
    soft = torch.tensor([-1.0, 2.0]).sigmoid()
    assert torch.allclose(logits.grad, soft * (1 - soft))


def _pictures() -> np.ndarray:
    dice = np.random.default_rng(0)
    return dice.random((12, 106, 106)) < 0.05


def test_a_run_that_was_interrupted_goes_on_as_an_unbroken_one(tmp_path: Path) -> None:
    unbroken = GanRun(SIZES, _pictures(), 1, tmp_path / "a")
    losses = [unbroken.take_step() for _ in range(4)]
    first = GanRun(SIZES, _pictures(), 1, tmp_path / "b")
    before = [first.take_step() for _ in range(2)]
    first.save()
    second = GanRun(SIZES, _pictures(), 1, tmp_path / "b")
    assert second.step == 2
    assert before + [second.take_step() for _ in range(2)] == losses


def test_both_networks_learn_and_the_discriminator_rests_in_between(tmp_path: Path) -> None:
    run = GanRun(SIZES, _pictures(), 1, tmp_path)
    before = {name: p.detach().clone() for name, p in run.discriminator.named_parameters()}
    made = [p.detach().clone() for p in run.generator.parameters()]
    run.take_step()
    assert any(not torch.equal(before[n], p) for n, p in run.discriminator.named_parameters())
    assert all(p.requires_grad for p in run.discriminator.parameters())
    assert any(not torch.equal(a, b) for a, b in zip(made, run.generator.parameters(), strict=True))


def test_black_white_and_repeated_pictures_are_far_from_music() -> None:
    real = figures_of(_pictures())
    near = gap(figures_of(np.random.default_rng(1).random((12, 106, 106)) < 0.05), real)
    black = gap(figures_of(np.zeros((12, 106, 106), np.bool_)), real)
    white = gap(figures_of(np.ones((12, 106, 106), np.bool_)), real)
    one = gap(figures_of(np.repeat(_pictures()[:1], 12, axis=0)), real)
    assert near < 0.1 < one < white < black
