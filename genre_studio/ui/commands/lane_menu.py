"""The lane under the roll: which one shows, and what is drawn in it."""

from genre_studio.ui.commands.command import Command

LANE_COMMANDS = (
    Command("toggle_lane", "Lane under the roll", "V", "View", starts_group=True),
    Command("lane_velocity", "Velocity lane", "", "View"),
    Command("lane_modulation", "Modulation lane", "", "View"),
    Command("lane_pedal", "Pedal lane", "", "View"),
    Command("lane_bend", "Pitch bend lane", "", "View"),
    Command("other_lanes", "Another lane…", "", "View"),
    Command("lane_taller", "Taller lane", "Ctrl+Alt+Up", "View"),
    Command("lane_lower", "Lower lane", "Ctrl+Alt+Down", "View"),
    Command("draw_freely", "Draw freely in the lane", "", "Edit", starts_group=True),
    Command("draw_lines", "Draw lines in the lane", "", "Edit"),
    Command("draw_curves", "Draw curves in the lane", "", "Edit"),
    Command("thin_points", "Thin the lane's curve", "", "Edit"),
)
