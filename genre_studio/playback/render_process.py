"""A process that renders one song: reads (song, path) from its standard input, writes how far it is."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genre_studio.music.song import Song
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.render import render_song
from genre_studio.playback.wire import read_value, write_value

_SMALLEST_STEP = 0.002


def render(request: tuple[Song, Path], tell: Callable[[float], None]) -> None:
    song, path = request
    render_song(song, path, tell)


def serve(render: Callable[[Any, Callable[[float], None]], None]) -> None:
    """Read a request and let `render` fulfil it; write fractions, 0..1, and at last True, or one sentence
    that says why not.
    """
    commands, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the synth's library prints must not get in between
    request = read_value(commands)
    told = 0.0

    def tell(fraction: float) -> None:
        nonlocal told
        if fraction - told > _SMALLEST_STEP:
            told = fraction
            write_value(answers, fraction)

    try:
        render(request, tell)
    except PlaybackError as error:
        write_value(answers, str(error))
        sys.exit(1)
    write_value(answers, True)


if __name__ == "__main__":
    serve(render)
