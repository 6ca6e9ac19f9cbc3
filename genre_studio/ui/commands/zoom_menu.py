"""How closely one looks at the roll."""

from genre_studio.ui.commands.command import Command, Scope

ZOOM_COMMANDS = (
    Command("zoom_to_selection", "Zoom to the selection", "Z", "View", Scope.ROLL, starts_group=True),
    Command("zoom_back", "Zoom back", "X", "View", Scope.ROLL),
    Command("zoom_in", "Wider beats", "+", "View", Scope.ROLL),
    Command("zoom_out", "Narrower beats", "-", "View", Scope.ROLL),
    Command("rows_taller", "Taller rows", "Alt++", "View", Scope.ROLL),
    Command("rows_lower", "Lower rows", "Alt+-", "View", Scope.ROLL),
    Command("page_left", "A page back", "PgUp", "View", Scope.ROLL),
    Command("page_right", "A page on", "PgDown", "View", Scope.ROLL),
)
