"""One adversarial run: two networks, two optimisers, one step after the other, kept whole on disk."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from genre_studio.training.checkpoint import (
    load_tensors,
    optimizer_tensors,
    restore_optimizer,
    save_tensors,
)
from genre_studio.training.loop import BEST_NAME, CHECKPOINT_NAME
from genre_studio_report.image_network import ImageDiscriminator, ImageGenerator, ImageSizes
from genre_studio_report.picture_figures import PictureFigures

BATCH = 16  # of the generator; the discriminator sees half real, half made, as in the report
GENERATOR_RATE = 1e-3
DISCRIMINATOR_RATE = 2e-4  # the report's, for both
BETAS = (0.5, 0.999)
REAL_LABEL = 0.9  # less than 1 (Salimans et al. 2016), so that the discriminator stays unsure
_LEAK = 0.2


@dataclass(frozen=True, slots=True)
class StepLosses:
    """Binary cross entropies of one step, in nats."""

    discriminator: float
    generator: float


class GanRun:
    """Trains on pictures (N, ROWS, COLUMNS) in `folder`; goes on from a checkpoint there."""

    def __init__(self, sizes: ImageSizes, pictures: NDArray[np.bool_], seed: int, folder: Path) -> None:
        self.seed, self.folder = seed, folder
        folder.mkdir(parents=True, exist_ok=True)
        self._real = torch.from_numpy(pictures)
        torch.manual_seed(seed)
        self.generator, self.discriminator = ImageGenerator(sizes), ImageDiscriminator(sizes)
        begin_as_bright(self.generator, float(pictures.mean()))
        self._optimizers = {
            "generator": torch.optim.Adam(self.generator.parameters(), GENERATOR_RATE, BETAS),
            "discriminator": torch.optim.Adam(self.discriminator.parameters(), DISCRIMINATOR_RATE, BETAS),
        }
        self.step, self.best = 0, math.inf
        if (folder / CHECKPOINT_NAME).exists():
            self._restore()

    @property
    def learning_rate(self) -> float:
        return GENERATOR_RATE

    def take_step(self) -> StepLosses:
        """One step of the discriminator, then one of the generator."""
        torch.manual_seed(self.seed * 1_000_003 + self.step)
        half = BATCH // 2
        chosen = torch.randint(len(self._real), (half,))
        with torch.no_grad():
            made = binary(self.generator(self._noise(half)))
        told = self.discriminator(torch.cat([self._real[chosen].float(), made]))
        labels = torch.cat([torch.full((half,), REAL_LABEL), torch.zeros(half)])
        judged = self._descend("discriminator", _cross_entropy(told, labels))
        with judging_only(self.discriminator):
            told = self.discriminator(binary(self.generator(self._noise(BATCH))))
            fooled = self._descend("generator", _cross_entropy(told, torch.ones(BATCH)))
        self.step += 1
        return StepLosses(judged, fooled)

    @torch.no_grad()
    def drawn(self, count: int) -> NDArray[np.bool_]:
        """Pictures of always the same noise, so that evaluations compare; (count, ROWS, COLUMNS)."""
        dice = torch.Generator().manual_seed(self.seed)
        noise = torch.randn(count, self.generator.sizes.noise, generator=dice)
        pictures: NDArray[np.bool_] = (self.generator(noise) > 0).numpy()
        return pictures

    def keep_if_best(self, loss: float, figures: PictureFigures) -> bool:
        if loss >= self.best:
            return False
        self.best = loss
        about = {"step": self.step, "gap": round(loss, 4), "figures": figures.to_json()}
        save_tensors(self.folder / BEST_NAME, self.generator.state_dict(), about)
        return True

    def save(self) -> None:
        tensors = {
            **_named("generator", self.generator.state_dict()),
            **_named("discriminator", self.discriminator.state_dict()),
        }
        for name, optimizer in self._optimizers.items():
            tensors |= _named(f"{name} optimizer", optimizer_tensors(optimizer))
        save_tensors(self.folder / CHECKPOINT_NAME, tensors, {"step": self.step, "best": self.best})

    def _noise(self, count: int) -> Tensor:
        return torch.randn(count, self.generator.sizes.noise)

    def _descend(self, name: str, loss: Tensor) -> float:
        optimizer = self._optimizers[name]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves Tensor.backward unannotated
        optimizer.step()
        return float(loss.detach())

    def _restore(self) -> None:
        tensors, about = load_tensors(self.folder / CHECKPOINT_NAME)
        self.generator.load_state_dict(_of("generator", tensors))
        self.discriminator.load_state_dict(_of("discriminator", tensors))
        for name, optimizer in self._optimizers.items():
            restore_optimizer(optimizer, _of(f"{name} optimizer", tensors))
        self.step, self.best = int(about["step"]), float(about["best"])


def binary(logits: Tensor) -> Tensor:
    """Pixels that are 0 or 1, with the gradient of the sigmoid (deterministic binary neurons, Bengio et
    al. 2013): so that a picture is judged as it will be used, and not by how grey it is.
    """
    soft = logits.sigmoid()
    return (logits > 0).float() + soft - soft.detach()


def begin_as_bright(generator: ImageGenerator, share: float) -> None:
    """Initial weights with which about `share` of the pixels are lit, in other places for other noise."""
    for layer in generator.pixels:
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d) and layer.bias is not None:
            nn.init.kaiming_normal_(layer.weight, a=_LEAK)
            nn.init.zeros_(layer.bias)
    last = generator.pixels[-1]
    assert isinstance(last, nn.Conv2d) and last.bias is not None
    with torch.no_grad():
        noise = torch.randn(32, generator.sizes.noise)
        last.weight /= generator(noise).std()
        last.bias -= np.quantile(generator(noise).numpy(), 1 - share)


@contextmanager
def judging_only(network: nn.Module) -> Iterator[None]:
    """Within it the network's weights and statistics stay as they are; gradients pass through it.

    The report froze its discriminator by `trainable = False` after compiling, which under a current Keras
    freezes it for good.
    """
    network.eval()
    network.requires_grad_(False)
    try:
        yield
    finally:
        network.requires_grad_(True)
        network.train()


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits, labels)


def _named(group: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{group}/{name}": tensor for name, tensor in tensors.items()}


def _of(group: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    start = f"{group}/"
    return {name.removeprefix(start): t for name, t in tensors.items() if name.startswith(start)}
