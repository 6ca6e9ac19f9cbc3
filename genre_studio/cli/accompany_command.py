"""`genre-studio accompany IN.mid`: parts to what others play."""

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.writing_options import (
    GenreOption,
    WritingOptions,
    with_writing_options,
    write_takes_of,
)
from genre_studio.plugin_api.ability import Ability


@with_writing_options
def accompany(midi: MidiArgument, genre: GenreOption, *, options: WritingOptions) -> None:
    """Write the parts of --write to what the other tracks of a MIDI file play, in a genre: take-1.mid ...
    and takes.json. Without --write or --tracks, the tracks that are silent in these bars.
    """
    write_takes_of(midi, options.wishes(genre, ability=Ability.ACCOMPANY), options)


app = command_app(accompany)
