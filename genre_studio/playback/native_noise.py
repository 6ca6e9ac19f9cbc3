"""Keeps the chatter of native audio and MIDI libraries out of the terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_stderr_hidden() -> Iterator[None]:
    """Send what C libraries print on standard error (ALSA, JACK and FluidSynth do) to nowhere.

    Works on the file descriptor, so it also hides what other threads print meanwhile: keep it short.
    """
    sys.stderr.flush()
    saved, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)
