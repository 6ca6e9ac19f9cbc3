"""A process that renders blind clips: reads (songs, folder, seconds), writes how far it is."""

from collections.abc import Callable, Mapping
from pathlib import Path

from genre_studio.music.song import Song
from genre_studio.playback.blind_clips import render_clips
from genre_studio.playback.render_process import serve


def render(request: tuple[Mapping[str, Song], Path, float], tell: Callable[[float], None]) -> None:
    songs, folder, seconds = request
    render_clips(songs, folder, seconds, tell)


if __name__ == "__main__":
    serve(render)
