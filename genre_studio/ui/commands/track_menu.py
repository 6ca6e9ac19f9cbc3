"""What is done to whole tracks."""

from genre_studio.ui.commands.command import Command

TRACK_COMMANDS = (
    Command("duplicate_track", "Duplicate track", "Ctrl+Shift+D", "Track"),
    Command("track_up", "Move track up", "Ctrl+Shift+Up", "Track"),
    Command("track_down", "Move track down", "Ctrl+Shift+Down", "Track"),
    Command("remove_track", "Remove track", "Ctrl+Shift+Del", "Track", starts_group=True),
)
