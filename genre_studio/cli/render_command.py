"""`genre-studio render IN.mid OUT.wav`: what a file sounds like, as audio."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from genre_studio.cli.command import JsonOption, MidiArgument, command_app, plain_console
from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.song_files import read_song_file
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.render import render_song


def render_file(
    midi: MidiArgument,
    wav: Annotated[Path, typer.Argument(metavar="OUT.wav", help="The sound file to write.")],
    json_output: JsonOption = False,
) -> None:
    """Turn a MIDI file into sound through the built-in synth."""
    render(midi, wav, json_output)


def render(input_path: Path, output_path: Path, json_output: bool) -> None:
    """Render a MIDI file to WAV through the built-in synth.

    Raises MidiFileError, PlaybackError or WrongUsage with one sentence.
    """
    song = read_song_file(input_path).song
    if output_path.exists() and output_path.samefile(input_path):
        raise WrongUsage(f"{output_path} is the MIDI file itself: name another file for the sound.")
    started_s = time.monotonic()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=json_output or not console.is_terminal) as bar:
        task = bar.add_task(f"Rendering {escape(input_path.name)}", total=1.0)
        render_song(song, output_path, lambda fraction: bar.update(task, completed=fraction))
    took_s = time.monotonic() - started_s
    if json_output:
        result = {"input": str(input_path), "output": str(output_path), "seconds": round(took_s, 3)}
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        plain_console().print(f"Wrote {output_path} in {took_s:.1f} s.")


app = command_app(render_file, PlaybackError)
