"""The options that the commands which write share, and what all do once these are understood."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_type_hints

import typer

from genre_studio.cli.check_plugin_command import found_plugin
from genre_studio.cli.command import JsonOption, write_json
from genre_studio.cli.continuing import first_writing, written_takes
from genre_studio.cli.continuing_request import Wishes, region_of, request_of
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.cli.settings import parse_range, parse_settings
from genre_studio.cli.song_files import read_song_file
from genre_studio.cli.take_files import REPORT_NAME, file_names, write_takes
from genre_studio.generation.discovery import PluginRecord, discover
from genre_studio.music.song import Song

GenreOption: TypeAlias = Annotated[
    str, typer.Option("--genre", "-g", help="classical, jazz, rock, as the plugin has them.")
]
TakesOption: TypeAlias = Annotated[int, typer.Option("--takes", min=1, max=64, help="How many proposals.")]
SeedOption: TypeAlias = Annotated[
    int, typer.Option("--seed", min=0, help="The same seed gives the same notes.")
]
OutOption: TypeAlias = Annotated[
    Path, typer.Option("--out", "-o", help="The folder to write to; made where missing.")
]
ForceOption: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Write over the takes of an earlier run.")
]
OnlyNewOption: TypeAlias = Annotated[
    bool, typer.Option("--only-new", help="Leave the input out of the files.")
]
PluginOption: TypeAlias = Annotated[
    str | None, typer.Option("--plugin", help="The generator; the first ready one.")
]
ModelOption: TypeAlias = Annotated[str | None, typer.Option("--model", help="One of the plugin's models.")]
SettingsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A setting of the plugin, like temperature=0.9."),
]
TracksOption: TypeAlias = Annotated[
    str | None, typer.Option("--tracks", help="Tracks to write: 1,3 or Melody,Bass; else all with notes.")
]
WriteOption: TypeAlias = Annotated[
    str | None, typer.Option("--write", help="Families to write: bass,drums; a missing one gets a track.")
]
ScaleOption: TypeAlias = Annotated[
    str | None, typer.Option("--scale", help='"C minor", or auto for the song\'s own.')
]
RangeOption: TypeAlias = Annotated[
    str | None, typer.Option("--range", help="Lowest and highest note: C3-C6.")
]
PolyphonyOption: TypeAlias = Annotated[
    int | None, typer.Option("--polyphony", min=1, help="Most notes at once in a track.")
]
BarsNamedOption: TypeAlias = Annotated[
    str | None, typer.Option("--bars", metavar="A-B", help="Bars 5-8, or 5 for one; else all of it.")
]
LockOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--lock", metavar="TRACK[:RANGE]", help="Notes that stay: Melody, or 2:C2-C3. Repeatable."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingOptions:
    """Those that follow a command's own, as typed and in the order of the help page."""

    bar_range: BarsNamedOption = None
    locks: LockOption = None
    takes: TakesOption = 4
    seed: SeedOption = 7
    out: OutOption = Path("out")
    force: ForceOption = False
    only_new: OnlyNewOption = False
    plugin: PluginOption = None
    model: ModelOption = None
    settings: SettingsOption = None
    tracks: TracksOption = None
    write: WriteOption = None
    scale: ScaleOption = None
    pitch_range: RangeOption = None
    polyphony: PolyphonyOption = None
    json_output: JsonOption = False

    def wishes(self, genre: str, bars: int = 0, **asked: Any) -> Wishes:
        """With what the command itself asks for, by the names of Wishes. Raises WrongUsage."""
        return Wishes(
            genre=genre,
            bars=bars,
            takes=asked.pop("takes", self.takes),
            seed=self.seed,
            model=self.model,
            settings=parse_settings(self.settings or []),
            tracks=self.tracks,
            families=asked.pop("families", self.write),
            scale=self.scale,
            pitch_range=parse_range(self.pitch_range) if self.pitch_range else None,
            polyphony=self.polyphony,
            bar_range=self.bar_range,
            locks=tuple(self.locks or ()),
            **asked,
        )


def with_writing_options(function: Callable[..., None], *without: str) -> Callable[..., None]:
    """A command whose last parameter, `options`, is made of the options that a person types one by one.

    `without` names those that mean nothing to the command: it does not have them. Typer reads options
    from a signature alone, so the command gets one that names them all.
    """
    asked = get_type_hints(function, include_extras=True)
    own = [
        parameter.replace(annotation=asked[name])
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "options"
    ]
    hints = get_type_hints(WritingOptions, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
        for field in fields(WritingOptions)
        if field.name not in without
    ]
    names = {parameter.name for parameter in shared}

    @wraps(function)
    def command(**typed: Any) -> None:
        rest = {name: value for name, value in typed.items() if name not in names}
        function(**rest, options=WritingOptions(**{name: typed[name] for name in names}))

    vars(command)["__signature__"] = inspect.Signature([*own, *shared])
    command.__annotations__ = {each.name: each.annotation for each in (*own, *shared)}
    return command


def write_takes_of(midi: Path, wishes: Wishes, options: WritingOptions) -> None:
    """Run the request that the wishes make for a file; write its takes. Raises CommandFailed, WrongUsage."""
    result = read_song_file(midi)
    write_takes_for(result.song, (midi,), wishes, options, result.repairs)


def write_takes_for(
    song: Song, sources: Sequence[Path], wishes: Wishes, options: WritingOptions, repairs: Sequence[str] = ()
) -> None:
    """The same for a song that was read from `sources`, with what had to be repaired in them, or made."""
    names = file_names(wishes.takes, wishes.ability)
    _check_sources_stay(sources, options.out, names)
    if not options.force:
        _check_takes_stay(options.out, names)
    region = region_of(song, wishes)
    plugin = options.plugin
    record = _named(plugin) if plugin is not None else first_writing(discover(), song, region, wishes.ability)
    request = request_of(song, record, wishes)
    made = written_takes(record, request, quiet=options.json_output)
    report = write_takes(options.out, sources, request, made, repairs, only_new=options.only_new)
    if options.json_output:
        write_json(report)
    else:
        files = ", ".join(take["file"] for take in report["takes"])
        typer.echo(f"Wrote {files} and takes.json to {options.out}.")


def _check_sources_stay(sources: Sequence[Path], out: Path, names: Sequence[str]) -> None:
    """Raise WrongUsage where a take would be written over a file that it is made from."""
    for name in names:
        path = out / name
        for source in sources:
            if path.exists() and path.samefile(source):
                raise WrongUsage(
                    f"A take would be written over {source} itself: choose another folder with --out."
                )


def _check_takes_stay(out: Path, names: Sequence[str]) -> None:
    """Raise WrongUsage where the folder holds takes that would be written over."""
    for name in (REPORT_NAME, *names):
        if (out / name).exists():
            raise WrongUsage(
                f"{out} already holds {name}: choose another folder with --out, "
                "or write over it with --force."
            )


def _named(name: str) -> PluginRecord:
    """The plugin of this name. Raises CommandFailed, WrongUsage."""
    record = found_plugin(name)
    if not record.usable or record.info is None:
        raise CommandFailed(f"{record.title} cannot be used: {record.error}")
    return record
