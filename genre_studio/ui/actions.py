"""Every command of the window in one table, from which menus, tooltips and the shortcut sheet derive."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


class Scope(Enum):
    """Where a shortcut works."""

    WINDOW = "everywhere"
    ROLL = "in the piano roll"
    TAKES = "in the takes"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for. `id` is also the name under which its handler is found."""

    id: str
    title: str
    shortcut: str = ""
    menu: str = ""  # the menu that shows it; empty: no menu
    scope: Scope = Scope.WINDOW
    starts_group: bool = False  # a separator before it

    @property
    def hint(self) -> str:
        """Title and shortcut, as a tooltip says them."""
        return f"{self.title} ({self.key_text})" if self.shortcut else self.title

    @property
    def key_text(self) -> str:
        return QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText)


COMMANDS = (
    Command("open", "Open…", "Ctrl+O", "File"),
    Command("open_demo", "Open the demo song", "", "File"),
    Command("add", "Add as tracks…", "Ctrl+Shift+O", "File"),
    Command("new_song", "New song", "Ctrl+N", "File"),
    Command("export", "Export as .mid…", "Ctrl+S", "File", starts_group=True),
    Command("export_take", "Export take…", "Ctrl+Shift+S", "File"),
    Command("quit", "Quit", "Ctrl+Q", "File", starts_group=True),
    Command("undo", "Undo", "Ctrl+Z", "Edit"),
    Command("redo", "Redo", "Ctrl+Shift+Z", "Edit"),
    Command("select_all", "Select all", "Ctrl+A", "Edit", Scope.ROLL, starts_group=True),
    Command("select_none", "Select nothing", "Esc", "Edit", Scope.ROLL),
    Command("invert_selection", "Invert the selection", "Ctrl+I", "Edit", Scope.ROLL),
    Command("select_out_of_scale", "Select what is out of the scale", "Ctrl+Shift+I", "Edit", Scope.ROLL),
    Command("cut_notes", "Cut", "Ctrl+X", "Edit", Scope.ROLL, starts_group=True),
    Command("copy_notes", "Copy", "Ctrl+C", "Edit", Scope.ROLL),
    Command("paste_notes", "Paste at the playhead", "Ctrl+V", "Edit", Scope.ROLL),
    Command("duplicate_selection", "Duplicate", "Ctrl+D", "Edit", Scope.ROLL),
    Command("quantize_selection", "Quantize to the grid", "Q", "Edit", Scope.ROLL),
    Command("toggle_lock", "Lock or unlock notes", "K", "Edit", Scope.ROLL),
    Command("delete_selection", "Delete", "Del", "Edit", Scope.ROLL),
    Command("legato", "Legato", "Ctrl+L", "Edit", Scope.ROLL, starts_group=True),
    Command("join_notes", "Join", "Ctrl+J", "Edit", Scope.ROLL),
    Command("split_notes", "Split at the playhead", "Ctrl+E", "Edit", Scope.ROLL),
    Command("chop_notes", "Chop in two", "Ctrl+U", "Edit", Scope.ROLL),
    Command("strum_notes", "Strum", "Alt+S", "Edit", Scope.ROLL),
    Command("humanize_notes", "Humanize", "Alt+R", "Edit", Scope.ROLL),
    Command("snap_to_scale", "Move into the scale", "Alt+Shift+S", "Edit", Scope.ROLL),
    Command("transpose_up", "Semitone up", "Up", "Edit", Scope.ROLL, starts_group=True),
    Command("transpose_down", "Semitone down", "Down", "Edit", Scope.ROLL),
    Command("octave_up", "Octave up", "Shift+Up", "Edit", Scope.ROLL),
    Command("octave_down", "Octave down", "Shift+Down", "Edit", Scope.ROLL),
    Command("nudge_left", "Earlier", "Left", "Edit", Scope.ROLL),
    Command("nudge_right", "Later", "Right", "Edit", Scope.ROLL),
    Command("shorten", "Shorter", "Shift+Left", "Edit", Scope.ROLL),
    Command("lengthen", "Longer", "Shift+Right", "Edit", Scope.ROLL),
    Command("tool_pencil", "Pencil", "1", "Edit", starts_group=True),
    Command("tool_select", "Select", "2", "Edit"),
    Command("tool_erase", "Erase", "3", "Edit"),
    Command("tool_knife", "Knife", "4", "Edit"),
    Command("tool_lock", "Lock", "6", "Edit"),
    Command("play_stop", "Play or stop", "Space", "Play"),
    Command("stop", "Stop", "", "Play"),
    Command("return_to_start", "Return to start", "Return", "Play"),
    Command("toggle_loop", "Loop on or off", "L", "Play"),
    Command("panic", "Silence every note", "Ctrl+.", "Play", starts_group=True),
    Command("duplicate_track", "Duplicate track", "Ctrl+Shift+D", "Track"),
    Command("track_up", "Move track up", "Ctrl+Shift+Up", "Track"),
    Command("track_down", "Move track down", "Ctrl+Shift+Down", "Track"),
    Command("remove_track", "Remove track", "Ctrl+Shift+Del", "Track", starts_group=True),
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
    Command("zoom_to_content", "Show the whole song", "Shift+Z", "View"),
    Command("toggle_theme", "Light or dark", "Ctrl+Shift+L", "View"),
    Command("toggle_plugins", "Plugins", "Ctrl+Shift+P", "View"),
    Command("palette", "All commands…", "Ctrl+P", "View", starts_group=True),
    Command("history", "History", "Ctrl+Alt+H", "View"),
    Command("shortcuts", "Keyboard shortcuts", "F1", "View"),
)

