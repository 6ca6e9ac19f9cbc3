"""Comparing painted layers with pictures of how they should look.

To accept a new look, run the tests with GENRE_STUDIO_REDRAW=1, and look at what was written before committing
it.
"""

import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

PICTURES = Path(__file__).parent / "pictures"
_BLOCK_PX = 8
"""Pictures are compared by the means of blocks: another machine's font draws other pixels, as much ink."""
_FARTHEST_MEAN = 2.0
_FARTHEST_BLOCK = 24.0


def differs(painted: QImage, name: str) -> str:
    """Why a picture is not as its reference, in words; empty where it is."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("GENRE_STUDIO_REDRAW"):
        painted.save(str(path))
    return difference(painted, QImage(str(path)))


def difference(painted: QImage, wanted: QImage) -> str:
    """How two pictures differ, in words; empty where they are as good as the same."""
    if wanted.size() != painted.size():
        return f"{painted.size()} and not {wanted.size()}"
    away = np.abs(_blocks(painted) - _blocks(wanted))
    if away.mean() <= _FARTHEST_MEAN and away.max() <= _FARTHEST_BLOCK:
        return ""
    row, column = np.unravel_index(int(away.max(axis=2).argmax()), away.shape[:2])
    where = f"x {column * _BLOCK_PX}, y {row * _BLOCK_PX}"
    return f"off by {away.mean():.1f} of 255, most at {where}: {away.max():.0f}"


def _blocks(image: QImage) -> np.ndarray:
    """Mean colours of blocks, shape (rows, columns, 3)."""
    small = QSize(image.width() // _BLOCK_PX, image.height() // _BLOCK_PX)
    scaled = image.scaled(
        small, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(scaled.constBits(), np.uint8).reshape(scaled.height(), scaled.bytesPerLine())
    return rows[:, : 3 * scaled.width()].reshape(scaled.height(), scaled.width(), 3).astype(float)
