"""The generator and its takes."""

from genre_studio.ui.commands.command import Command, Scope

_MENU, _TAKES = "Generate", Scope.TAKES

GENERATE_COMMANDS = (
    Command("generate", "Generate", "Ctrl+G", _MENU),
    Command("stop_generating", "Stop generating", "", _MENU),
    Command("continue_live", "Continue me: play on with new bars", "Ctrl+Alt+G", _MENU),
    Command("ask_continue", "Continue after the music", "Alt+1", _MENU, starts_group=True),
    Command("ask_generate", "Write from nothing", "Alt+2", _MENU),
    Command("ask_accompany", "Accompany what plays", "Alt+3", _MENU),
    Command("ask_infill", "Refill bars", "Alt+4", _MENU),
    Command("ask_vary", "Vary bars", "Alt+5", _MENU),
    Command("ask_interpolate", "Morph between two clips", "Alt+6", _MENU),
    Command("region_to_selection", "Region around the selection", "Ctrl+Shift+G", _MENU, starts_group=True),
    Command("region_to_loop", "Region on the loop", "", _MENU),
    Command("continue_region", "Region after the last note", "", _MENU),
    Command("next_take", "Next take", "Tab", _MENU, _TAKES, starts_group=True),
    Command("previous_take", "Previous take", "Shift+Tab", _MENU, _TAKES),
    Command("audition_take", "Audition take", "A", _MENU, _TAKES),
    Command("keep_take", "Keep take", "Return", _MENU, _TAKES, starts_group=True),
    Command("keep_take_track", "Keep only the shown track", "Shift+Return", _MENU, _TAKES),
    Command("keep_take_bars", "Keep only the marked bars", "Ctrl+Return", _MENU, _TAKES),
    Command("more_like_take", "More like this", "M", _MENU, _TAKES, starts_group=True),
    Command("morph_to_take", "Morph to this", "Shift+P", _MENU, _TAKES),
    Command("star_take", "Star take", "*", _MENU, _TAKES),
    Command("discard_take", "Discard take", "Backspace", _MENU, _TAKES),
    Command("about_take", "About this take", "I", _MENU, _TAKES),
    Command("starred_takes", "Only starred takes", "", _MENU, starts_group=True),
    Command("sort_takes", "Starred takes first", "", _MENU),
    Command("copy_take", "Copy take as a file", "Ctrl+C", _MENU, _TAKES, starts_group=True),
    Command("reveal_take", "Reveal take in its folder", "", _MENU, _TAKES),
    Command("train_models", "Train on your music", "", _MENU, starts_group=True),
    Command("evaluate_models", "Evaluate models", "", _MENU),
)
