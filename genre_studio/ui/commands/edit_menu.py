"""Undo, the clipboard, what is selected, and the tools of the roll."""

from genre_studio.ui.commands.command import Command, Scope

EDIT_COMMANDS = (
    Command("undo", "Undo", "Ctrl+Z", "Edit"),
    Command("redo", "Redo", "Ctrl+Shift+Z", "Edit"),
    Command("cut_notes", "Cut", "Ctrl+X", "Edit", Scope.ROLL, starts_group=True),
    Command("copy_notes", "Copy", "Ctrl+C", "Edit", Scope.ROLL),
    Command("copy_notes_as_file", "Copy as a .mid file", "Ctrl+Alt+C", "Edit", Scope.ROLL),
    Command("paste_notes", "Paste at the playhead", "Ctrl+V", "Edit", Scope.ROLL),
    Command("duplicate_selection", "Duplicate", "Ctrl+D", "Edit", Scope.ROLL),
    Command("delete_selection", "Delete", "Del", "Edit", Scope.ROLL),
    Command("select_all", "Select all", "Ctrl+A", "Edit", Scope.ROLL, starts_group=True),
    Command("select_none", "Select nothing", "Esc", "Edit", Scope.ROLL),
    Command("invert_selection", "Invert the selection", "Ctrl+I", "Edit", Scope.ROLL),
    Command("select_out_of_scale", "Select what is out of the scale", "Ctrl+Shift+I", "Edit", Scope.ROLL),
    Command("select_overlaps", "Select doubles and overlaps", "", "Edit", Scope.ROLL),
    Command("next_note", "Select the next note", "Ctrl+Right", "Edit", Scope.ROLL),
    Command("previous_note", "Select the note before", "Ctrl+Left", "Edit", Scope.ROLL),
    Command("extend_on", "Select the next note too", "Ctrl+Shift+Right", "Edit", Scope.ROLL),
    Command("extend_back", "Select the note before too", "Ctrl+Shift+Left", "Edit", Scope.ROLL),
    Command("find_notes", "Find notes…", "Ctrl+F", "Edit"),
    Command("tool_pencil", "Pencil", "1", "Edit", starts_group=True),
    Command("tool_select", "Select", "2", "Edit"),
    Command("tool_erase", "Erase", "3", "Edit"),
    Command("tool_knife", "Knife", "4", "Edit"),
    Command("tool_velocity", "Velocity", "5", "Edit"),
    Command("tool_lock", "Lock", "6", "Edit"),
)
