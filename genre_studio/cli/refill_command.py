"""`genre-studio refill IN.mid`: write bars anew between the music on both sides of them."""

from typing import Annotated

import typer

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_of,
)


def refill_file(
    midi: MidiArgument,
    genre: GenreOption,
    from_bar: Annotated[int, typer.Option("--from-bar", min=1, help="The first bar to write anew.")],
    to_bar: Annotated[
        int | None, typer.Option("--to-bar", min=1, help="The last one; the first where left out.")
    ] = None,
    *,
    options: WritingOptions,
) -> None:
    """Refill bars of a MIDI file in a genre, around locked notes: take-1.mid ... and takes.json."""
    last = from_bar if to_bar is None else to_bar
    if last < from_bar:
        raise WrongUsage(f"--to-bar {last} lies before --from-bar {from_bar}.")
    write_takes_of(midi, options.wishes(genre, last - from_bar + 1, first_bar=from_bar), options)


app = command_app(with_writing_options(refill_file, "bar_range"))
