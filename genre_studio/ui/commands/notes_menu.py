"""What is done to the selected notes."""

from genre_studio.ui.commands.command import Command, Scope

NOTES_COMMANDS = (
    Command("quantize_selection", "Quantize to the grid", "Q", "Notes", Scope.ROLL),
    Command("humanize_notes", "Humanize", "Alt+R", "Notes", Scope.ROLL),
    Command("snap_to_scale", "Move into the scale", "Alt+K", "Notes", Scope.ROLL),
    Command("legato", "Legato", "Ctrl+L", "Notes", Scope.ROLL, starts_group=True),
    Command("join_notes", "Join", "Ctrl+J", "Notes", Scope.ROLL),
    Command("split_notes", "Split at the playhead", "Ctrl+E", "Notes", Scope.ROLL),
    Command("chop_notes", "Chop in two", "Ctrl+U", "Notes", Scope.ROLL),
    Command("strum_notes", "Strum", "Alt+S", "Notes", Scope.ROLL),
    Command("transpose_up", "Semitone up", "Up", "Notes", Scope.ROLL, starts_group=True),
    Command("transpose_down", "Semitone down", "Down", "Notes", Scope.ROLL),
    Command("octave_up", "Octave up", "Shift+Up", "Notes", Scope.ROLL),
    Command("octave_down", "Octave down", "Shift+Down", "Notes", Scope.ROLL),
    Command("nudge_left", "Earlier", "Left", "Notes", Scope.ROLL, starts_group=True),
    Command("nudge_right", "Later", "Right", "Notes", Scope.ROLL),
    Command("shorten", "Shorter", "Shift+Left", "Notes", Scope.ROLL),
    Command("lengthen", "Longer", "Shift+Right", "Notes", Scope.ROLL),
    Command("toggle_lock", "Lock or unlock notes", "K", "Notes", Scope.ROLL, starts_group=True),
)
