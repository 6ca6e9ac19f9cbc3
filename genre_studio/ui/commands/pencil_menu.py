"""What the pencil draws and what holds it."""

from genre_studio.ui.commands.command import Command

PENCIL_COMMANDS = (
    Command("toggle_scale_lock", "Hold notes in the scale", "Shift+H", "Notes", starts_group=True),
    Command("next_chord", "Draw the next chord", "Alt+C", "Notes"),
    Command("previous_chord", "Draw the chord before", "Alt+Shift+C", "Notes"),
    Command("single_notes", "Draw single notes", "", "Notes"),
    Command("step_input", "Step input", "I", "Notes", starts_group=True),
)
