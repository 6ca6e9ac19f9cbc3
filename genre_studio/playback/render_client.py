"""Rendering in a process of its own, so that a window stays smooth and a cancel is at once."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from genre_studio.music.song import Song
from genre_studio.playback.child import start_child
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.part_paths import part_paths
from genre_studio.playback.wire import read_value, write_value


class Rendering:
    """One song on its way to a WAV file, which appears whole or not at all."""

    def __init__(self, song: Song, path: Path) -> None:
        self._song, self._path = song, path
        self._process = start_child("genre_studio.playback.render_process")
        self.is_cancelled = False

    def cancel(self) -> None:
        """End it, from any thread; nothing is left behind."""
        self.is_cancelled = True
        self._process.kill()

    def run(self) -> Iterator[float]:
        """The fractions done, 0..1, until it is finished or cancelled. Raises PlaybackError."""
        pipe = cast(BinaryIO, self._process.stdin)
        answers = cast(BinaryIO, self._process.stdout)
        try:
            with suppress(OSError):  # cancelled already: the answers have ended, too
                write_value(pipe, (self._song, self._path))
            while (answer := read_value(answers)) is not True:
                if isinstance(answer, str):
                    raise PlaybackError(answer)
                yield answer
        except EOFError:
            if not self.is_cancelled:
                raise PlaybackError(
                    f"Writing the audio stopped unexpectedly; {self._path.name} is as it was."
                ) from None
        finally:
            self._end(pipe, answers)

    def _end(self, pipe: BinaryIO, answers: BinaryIO) -> None:
        self._process.wait()
        for stream in (pipe, answers):
            with suppress(OSError):
                stream.close()
        for part in part_paths(self._path):  # what it was writing when it was killed
            with suppress(OSError):
                part.unlink(missing_ok=True)
