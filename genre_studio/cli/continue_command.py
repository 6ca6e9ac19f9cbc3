"""`genre-studio continue IN.mid`: the main job without a window."""

from typing import Annotated

import typer

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_of,
)


def continue_file(
    midi: MidiArgument,
    genre: GenreOption,
    bars: Annotated[int, typer.Option("--bars", min=1, max=512, help="How many bars to write.")] = 8,
    *,
    options: WritingOptions,
) -> None:
    """Continue a MIDI file in a genre: take-1.mid ... and takes.json, which says where they come from."""
    write_takes_of(midi, options.wishes(genre, bars), options)


app = command_app(with_writing_options(continue_file, "bar_range", "locks"))
