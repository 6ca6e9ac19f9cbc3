"""A process that plays clips: reads (path, seconds) or None (silence) from its standard input.

Writes one sentence where it cannot play; ends when its input does.
"""

import contextlib
import os
from pathlib import Path

from genre_studio.playback.clip_sound import ClipOutput, LoopedSound, read_clip
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.wire import read_value, write_value


def main() -> None:
    """Play until the other side is gone."""
    commands, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the audio libraries print must not get in between
    sound = LoopedSound()
    output: tuple[ClipOutput, int] | None = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked: tuple[Path, float] | None = read_value(commands)
            if asked is None:
                sound.clear()
                continue
            try:
                clip, rate = read_clip(asked[0])
                if output is None or output[1] != rate:
                    if output is not None:
                        output[0].close()
                    output = (ClipOutput(sound, rate), rate)
                sound.set(clip, round(asked[1] * rate))
            except PlaybackError as error:
                write_value(answers, str(error))
    if output is not None:
        output[0].close()


if __name__ == "__main__":
    main()
