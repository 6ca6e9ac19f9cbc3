"""Rendering in a process of its own, so that a window stays smooth and a cancel is at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from genre_studio.music.song import Song
from genre_studio.playback.child import start_child
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.part_paths import part_paths
from genre_studio.playback.wire import read_value, write_value


class RenderingProcess:
    """A process that renders what it is asked for. `parts` are what it leaves behind when it is killed."""

    def __init__(self, module: str, request: object, name: str, parts: Sequence[Path] = ()) -> None:
        self._request, self._name, self._parts = request, name, parts
        self._process = start_child(module)
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
                write_value(pipe, self._request)
            while (answer := read_value(answers)) is not True:
                if isinstance(answer, str):
                    raise PlaybackError(answer)
                yield answer
        except EOFError:
            if not self.is_cancelled:
                raise PlaybackError(
                    f"Writing the audio stopped unexpectedly; {self._name} is as it was."
                ) from None
        finally:
            self._end(pipe, answers)

    def _end(self, pipe: BinaryIO, answers: BinaryIO) -> None:
        self._process.wait()
        for stream in (pipe, answers):
            with suppress(OSError):
                stream.close()
        for part in self._parts:  # what it was writing when it was killed
            with suppress(OSError):
                part.unlink(missing_ok=True)


class Rendering(RenderingProcess):
    """One song on its way to a WAV file, which appears whole or not at all."""

    def __init__(self, song: Song, path: Path) -> None:
        module = "genre_studio.playback.render_process"
        super().__init__(module, (song, path), path.name, part_paths(path))


class ClipsRendering(RenderingProcess):
    """Songs on their way to blind clips in a folder, which is the asker's to tidy up."""

    def __init__(self, songs: Mapping[str, Song], folder: Path, seconds: float) -> None:
        request = (dict(songs), folder, seconds)
        super().__init__("genre_studio.playback.clips_process", request, folder.name)
