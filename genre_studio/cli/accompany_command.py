"""`genre-studio accompany IN.mid`: parts to what others play."""

from genre_studio.cli.command import MidiArgument, command_app
from genre_studio.cli.writing_options import (
    BarsNamedOption,
    GenreOption,
    LockOption,
    WritingOptions,
    with_writing_options,
    write_takes_of,
)
from genre_studio.plugin_api.ability import Ability


@with_writing_options
def accompany(
    midi: MidiArgument,
    genre: GenreOption,
    bars: BarsNamedOption = None,
    locks: LockOption = None,
    *,
    options: WritingOptions,
) -> None:
    """Write the parts of --write to what the other tracks of a MIDI file play, in a genre: take-1.mid ...
    and takes.json. Without --write or --tracks, the tracks that are silent in these bars.
    """
    kept = tuple(locks or ())
    wishes = options.wishes(genre, ability=Ability.ACCOMPANY, bar_range=bars, locks=kept)
    write_takes_of(midi, wishes, options)


app = command_app(accompany)
