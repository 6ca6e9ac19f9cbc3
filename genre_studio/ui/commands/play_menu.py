"""Playing, the loop, and silence."""

from genre_studio.ui.commands.command import Command

PLAY_COMMANDS = (
    Command("play_stop", "Play or stop", "Space", "Play"),
    Command("stop", "Stop", "", "Play"),
    Command("return_to_start", "Return to start", "Return", "Play"),
    Command("toggle_loop", "Loop on or off", "L", "Play"),
    Command("toggle_metronome", "Metronome", "C", "Play", starts_group=True),
    Command("count_in", "Count in: none, one or two bars", "Shift+C", "Play"),
    Command("click_output", "Where the metronome clicks…", "", "Play"),
    Command("output_leads", "Send earlier or later…", "", "Play"),
    Command("panic", "Silence every note", "Ctrl+.", "Play", starts_group=True),
)
