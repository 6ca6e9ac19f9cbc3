"""`genre-studio demo --out DIR`: the main job without a window, on the demo song, in every genre.

For each genre NAME.mid (the demo and its continuation), NAME.wav (how it sounds) and NAME.png (the
piano roll).
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console

from genre_studio.cli.continuing import first_writing
from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord, discover
from genre_studio.generation.outcomes import Message, Succeeded
from genre_studio.generation.outcomes import Progress as RunProgress
from genre_studio.music.midi_file import read_song, write_song
from genre_studio.music.song import Song
from genre_studio.music.takes import apply_take, continuation_region
from genre_studio.playback.render import render_song
from genre_studio.plugin_api import Ability, GenerationError, Region, Request
from genre_studio.resources import demo_song_path

DEFAULT_BARS = 8
DEFAULT_SEED = 7


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What was written for one genre."""

    genre: str
    notes: int  # how many the generator wrote
    midi: str
    audio: str
    picture: str


def demo(
    out: Path,
    *,
    bars: int = DEFAULT_BARS,
    seed: int = DEFAULT_SEED,
    json_output: bool = False,
    records: Iterable[PluginRecord] | None = None,
) -> None:
    """Continue the demo song in each genre of the first generator that can, into the folder `out`.

    `records` are the plugins to choose from, by default those installed. Raises CommandFailed,
    GenerationError, MidiFileError or PlaybackError with one sentence.
    """
    song = read_song(demo_song_path()).song
    found = discover() if records is None else records
    record = first_writing(found, song, continuation_region(song, bars))
    out.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True, quiet=json_output, markup=False)
    console.print(f"Continuing “{song.title}” for {bars} bars with {record.title}.", highlight=False)
    written = []
    with WorkerClient([record]) as client:
        for genre in record.info.genres if record.info else ():
            with console.status(f"{genre.capitalize()}: writing notes") as status:
                request = _request(song, genre, bars, seed)
                continued = _continued(client, record, request, status.update)
                status.update(f"{genre.capitalize()}: rendering sound and picture")
                written.append(_write(out, request, continued))
            console.print(f"{genre.capitalize()}: {_summary(written[-1])}", highlight=False)
    if json_output:
        sys.stdout.write(json.dumps([asdict(files) for files in written]) + "\n")
    else:
        console.print(f"Done: {3 * len(written)} files in {out}{os.sep}.", highlight=False)


def _request(song: Song, genre: str, bars: int, seed: int) -> Request:
    region = Region(*continuation_region(song, bars))
    tracks = tuple(range(len(song.tracks)))
    return Request(song, region, tracks, Ability.CONTINUE, genre, seed, takes=1)


def _continued(
    client: WorkerClient, record: PluginRecord, request: Request, tell: Callable[[str], None]
) -> Song:
    """The song with the one take that was asked for."""

    def hear(message: Message) -> None:
        if isinstance(message, RunProgress):
            tell(f"{request.genre.capitalize()}: writing notes, {message.fraction:.0%}")

    plugin_id = record.info.id if record.info else record.name
    outcome = client.run(plugin_id, request, hear, threading.Event())
    if not isinstance(outcome, Succeeded):
        raise GenerationError(getattr(outcome, "sentence", "The generator was stopped before it was done."))
    return apply_take(request.song, request.region.start, request.region.end, outcome.takes[0].notes)


def _write(out: Path, request: Request, continued: Song) -> DemoFiles:
    stem = out / request.genre
    midi, audio, picture = (stem.with_suffix(suffix) for suffix in (".mid", ".wav", ".png"))
    write_song(continued, midi)
    render_song(continued, audio, lambda fraction: None)
    _draw(continued, request.region, picture)
    notes = continued.note_count - request.song.note_count
    return DemoFiles(request.genre, notes, str(midi), str(audio), str(picture))


def _draw(song: Song, region: Region, path: Path) -> None:
    """The piano roll as a picture, the new bars hatched. Only here is Qt loaded; it needs no screen."""
    # Half a second that no other command, and no failed run, should pay.
    from genre_studio.ui.piano_roll.picture import save_roll_picture  # noqa: PLC0415

    save_roll_picture(song, path, region=(region.start, region.end))


def _summary(files: DemoFiles) -> str:
    names = ", ".join(Path(path).name for path in (files.midi, files.audio, files.picture))
    return f"{files.notes} new notes in {names}"
