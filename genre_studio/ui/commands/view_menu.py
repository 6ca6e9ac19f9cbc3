"""What shows, and how."""

from genre_studio.ui.commands.command import Command

VIEW_COMMANDS = (
    Command("zoom_to_content", "Show the whole song", "Shift+Z", "View"),
    Command("toggle_theme", "Light or dark", "Ctrl+Shift+L", "View"),
    Command("larger_text", "Larger text", "", "View"),
    Command("smaller_text", "Smaller text", "", "View"),
    Command("toggle_plugins", "Plugins", "Ctrl+Shift+P", "View"),
    Command("palette", "All commands…", "Ctrl+P", "View", starts_group=True),
    Command("history", "History", "Ctrl+Alt+H", "View"),
    Command("listening", "Listening test", "", "View"),
    Command("shortcuts", "Keyboard shortcuts", "F1", "View"),
    Command("fold_tracks", "List of tracks", "F7", "View", starts_group=True),
    Command("fold_takes", "Takes", "F8", "View"),
    Command("fold_generator", "Generator", "F9", "View"),
    Command("next_part", "Keyboard to the next part", "F6", "View", starts_group=True),
    Command("previous_part", "Keyboard to the part before", "Shift+F6", "View"),
)
