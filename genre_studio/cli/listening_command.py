"""`genre-studio listening prepare` and `listening results`: blind tests of real and generated music."""

from collections.abc import Callable, Mapping
from math import ceil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from genre_studio.cli.check_plugin_command import found_plugin
from genre_studio.cli.command import JsonOption, plain_console, printable, told_app, write_json
from genre_studio.cli.failures import CommandFailed, WrongUsage
from genre_studio.cli.listening_material import Found, FromCorpus, listed, written
from genre_studio.cli.listening_results import tell_results
from genre_studio.evaluation.listening import REAL, Kind, make_test
from genre_studio.evaluation.listening.files import PAGE_NAME
from genre_studio.evaluation.listening.preparing import key_path, prepare_folder
from genre_studio.generation.discovery import PluginRecord, discover
from genre_studio.music.clip_song import on_piano
from genre_studio.music.song import Song
from genre_studio.playback.blind_clips import render_clips
from genre_studio.playback.errors import PlaybackError
from genre_studio.plugin_api import Ability

_GENRES = ("classical", "jazz", "rock")
_WRITING = 0.5  # of the time, where generators write


def prepare(
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder: sound, a page, and no key.")],
    kind: Annotated[
        Kind,
        typer.Option("--kind", help="Person or generator? Which is better? Which genre? How good (1-5)?"),
    ] = Kind.REAL,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="A folder with a MANIFEST.tsv: its held-out pieces.")
    ] = None,
    clips: Annotated[
        Path | None, typer.Option("--clips", help='A CSV of file, source ("real" or any name), genre, piece.')
    ] = None,
    generator: Annotated[
        list[str] | None, typer.Option("--generator", help="Who continues them (repeat); else every plugin.")
    ] = None,
    genre: Annotated[
        list[str] | None, typer.Option("--genre", "-g", help="Only this genre (repeat).")
    ] = None,
    trials: Annotated[int, typer.Option("--trials", min=1, max=500, help="Questions at most.")] = 24,
    seconds: Annotated[float, typer.Option("--seconds", min=2, max=120, help="Of each clip, looped.")] = 15.0,
    bars: Annotated[int, typer.Option("--bars", min=2, max=64, help="Bars that are written.")] = 8,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Decides notes and order.")] = 7,
    piano: Annotated[
        bool, typer.Option("--piano", help="Everything on a piano, without drums: notes alone.")
    ] = False,
    json_output: JsonOption = False,
) -> None:
    """Make a blind listening test: a folder that can be sent as it is, and its key beside it."""
    if (corpus is None) == (clips is None):
        raise WrongUsage("Name either --corpus, to hear generators, or --clips, to hear files of a list.")
    genres = tuple(genre or _GENRES)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=json_output) as bar:
        task = bar.add_task("Reading", total=1.0)

        def show(fraction: float, words: str) -> None:
            bar.update(task, completed=fraction, description=words)

        if clips is not None:
            found = [each for each in listed(clips) if genre is None or each[0].genre in genres]
        else:
            assert corpus is not None
            records = _generators(generator)
            per_genre = ceil(trials / len(genres))
            asked = FromCorpus(kind, corpus, records, genres, per_genre, bars, seed)
            found = list(written(asked, lambda f, words: show(_WRITING * f, words)))
        if piano:
            found = [(material, on_piano(song)) for material, song in found]
        count = _prepare(found, kind, out, trials, seconds, seed, show)
    if json_output:
        write_json({"folder": out, "page": out / PAGE_NAME, "key": key_path(out), "trials": count})
        return
    say = plain_console()
    say.print(f"{count} questions are in {out}: open {out / PAGE_NAME}, or send the folder.", soft_wrap=True)
    say.print(f"Keep {key_path(out)}: it says what each clip is.", soft_wrap=True)


def results(
    key: Annotated[Path, typer.Argument(metavar="KEY.json", help="The key that `prepare` wrote.")],
    answers: Annotated[
        list[Path], typer.Argument(metavar="ANSWERS...", help="Files that listeners saved, or sessions.")
    ],
    csv_path: Annotated[
        Path | None, typer.Option("--csv", help="Also write every answer as a line of this file.")
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Say what answers show: shares with exact 95% intervals (Clopper-Pearson), by source and genre."""
    tell_results(key, answers, csv_path, json_output=json_output)


def _prepare(
    found: list[Found],
    kind: Kind,
    out: Path,
    trials: int,
    seconds: float,
    seed: int,
    show: Callable[[float, str], None],
) -> int:
    silent = [material for material, song in found if not song.note_count]
    for material in silent:
        sentence = f"Left out: {material.source} wrote no note after {printable(material.piece)}."
        Console(stderr=True, markup=False, highlight=False).print(sentence, soft_wrap=True)
    heard = [each for each in found if each[1].note_count]
    test, places = make_test(
        kind, [material for material, _ in heard], seed=seed, most_trials=trials, seconds=seconds
    )
    key = {name: heard[place][0] for name, place in places.items()}
    songs = {name: heard[places[name]][1] for name in sorted(places)}
    level: list[float] = []

    def render(named: Mapping[str, Song], folder: Path, progress: Callable[[float], None]) -> None:
        level.append(render_clips(named, folder, seconds, progress))

    about = {"silent": [f"{m.source}: {m.piece}" for m in silent], "seed": seed, "real": REAL}
    prepare_folder(
        test,
        key,
        songs,
        out,
        render,
        about=about,
        progress=lambda f: show(_WRITING + (1 - _WRITING) * f, "Rendering"),
    )
    return len(test.trials)


def _generators(names: list[str] | None) -> list[PluginRecord]:
    """The named plugins, or every one that continues or writes from nothing. Raises CommandFailed."""
    records = [found_plugin(name) for name in names] if names else list(discover())
    for record in records:
        if names and (not record.usable or record.info is None):
            raise CommandFailed(record.error)
    can = [
        record
        for record in records
        if record.usable
        and record.info is not None
        and record.info.abilities & {Ability.CONTINUE, Ability.GENERATE}
    ]
    if not can:
        raise CommandFailed("No generator that continues music or writes from nothing is ready.")
    return can


app = told_app({"prepare": prepare, "results": results}, PlaybackError)
