"""Songs and takes in and out."""

from genre_studio.ui.commands.command import Command

FILE_COMMANDS = (
    Command("open", "Open…", "Ctrl+O", "File"),
    Command("open_demo", "Open the demo song", "", "File"),
    Command("add", "Add as tracks…", "Ctrl+Shift+O", "File"),
    Command("add_pictures", "Add pictures as a track…", "", "File"),
    Command("new_song", "New song", "Ctrl+N", "File"),
    Command("save", "Save", "Ctrl+S", "File", starts_group=True),
    Command("save_copy", "Save a copy…", "", "File"),
    Command("export", "Export as .mid…", "Ctrl+Shift+E", "File", starts_group=True),
    Command("export_audio", "Export as audio…", "Ctrl+Alt+S", "File"),
    Command("export_pictures", "Export as pictures…", "", "File"),
    Command("export_take", "Export take…", "Ctrl+Shift+S", "File"),
    Command("quit", "Quit", "Ctrl+Shift+Q", "File", starts_group=True),
)
