"""`genre-studio render IN.mid OUT.wav`."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import JsonOption, MidiArgument, command_app
from genre_studio.cli.render import render
from genre_studio.playback.errors import PlaybackError


def render_file(
    midi: MidiArgument,
    wav: Annotated[Path, typer.Argument(metavar="OUT.wav", help="The sound file to write.")],
    json_output: JsonOption = False,
) -> None:
    """Turn a MIDI file into sound through the built-in synth."""
    render(midi, wav, json_output)


app = command_app(render_file, PlaybackError)
