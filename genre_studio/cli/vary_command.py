"""`genre-studio vary IN.mid`: takes near what is there."""

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
def vary(
    midi: MidiArgument,
    genre: GenreOption,
    bars: BarsNamedOption = None,
    locks: LockOption = None,
    *,
    options: WritingOptions,
) -> None:
    """Write takes near what a MIDI file has, around locked notes: take-1.mid ... and takes.json. How far
    they go is a setting of the plugin (--set); `genre-studio plugins --json` names its settings.
    """
    kept = tuple(locks or ())
    wishes = options.wishes(genre, ability=Ability.VARY, bar_range=bars, locks=kept)
    write_takes_of(midi, wishes, options)


app = command_app(vary)
