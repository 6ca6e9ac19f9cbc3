"""How notes are shown and how the paper is ruled."""

from genre_studio.ui.commands.command import Command

LOOK_COMMANDS = (
    Command("fold_used", "Fold to used notes", "F", "View", starts_group=True),
    Command("fold_scale", "Fold to the scale", "Shift+F", "View"),
    Command("toggle_scale", "Highlight the scale", "H", "View"),
    Command("toggle_ghosts", "Notes of other tracks", "Alt+V", "View"),
    Command("toggle_names", "Note names", "N", "View"),
    Command("colour_by_track", "Colour by track", "", "View", starts_group=True),
    Command("colour_by_velocity", "Colour by velocity", "", "View"),
    Command("colour_by_pitch", "Colour by pitch", "", "View"),
    Command("grid_finer", "Finer grid", "Ctrl+1", "View", starts_group=True),
    Command("grid_wider", "Wider grid", "Ctrl+2", "View"),
    Command("grid_triplet", "Triplet grid", "Ctrl+3", "View"),
    Command("toggle_snap", "Snap to the grid", "Ctrl+4", "View"),
    Command("grid_dotted", "Dotted grid", "Ctrl+5", "View"),
    Command("grid_adaptive", "Grid by the zoom", "Ctrl+6", "View"),
)
