"""What stands on the ruler, and getting about by it."""

from genre_studio.ui.commands.command import Command, Scope

RULER_COMMANDS = (
    Command("previous_bar", "Previous bar", ",", "Play", Scope.ROLL, starts_group=True),
    Command("next_bar", "Next bar", ".", "Play", Scope.ROLL),
    Command("previous_marker", "Previous marker", "Alt+,", "Play", Scope.ROLL),
    Command("next_marker", "Next marker", "Alt+.", "Play", Scope.ROLL),
    Command("toggle_follow", "Follow the playhead", "Ctrl+Shift+F", "Play", starts_group=True),
    Command("follow_smoothly", "Follow without turning pages", "", "Play"),
    Command("add_marker", "Marker at the playhead…", "M", "Edit", Scope.ROLL, starts_group=True),
    Command("add_tempo", "Tempo change at the playhead…", "", "Edit"),
    Command("add_meter", "Meter change at the playhead…", "", "Edit"),
)
