"""`genre-studio interpolate A.mid B.mid`: a path from one clip to another."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.continuing_request import FarSong
from genre_studio.cli.song_files import read_song_file
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_for,
)
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.request import FEWEST_STEPS, MOST_STEPS


def interpolate(
    midi: MidiArgument,
    far: Annotated[Path, typer.Argument(metavar="TO", help="The MIDI file or session to lead to.")],
    genre: GenreOption,
    steps: Annotated[
        int,
        typer.Option(
            "--steps", min=FEWEST_STEPS, max=MOST_STEPS, help="How many steps, both ends among them."
        ),
    ] = 5,
    far_bars: Annotated[
        str | None, typer.Option("--to-bars", metavar="A-B", help="The bars of TO; else from its first on.")
    ] = None,
    *,
    options: WritingOptions,
) -> None:
    """Write the steps of a path from one MIDI file to another, the first near the one and the last near
    the other: step-1.mid ... and takes.json. It is as long as the shorter of both.
    """
    near, other = read_song_file(midi), read_song_file(far)
    wishes = options.wishes(
        genre,
        ability=Ability.INTERPOLATE,
        takes=steps,
        far=FarSong(other.song, far_bars),
    )
    write_takes_for(near.song, (midi, far), wishes, options, (*near.repairs, *other.repairs))


app = command_app(with_writing_options(interpolate, "takes"))
