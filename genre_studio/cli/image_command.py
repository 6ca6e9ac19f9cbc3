"""`genre-studio image export IN --out DIR` and `image import IN.png --out OUT.mid`: music as pictures."""

from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import JsonOption, MidiArgument, plain_console, printable, told_app, write_json
from genre_studio.cli.song_files import read_song_file
from genre_studio.music.midi_file import write_song
from genre_studio.music.roll_image.files import read_pictures, write_pictures
from genre_studio.music.roll_image.png_file import PictureError


def export_pictures(
    midi: MidiArgument,
    out: Annotated[Path, typer.Option("--out", help="The folder to write the pictures to.")],
    together: Annotated[
        bool, typer.Option("--together", help="All pitched tracks in one picture, not one for each track.")
    ] = False,
    json_output: JsonOption = False,
) -> None:
    """Draw each pitched track as PNG pictures of 106 x 106 pixels: 106 sixteenths, A0 in the top row."""
    song = read_song_file(midi).song
    written = write_pictures(song, out, midi.stem, together=together)
    if json_output:
        write_json(
            [
                {
                    "part": strip.name,
                    "files": paths,
                    "notes": strip.notes,
                    "drawn": strip.drawn,
                    "outside": strip.outside,
                }
                for strip, paths in written
            ]
        )
        return
    for strip, paths in written:
        count = "1 picture" if len(paths) == 1 else f"{len(paths)} pictures"
        kept = f"{strip.drawn:,} of {strip.notes:,} notes are apart in them"
        left = f", {strip.outside} are too high or too low" if strip.outside else ""
        plain_console().print(f"{printable(strip.name)}: {count} in {out}; {kept}{left}.", soft_wrap=True)


def import_pictures(
    pictures: Annotated[list[Path], typer.Argument(metavar="IN.png...", help="Pictures, in their order.")],
    out: Annotated[Path, typer.Option("--out", help="The MIDI file to write.")],
    json_output: JsonOption = False,
) -> None:
    """Read pictures, one after the other, as a MIDI file with one piano track."""
    song = read_pictures(pictures)
    write_song(song, out)
    if json_output:
        write_json({"output": out, "notes": song.note_count})
    else:
        plain_console().print(f"Wrote {song.note_count:,} notes to {out}.", soft_wrap=True)


app = told_app({"export": export_pictures, "import": import_pictures}, PictureError)
