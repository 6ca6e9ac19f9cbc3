"""The whole table, from which menus, tooltips, the palette and the shortcut page derive.

A new command is a row in its menu's file and a function in the `handlers()` of the desk that carries it
out; nothing else needs to know of it.
"""

from collections.abc import Iterator

from genre_studio.ui.commands.amounts_menu import AMOUNT_COMMANDS
from genre_studio.ui.commands.command import Command, Scope
from genre_studio.ui.commands.edit_menu import EDIT_COMMANDS
from genre_studio.ui.commands.file_menu import FILE_COMMANDS
from genre_studio.ui.commands.generate_menu import GENERATE_COMMANDS
from genre_studio.ui.commands.lane_menu import LANE_COMMANDS
from genre_studio.ui.commands.look_menu import LOOK_COMMANDS
from genre_studio.ui.commands.notes_menu import NOTES_COMMANDS
from genre_studio.ui.commands.pencil_menu import PENCIL_COMMANDS
from genre_studio.ui.commands.play_menu import PLAY_COMMANDS
from genre_studio.ui.commands.record_menu import RECORD_COMMANDS
from genre_studio.ui.commands.ruler_menu import RULER_COMMANDS
from genre_studio.ui.commands.track_menu import TRACK_COMMANDS
from genre_studio.ui.commands.view_menu import VIEW_COMMANDS
from genre_studio.ui.commands.zoom_menu import ZOOM_COMMANDS

COMMANDS = (
    *FILE_COMMANDS,
    *EDIT_COMMANDS,
    *NOTES_COMMANDS,
    *AMOUNT_COMMANDS,
    *PENCIL_COMMANDS,
    *TRACK_COMMANDS,
    *PLAY_COMMANDS,
    *RECORD_COMMANDS,
    *GENERATE_COMMANDS,
    *VIEW_COMMANDS,
    *ZOOM_COMMANDS,
    *LOOK_COMMANDS,
    *LANE_COMMANDS,
    *RULER_COMMANDS,
)

MENUS = ("File", "Edit", "Notes", "Track", "Play", "Record", "Generate", "View")

_BY_ID = {each.id: each for each in COMMANDS}


def command(id: str) -> Command:
    """The command of this id. Raises KeyError where there is none."""
    return _BY_ID[id]


def commands_in(scope: Scope) -> Iterator[Command]:
    return (each for each in COMMANDS if each.scope is scope)
