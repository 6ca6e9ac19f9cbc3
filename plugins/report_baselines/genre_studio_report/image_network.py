"""The report's image GAN: a plain DCGAN for pictures of 106 x 106 pixels.

Generator: noise, a linear layer to 53 x 53 pixels, leaky ReLU, then per pixel a linear layer (1 x 1
convolution), a transposed 4 x 4 convolution that doubles the side, a linear layer, leaky ReLU, a linear
layer, and a 7 x 7 convolution to one sigmoid pixel. Discriminator: twice a 3 x 3 convolution of stride 2
with leaky ReLU and dropout, batch normalisation of the flattened features, and one sigmoid output.
"""

from dataclasses import asdict, dataclass
from typing import Any

from torch import Tensor, nn

from genre_studio.music.roll_image import ROWS

_HALF = ROWS // 2
_LEAK = 0.2


@dataclass(frozen=True, slots=True)
class ImageSizes:
    """The report's generator would be noise 100, first 128, width 1024; its discriminator is as here."""

    noise: int = 25
    first: int = 4  # channels of the 53 x 53 pixels that the noise becomes
    width: int = 32  # channels of every layer after that
    judge: int = 64  # channels of the discriminator

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class ImageGenerator(nn.Module):
    """(B, noise) to logits of (B, ROWS, ROWS) pixels; their sigmoid is the report's picture."""

    def __init__(self, sizes: ImageSizes) -> None:
        super().__init__()
        self.sizes = sizes
        width = sizes.width
        self.from_noise = nn.Linear(sizes.noise, sizes.first * _HALF * _HALF)
        self.pixels = nn.Sequential(
            nn.LeakyReLU(_LEAK),
            nn.Conv2d(sizes.first, width, 1),
            nn.ConvTranspose2d(width, width, 4, stride=2, padding=1),
            nn.Conv2d(width, width, 1),
            nn.LeakyReLU(_LEAK),
            nn.Conv2d(width, width, 1),
            nn.Conv2d(width, 1, 7, padding=3),
        )

    def forward(self, noise: Tensor) -> Tensor:
        x = self.from_noise(noise).view(-1, self.sizes.first, _HALF, _HALF)
        logits: Tensor = self.pixels(x)  # (B, 1, ROWS, ROWS)
        return logits.squeeze(1)


class ImageDiscriminator(nn.Module):
    """(B, ROWS, ROWS) pixels, 0 to 1, to the logit that they are real; (B,)."""

    def __init__(self, sizes: ImageSizes, dropout: float = 0.5) -> None:
        super().__init__()
        side = (_HALF + 1) // 2  # 106 becomes 53 becomes 27
        self.layers = nn.Sequential(
            nn.Conv2d(1, sizes.judge, 3, stride=2, padding=1),
            nn.LeakyReLU(_LEAK),
            nn.Dropout(dropout),
            nn.Conv2d(sizes.judge, sizes.judge, 3, stride=2, padding=1),
            nn.LeakyReLU(_LEAK),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.BatchNorm1d(sizes.judge * side * side),
            nn.Linear(sizes.judge * side * side, 1),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.layers(pictures.unsqueeze(1))
        return logits.squeeze(1)
