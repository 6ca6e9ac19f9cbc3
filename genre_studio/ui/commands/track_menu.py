"""What is done to whole tracks."""

from genre_studio.ui.commands.command import Command

TRACK_COMMANDS = (
    Command("add_track", "Add track…", "Ctrl+Shift+T", "Track"),
    Command("new_band", "New band", "", "Track"),
    Command("duplicate_track", "Duplicate track", "Ctrl+Shift+D", "Track"),
    Command("rename_track", "Rename track", "F2", "Track"),
    Command("choose_instrument", "Choose its instrument…", "Ctrl+Alt+I", "Track"),
    Command("mute_track", "Mute track", "Shift+M", "Track", starts_group=True),
    Command("solo_track", "Solo track", "Shift+S", "Track"),
    Command("previous_track", "Show the track above", "Alt+Up", "Track", starts_group=True),
    Command("next_track", "Show the track below", "Alt+Down", "Track"),
    Command("track_up", "Move track up", "Ctrl+Shift+Up", "Track"),
    Command("track_down", "Move track down", "Ctrl+Shift+Down", "Track"),
    Command("remove_track", "Remove track", "Ctrl+Shift+Del", "Track", starts_group=True),
)
