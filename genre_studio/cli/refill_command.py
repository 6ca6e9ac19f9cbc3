"""`genre-studio refill IN.mid`: write bars anew between the music on both sides of them."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli import writing_options as option
from genre_studio.cli.command import JsonOption, MidiArgument, command_app
from genre_studio.cli.continuing_request import Wishes
from genre_studio.cli.failures import WrongUsage
from genre_studio.cli.settings import parse_range, parse_settings


def refill_file(
    midi: MidiArgument,
    genre: option.GenreOption,
    from_bar: Annotated[int, typer.Option("--from-bar", min=1, help="The first bar to write anew.")],
    to_bar: Annotated[
        int | None, typer.Option("--to-bar", min=1, help="The last one; the first where left out.")
    ] = None,
    locks: option.LockOption = None,
    takes: option.TakesOption = 4,
    seed: option.SeedOption = 7,
    out: option.OutOption = Path("out"),
    force: option.ForceOption = False,
    only_new: option.OnlyNewOption = False,
    plugin: option.PluginOption = None,
    model: option.ModelOption = None,
    settings: option.SettingsOption = None,
    tracks: option.TracksOption = None,
    write: option.WriteOption = None,
    scale: option.ScaleOption = None,
    pitch_range: option.RangeOption = None,
    polyphony: option.PolyphonyOption = None,
    json_output: JsonOption = False,
) -> None:
    """Refill bars of a MIDI file in a genre, around locked notes: take-1.mid ... and takes.json."""
    last = from_bar if to_bar is None else to_bar
    if last < from_bar:
        raise WrongUsage(f"--to-bar {last} lies before --from-bar {from_bar}.")
    wishes = Wishes(
        genre=genre,
        bars=last - from_bar + 1,
        first_bar=from_bar,
        locks=tuple(locks or ()),
        takes=takes,
        seed=seed,
        model=model,
        settings=parse_settings(settings or []),
        tracks=tracks,
        families=write,
        scale=scale,
        pitch_range=parse_range(pitch_range) if pitch_range else None,
        polyphony=polyphony,
    )
    option.write_wishes(midi, wishes, plugin, option.Output(out, force, only_new, json_output))


app = command_app(refill_file)
