"""How loud sound is to an ear: programme loudness after ITU-R BS.1770-4.

The two filters of the standard are applied by their magnitude in the frequency domain: loudness is a mean
of squares, which a phase does not change. Their coefficients at any sample rate: Brecht De Man, "Evaluation
of implementations of the EBU R128 loudness measurement", AES 2018.
"""

from math import log10, pi, tan

import numpy as np
from numpy.typing import NDArray

SILENT_LUFS = -70.0  # blocks below it are not counted; what has no other is as loud as this
_OFFSET = -0.691
_BLOCK_S, _STEP_S = 0.4, 0.1
_RELATIVE_GATE_LU = -10.0


def loudness_lufs(samples: NDArray[np.floating], rate: int) -> float:
    """The integrated loudness of samples (N,) or (N, channels), 1.0 being full scale.

    Counts each channel as a front one. Sound shorter than a block is one block; silence is SILENT_LUFS.
    """
    if not len(samples):
        return SILENT_LUFS
    channels = samples.reshape(len(samples), -1).T.astype(np.float64)
    power = sum(_filtered(channel, rate) ** 2 for channel in channels)
    blocks = _block_means(np.asarray(power), rate)
    heard = blocks[_lufs(blocks) > SILENT_LUFS]
    if not len(heard):
        return SILENT_LUFS
    gate = float(_lufs(heard.mean())) + _RELATIVE_GATE_LU
    return float(_lufs(heard[_lufs(heard) > gate].mean()))


def _block_means(power: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    size, step = round(_BLOCK_S * rate), round(_STEP_S * rate)
    sums = np.concatenate([[0.0], np.cumsum(power)])
    if len(power) <= size:
        return np.array([sums[-1] / max(1, len(power))])
    starts = np.arange(0, len(power) - size + 1, step)
    means: NDArray[np.float64] = (sums[starts + size] - sums[starts]) / size
    return means


def _lufs(mean_square: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(mean_square, 1e-12)))


def _filtered(channel: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    size = 1 << (len(channel) + rate // 10).bit_length()  # room for the filters to ring out
    spectrum = np.fft.rfft(channel, size)
    z = np.exp(-2j * pi * np.arange(len(spectrum)) / size)
    for numerator, denominator in (_shelf(rate), _high_pass(rate)):
        spectrum *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    filtered: NDArray[np.float64] = np.fft.irfft(spectrum, size)[: len(channel)]
    return filtered


def _shelf(rate: int) -> tuple[list[float], list[float]]:
    """The head's effect: about 4 dB more above 1.5 kHz. Coefficients of z^0, z^-1, z^-2."""
    frequency, gain_db, q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k, high = tan(pi * frequency / rate), 10 ** (gain_db / 20)
    middle, a0 = high**0.4996667741545416, 1 + k / q + k * k
    numerator = [high + middle * k / q + k * k, 2 * (k * k - high), high - middle * k / q + k * k]
    return [b / a0 for b in numerator], [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _high_pass(rate: int) -> tuple[list[float], list[float]]:
    """What is too low to be loud. Coefficients of z^0, z^-1, z^-2."""
    frequency, q = 38.13547087602444, 0.5003270373238773
    k = tan(pi * frequency / rate)
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0], [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def gain_to(lufs: float, wanted_lufs: float) -> float:
    """The factor that brings sound of one loudness to another."""
    return float(10 ** ((wanted_lufs - lufs) / 20))


def peak_db(samples: NDArray[np.floating]) -> float:
    """The loudest sample, in dB of full scale."""
    return 20 * log10(max(1e-6, float(np.abs(samples).max(initial=0.0))))
