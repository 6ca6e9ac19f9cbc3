"""Pictures as PNG files. Pillow reads what any tool wrote: grey, colour, palette or one bit."""

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from genre_studio.music.roll_image.raster import ROWS, Picture

_WIDEST = 200_000  # columns: three and a half hours at 120 beats a minute
_LIT = 127.5  # a pixel brighter than this is a note


class PictureError(Exception):
    """A picture cannot be read; one sentence says which, and why."""


def png_bytes(picture: Picture) -> bytes:
    """The picture as a PNG of one bit a pixel, lit pixels white."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="PNG")
    return file.getvalue()


def read_picture(path: Path) -> Picture:
    """The picture in an image file, (ROWS, columns). Raises PictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked below
            with Image.open(path) as image:
                _check_size(path, *image.size)
                grey = np.asarray(image.convert("L"))
    except UnidentifiedImageError:
        raise PictureError(f"{path} is not a picture that can be read: name a PNG file.") from None
    except Image.DecompressionBombError:
        raise PictureError(f"{path} is far too large to be a picture of music.") from None
    except (OSError, ValueError, SyntaxError) as error:  # Pillow says SyntaxError of a broken PNG
        reason = (getattr(error, "strerror", None) or "it is damaged").lower()
        raise PictureError(f"The picture {path} cannot be read: {reason}.") from None
    return grey > _LIT


def _check_size(path: Path, width: int, height: int) -> None:
    if height != ROWS:
        raise PictureError(
            f"{path} is {height} pixels high; a picture of music has {ROWS}, one for each pitch from A0 up."
        )
    if width > _WIDEST:
        raise PictureError(f"{path} is {width:,} pixels wide; {_WIDEST:,} are the most.")
