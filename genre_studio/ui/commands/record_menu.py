"""Recording, MIDI in, and who beats the time."""

from genre_studio.ui.commands.command import Command

RECORD_COMMANDS = (
    Command("record", "Record", "R", "Record"),
    Command("record_overdub", "Overdub: add to what is there", "", "Record", starts_group=True),
    Command("record_replace", "Replace what is there", "", "Record"),
    Command("record_takes", "Takes: each time round the loop is one", "", "Record"),
    Command("record_ink", "Ink: perform the notes that are drawn", "", "Record"),
    Command("record_quantize", "Quantize what is recorded", "", "Record", starts_group=True),
    Command("record_latency", "Keyboard latency…", "", "Record"),
    Command("thru", "Hear what is played", "", "Record", starts_group=True),
    Command("choose_inputs", "MIDI inputs…", "", "Record"),
    Command("choose_sync", "Follow another beat…", "", "Record", starts_group=True),
    Command("choose_clock_outputs", "Send MIDI clock to…", "", "Record"),
)
