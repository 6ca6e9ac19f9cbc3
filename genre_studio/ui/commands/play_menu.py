"""Playing, the loop, and silence."""

from genre_studio.ui.commands.command import Command

PLAY_COMMANDS = (
    Command("play_stop", "Play or stop", "Space", "Play"),
    Command("stop", "Stop", "", "Play"),
    Command("return_to_start", "Return to start", "Return", "Play"),
    Command("toggle_loop", "Loop on or off", "L", "Play"),
    Command("panic", "Silence every note", "Ctrl+.", "Play", starts_group=True),
)
