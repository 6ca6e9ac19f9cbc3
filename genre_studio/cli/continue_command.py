"""`genre-studio continue IN.mid`: the main job without a window."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli import writing_options as option
from genre_studio.cli.command import JsonOption, MidiArgument, command_app
from genre_studio.cli.continuing_request import Wishes
from genre_studio.cli.settings import parse_range, parse_settings


def continue_file(
    midi: MidiArgument,
    genre: option.GenreOption,
    bars: Annotated[int, typer.Option("--bars", min=1, max=512, help="How many bars to write.")] = 8,
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
    """Continue a MIDI file in a genre: take-1.mid ... and takes.json, which says where they come from."""
    wishes = Wishes(
        genre=genre,
        bars=bars,
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


app = command_app(continue_file)