MENUS = ("File", "Edit", "Track", "Play", "Generate", "View")


def command(id: str) -> Command:
    """The command of this id. Raises KeyError where there is none."""
    return _BY_ID[id]


def commands_in(scope: Scope) -> Iterator[Command]:
    return (each for each in COMMANDS if each.scope is scope)


class Actions:
    """The commands as QActions of one window. ROLL shortcuts work while `roll` or a child has the focus.

    Shortcuts of TAKES are shown but not bound: the takes panel asks `takes_key` for them while it has
    the focus, because Return means something else in the rest of the window and Qt would call two
    actions with one key ambiguous.
    """

    def __init__(self, window: QWidget, roll: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions = {each.id: self._made(each, window, handlers[each.id]) for each in COMMANDS}
        for each in COMMANDS:
            if each.scope is not Scope.TAKES:
                (window if each.scope is Scope.WINDOW else roll).addAction(self._actions[each.id])

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    @property
    def by_id(self) -> Mapping[str, QAction]:
        return self._actions

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        for each in COMMANDS:
            if each.menu:
                if each.starts_group:
                    menus[each.menu].addSeparator()
                menus[each.menu].addAction(self._actions[each.id])
        return menus

    @staticmethod
    def _made(each: Command, window: QWidget, handler: Callable[[], object]) -> QAction:
        action = QAction(each.title, window)
        action.setToolTip(each.hint)
        action.setObjectName(each.id)
        # triggered carries a bool, and every handler lives on the window's thread.
        action.triggered.connect(lambda _checked=False: handler())
        if each.scope is Scope.TAKES:
            action.setText(f"{each.title}\t{each.key_text}" if each.shortcut else each.title)
        elif each.shortcut:
            action.setShortcut(QKeySequence(each.shortcut))
            contexts = Qt.ShortcutContext
            in_roll = each.scope is Scope.ROLL
            action.setShortcutContext(
                contexts.WidgetWithChildrenShortcut if in_roll else contexts.WindowShortcut
            )
        return action


def takes_key(key: QKeySequence) -> Command | None:
    """The command that a key means while the takes have the focus."""
    return next((c for c in commands_in(Scope.TAKES) if c.shortcut and QKeySequence(c.shortcut) == key), None)


def shortcut_sheet() -> tuple[tuple[str, str, str], ...]:
    """(keys, title, where they work) of every command that has keys, in the order of the menus."""
    return tuple((c.key_text, c.title, c.scope.value) for c in COMMANDS if c.shortcut)


_BY_ID = {each.id: each for each in COMMANDS}
