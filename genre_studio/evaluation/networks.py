"""The classifiers' networks: small enough for minutes on one core. C = classes, F = features."""

from enum import StrEnum

import torch
from torch import Tensor, nn

from genre_studio.evaluation.features import FEATURES
from genre_studio.evaluation.window_set import ROLL_CHANNELS


class Model(StrEnum):
    """The kinds of classifier; a judgement states the one that judged best."""

    LOGISTIC = "logistic on features"
    MLP = "MLP on features"
    ROLL = "convolutions on the roll"

    @property
    def reads_rolls(self) -> bool:
        return self is Model.ROLL


class FeatureNet(nn.Module):
    """Logistic regression (hidden = 0) or one hidden layer, on features standardised by the training set."""

    mean: Tensor
    scale: Tensor

    def __init__(self, classes: int, hidden: int = 0, dropout: float = 0.0, features: int = len(FEATURES)):
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))
        layers: list[nn.Module] = [nn.Dropout(dropout)]
        if hidden:
            layers += [nn.Linear(features, hidden), nn.ReLU(), nn.Dropout(dropout)]
        self.layers = nn.Sequential(*layers, nn.Linear(hidden or features, classes))

    def standardise_by(self, features: Tensor) -> None:
        """Take mean and deviation from the training windows (N, F)."""
        self.mean.copy_(features.mean(0))
        self.scale.copy_(features.std(0, correction=0).clamp_min(1e-3))

    def forward(self, features: Tensor) -> Tensor:
        """(B, F) to logits (B, C). Beyond five deviations more is no more: an outlier is an outlier."""
        logits: Tensor = self.layers(self._standardised(features))
        return logits

    def hidden(self, features: Tensor) -> Tensor:
        """(B, F) to what the last layer reads, (B, H)."""
        rows: Tensor = self.layers[:-1](self._standardised(features))
        return rows

    def _standardised(self, features: Tensor) -> Tensor:
        return ((features - self.mean) / self.scale).clamp(-5, 5)


class RollNet(nn.Module):
    """Convolutions over pitch and beats, blind to the length of the window."""

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__()
        self.beat = nn.Conv2d(ROLL_CHANNELS, width // 2, 1)  # what happens within a quarter, at one pitch
        self.chord = nn.Conv2d(
            width // 2, width, (13, 3), stride=(4, 1), padding=(0, 1)
        )  # an octave, 3 quarters
        self.phrase = nn.Conv2d(width, 2 * width, (3, 5), padding=(1, 2))
        self.norm = nn.GroupNorm(4, width)
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(6 * width, classes))

    def forward(self, rolls: Tensor, mask: Tensor) -> Tensor:
        """Rolls (B, 24, P, Q) and the mask of real quarters (B, Q) to logits (B, C)."""
        real = mask[:, None, None, :].to(rolls.dtype)
        hidden = torch.relu(self.beat(rolls)) * real
        hidden = torch.relu(self.norm(self.chord(hidden))) * real
        hidden = torch.relu(self.phrase(hidden)) * real
        quarters = real.sum(-1).clamp_min(1)[:, :, 0]  # (B, 1)
        mean = hidden.mean(2).sum(-1) / quarters
        high = hidden.amax(2)
        spread = ((high - high.sum(-1, keepdim=True) / quarters[..., None]).square() * real[:, :, 0]).sum(-1)
        pooled = [mean, high.sum(-1) / quarters, (spread / quarters + 1e-6).sqrt()]
        logits: Tensor = self.head(torch.cat(pooled, 1))
        return logits


def make_network(model: Model, classes: int) -> FeatureNet | RollNet:
    """A network with fresh weights, drawn from torch's current generator."""
    match model:
        case Model.LOGISTIC:
            return FeatureNet(classes)
        case Model.MLP:
            return FeatureNet(classes, hidden=64, dropout=0.3)
        case Model.ROLL:
            return RollNet(classes)
