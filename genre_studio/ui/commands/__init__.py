"""Every command of the window in one table, of which each menu has a file of its own."""

from genre_studio.ui.commands.command import Command, Scope
from genre_studio.ui.commands.keymap import Keymap
from genre_studio.ui.commands.presets import OURS, PRESETS
from genre_studio.ui.commands.table import COMMANDS, MENUS, command, commands_in

__all__ = ["COMMANDS", "MENUS", "OURS", "PRESETS", "Command", "Keymap", "Scope", "command", "commands_in"]
