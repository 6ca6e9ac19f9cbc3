"""`genre-studio continue IN.mid`: the main job without a window."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.check_plugin_command import found_plugin
from genre_studio.cli.command import JsonOption, MidiArgument, command_app, write_json
from genre_studio.cli.continuing import continued_takes, first_continuing
from genre_studio.cli.continuing_request import Wishes, request_of
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.cli.settings import parse_range, parse_settings
from genre_studio.cli.take_files import REPORT_NAME, take_file_name, write_takes
from genre_studio.generation.discovery import PluginRecord, discover
from genre_studio.music.midi_file import read_song
from genre_studio.plugin_api.info import Ability


def continue_file(
    midi: MidiArgument,
    genre: Annotated[
        str, typer.Option("--genre", "-g", help="classical, jazz, rock, as the plugin has them.")
    ],
    bars: Annotated[int, typer.Option("--bars", min=1, max=512, help="How many bars to write.")] = 8,
    takes: Annotated[int, typer.Option("--takes", min=1, max=64, help="How many proposals.")] = 4,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same notes.")] = 7,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder to write to; made where missing.")
    ] = Path("out"),
    force: Annotated[bool, typer.Option("--force", help="Write over the takes of an earlier run.")] = False,
    only_new: Annotated[bool, typer.Option("--only-new", help="Leave the input out of the files.")] = False,
    plugin: Annotated[
        str | None, typer.Option("--plugin", help="The generator; the first ready one.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="One of the plugin's models.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting of the plugin, like temperature=0.9."),
    ] = None,
    tracks: Annotated[
        str | None, typer.Option("--tracks", help="Tracks to write: 1,3 or Melody,Bass; else all with notes.")
    ] = None,
    write: Annotated[
        str | None, typer.Option("--write", help="Families to write: bass,drums; a missing one gets a track.")
    ] = None,
    scale: Annotated[
        str | None, typer.Option("--scale", help='"C minor", or auto for the song\'s own.')
    ] = None,
    pitch_range: Annotated[
        str | None, typer.Option("--range", help="Lowest and highest note: C3-C6.")
    ] = None,
    polyphony: Annotated[
        int | None, typer.Option("--polyphony", min=1, help="Most notes at once in a track.")
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Continue a MIDI file in a genre: take-1.mid ... and takes.json, which says where they come from."""
    result = read_song(midi)
    _check_input_stays(midi, out, takes)
    if not force:
        _check_takes_stay(out, takes)
    record = _generator(plugin)
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
    request = request_of(result.song, record, wishes)
    made = continued_takes(record, request, quiet=json_output)
    report = write_takes(out, midi, request, made, result.repairs, only_new=only_new)
    if json_output:
        write_json(report)
    else:
        files = ", ".join(take["file"] for take in report["takes"])
        typer.echo(f"Wrote {files} and takes.json to {out}.")


def _check_input_stays(midi: Path, out: Path, takes: int) -> None:
    """Raise WrongUsage where a take would be written over the file that it continues."""
    for index in range(takes):
        path = out / take_file_name(index)
        if path.exists() and path.samefile(midi):
            raise WrongUsage(f"A take would be written over {midi} itself: choose another folder with --out.")


def _check_takes_stay(out: Path, takes: int) -> None:
    """Raise WrongUsage where the folder holds takes that would be written over."""
    for name in (REPORT_NAME, *(take_file_name(index) for index in range(takes))):
        if (out / name).exists():
            raise WrongUsage(
                f"{out} already holds {name}: choose another folder with --out, "
                "or write over it with --force."
            )


def _generator(name: str | None) -> PluginRecord:
    """The named plugin, or the first that can continue music. Raises CommandFailed, WrongUsage."""
    if name is None:
        return first_continuing(discover())
    record = found_plugin(name)
    if not record.usable or record.info is None:
        raise CommandFailed(f"{record.title} cannot be used: {record.error}")
    if Ability.CONTINUE not in record.info.abilities:
        raise WrongUsage(f"{record.title} does not continue music.")
    return record


app = command_app(continue_file)
