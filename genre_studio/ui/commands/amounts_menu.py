"""Edits of notes that take amounts, each in a strip over the roll."""

from genre_studio.ui.commands.command import Command, Scope

AMOUNT_COMMANDS = (
    Command("quantize_panel", "Quantize by…", "Ctrl+Q", "Notes", Scope.ROLL, starts_group=True),
    Command("humanize_panel", "Humanize by…", "Alt+Shift+R", "Notes", Scope.ROLL),
    Command("strum_panel", "Strum by…", "Alt+Shift+S", "Notes", Scope.ROLL),
    Command("chop_panel", "Chop into…", "Ctrl+Shift+U", "Notes", Scope.ROLL),
    Command("transpose_panel", "Transpose by…", "Ctrl+T", "Notes", Scope.ROLL),
    Command("set_velocity_panel", "Set velocity…", "Shift+V", "Notes", Scope.ROLL, starts_group=True),
    Command("scale_velocity_panel", "Scale velocity…", "Alt+Shift+V", "Notes", Scope.ROLL),
    Command("louder", "Louder", "Ctrl+Up", "Notes", Scope.ROLL),
    Command("softer", "Softer", "Ctrl+Down", "Notes", Scope.ROLL),
    Command("nudge_left_free", "Earlier by a tick", "Alt+Left", "Notes", Scope.ROLL, starts_group=True),
    Command("nudge_right_free", "Later by a tick", "Alt+Right", "Notes", Scope.ROLL),
    Command("shorten_free", "Shorter by a tick", "Alt+Shift+Left", "Notes", Scope.ROLL),
    Command("lengthen_free", "Longer by a tick", "Alt+Shift+Right", "Notes", Scope.ROLL),
)
