"""`genre-studio generate`: bars from nothing."""

from typing import Annotated

import typer

from genre_studio.cli.command import command_app
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_for,
)
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import BAND
from genre_studio.music.timing import Tempo
from genre_studio.plugin_api.ability import Ability

_US_A_MINUTE = 60_000_000


def generate(
    genre: GenreOption,
    bars: Annotated[int, typer.Option("--bars", min=1, max=16, help="How many bars to write.")] = 8,
    tempo: Annotated[float, typer.Option("--tempo", min=20, max=400, help="Beats a minute.")] = 120,
    *,
    options: WritingOptions,
) -> None:
    """Write bars from nothing in a genre: take-1.mid ... and takes.json. Without --write a band plays:
    drums, bass, keys, guitar and strings.
    """
    song = Song(tempos=(Tempo(0, round(_US_A_MINUTE / tempo)),))
    families = options.write or ",".join(family.name.lower() for family in BAND)
    wishes = options.wishes(genre, bars, ability=Ability.GENERATE, families=families)
    write_takes_for(song, (), wishes, options)


app = command_app(with_writing_options(generate, "bar_range", "locks", "tracks", "only_new"))
