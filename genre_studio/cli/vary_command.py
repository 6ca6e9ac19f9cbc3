"""`genre-studio vary IN.mid`: takes near what is there."""

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_of,
)
from genre_studio.plugin_api.ability import Ability


@with_writing_options
def vary(midi: MidiArgument, genre: GenreOption, *, options: WritingOptions) -> None:
    """Write takes near what a MIDI file has, around locked notes: take-1.mid ... and takes.json. How far
    they go is a setting of the plugin (--set); `genre-studio plugins --json` names its settings.
    """
    write_takes_of(midi, options.wishes(genre, ability=Ability.VARY), options)


app = command_app(vary)
