"""The generator and its takes."""

from genre_studio.ui.commands.command import Command, Scope

GENERATE_COMMANDS = (
    Command("generate", "Generate", "Ctrl+G", "Generate"),
    Command("stop_generating", "Stop generating", "", "Generate"),
    Command("continue_region", "Region after the last note", "", "Generate"),
    Command("next_take", "Next take", "Tab", "Generate", Scope.TAKES, starts_group=True),
    Command("audition_take", "Audition take", "A", "Generate", Scope.TAKES),
    Command("keep_take", "Keep take", "Return", "Generate", Scope.TAKES),
    Command("discard_take", "Discard take", "Backspace", "Generate", Scope.TAKES),
    Command("star_take", "Star take", "*", "Generate", Scope.TAKES),
    Command("copy_take", "Copy take as a file", "Ctrl+C", "Generate", Scope.TAKES, starts_group=True),
    Command("reveal_take", "Reveal take in its folder", "", "Generate", Scope.TAKES),
)
