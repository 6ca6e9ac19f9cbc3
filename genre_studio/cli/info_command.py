"""`genre-studio info IN.mid`: what is in a MIDI file."""

from dataclasses import asdict

from rich.table import Table

from genre_studio.cli.command import (
    JsonOption,
    MidiArgument,
    command_app,
    folding_table,
    plain_console,
    printable,
    write_json,
)
from genre_studio.cli.song_files import read_song_file
from genre_studio.music.song_summary import SongSummary, summarise


def info(midi: MidiArgument, json_output: JsonOption = False) -> None:
    """Say what is in a MIDI file: length, tempo, meter, key, and each track."""
    result = read_song_file(midi)
    summary = summarise(result.song)
    if json_output:
        write_json({"file": midi, **asdict(summary), "repairs": result.repairs})
        return
    console = plain_console()
    for line in _lines(summary):
        console.print(printable(line))
    console.print(_table(summary))
    for repair in result.repairs:
        console.print(f"Repaired: {repair}")


def _lines(summary: SongSummary) -> list[str]:
    minutes, seconds = divmod(round(summary.seconds), 60)
    slowest, fastest = round(summary.slowest_bpm), round(summary.fastest_bpm)
    tempo = f"{slowest} bpm" if slowest == fastest else f"{slowest} to {fastest} bpm"
    title, length = summary.title or "Untitled", f"{minutes}:{seconds:02d}"
    facts = [
        f"{title}: {summary.bars} bars, {length}, {summary.notes:,} notes",
        ", ".join([tempo, *summary.meters, *summary.keys, f"{summary.ppq} ticks a quarter note"]),
    ]
    if summary.markers:
        facts.append(f"Markers: {', '.join(summary.markers)}")
    return facts


def _table(summary: SongSummary) -> Table:
    table = folding_table("#", "Track", "Channel", "Instrument", "Notes", "Range", "Controllers")
    for number, track in enumerate(summary.tracks, start=1):
        pitches = f"{track.lowest_pitch}–{track.highest_pitch}" if track.lowest_pitch is not None else ""
        row = (printable(track.name), str(track.channel), track.instrument, f"{track.notes:,}", pitches)
        table.add_row(str(number), *row, ", ".join(track.controllers))
    return table


app = command_app(info)
