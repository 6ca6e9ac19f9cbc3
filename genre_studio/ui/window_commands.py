"""What each command of `actions.COMMANDS` does in the window."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from genre_studio.ui.actions import COMMANDS, Scope

if TYPE_CHECKING:
    from genre_studio.ui.main_window import MainWindow

_TAKE_COMMANDS = ("export_take", *(command.id for command in COMMANDS if command.scope is Scope.TAKES))


def command_handlers(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """One function for each command's id."""
    roll, playing, files = window.roll, window.playing, window.files
    handlers: dict[str, Callable[[], object]] = {
        "open": files.open,
        "open_demo": files.open_demo,
        "add": files.add,
        "new_song": files.new_song,
        "export": files.export,
        "quit": window.close,
        "undo": window.history_desk.undo,
        "redo": window.history_desk.redo,
        "select_all": roll.select_all,
        "select_none": partial(_select_none, window),
        "duplicate_selection": roll.duplicate_selection,
        "quantize_selection": roll.quantize_selection,
        "delete_selection": roll.delete_selection,
        "toggle_lock": roll.toggle_lock,
        "transpose_up": partial(roll.transpose_selection, 1),
        "transpose_down": partial(roll.transpose_selection, -1),
        "octave_up": partial(roll.transpose_selection, 12),
        "octave_down": partial(roll.transpose_selection, -12),
        "nudge_left": partial(roll.nudge_selection, -1),
        "nudge_right": partial(roll.nudge_selection, 1),
        "lengthen": partial(roll.lengthen_selection, 1),
        "shorten": partial(roll.lengthen_selection, -1),
        "zoom_to_content": roll.zoom_to_content,
        "play_stop": playing.toggle,
        "stop": playing.stop,
        "return_to_start": playing.return_to_start,
        "panic": playing.panic,
        "generate": window.requests.generate,
        "stop_generating": window.generating.stop,
        "continue_region": window.requests.follow_song,
        "toggle_theme": window.toggle_theme,
        "toggle_plugins": window.toggle_plugins,
        "palette": window.show_palette,
        "history": partial(window.drawer.toggle, window.history),
        "shortcuts": partial(window.drawer.toggle, window.sheet),
        "toggle_loop": window.loops.toggle,
        **window.notes.handlers(),
        **window.track_desk.handlers(),
    }
    for tool in ("tool_pencil", "tool_select", "tool_erase", "tool_knife", "tool_lock"):
        handlers[tool] = partial(_choose_tool, window, tool)
    for id in _TAKE_COMMANDS:
        handlers[id] = partial(window.take_desk.do, id)
    return handlers


def _choose_tool(window: "MainWindow", id: str) -> None:
    window.links.choose_tool(id)


def _select_none(window: "MainWindow") -> None:
    window.roll.cancel_gesture()
    window.roll.select_none()
