"""What each command of the table does in the window."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from genre_studio.ui.commands import Scope, commands_in
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.window_parts import WindowParts

Handlers = dict[str, Callable[[], object]]


class Desk(Protocol):
    """What carries out commands: one function for each one's id."""

    def handlers(self) -> Handlers: ...


def command_handlers(parts: WindowParts) -> Handlers:
    """One function for each command's id; the desks name those that are theirs."""
    return {
        **_file_handlers(parts),
        **_roll_handlers(parts.roll),
        **_play_handlers(parts),
        **_take_handlers(parts),
        **_view_handlers(parts),
        **{id: act for desk in _desks(parts) for id, act in desk.handlers().items()},
        "continue_live": parts.live.toggle,
        "undo": parts.history_desk.undo,
        "redo": parts.history_desk.redo,
    }


def _desks(parts: WindowParts) -> tuple[Desk, ...]:
    """Those that name their commands themselves."""
    return (
        *(parts.tools, parts.notes, parts.looks, parts.lanes, parts.rules, parts.amounts, parts.step_desk),
        *(parts.ruler, parts.zooms, parts.audio, parts.outputs, parts.pictures, parts.evaluating),
        *(parts.training, parts.metronome, parts.recording, parts.sync, parts.track_desk, parts.requests),
    )


def _file_handlers(parts: WindowParts) -> Handlers:
    files = parts.files
    return {
        "open": files.open,
        "open_demo": files.load_demo,
        "add": files.add,
        "new_song": files.new_song,
        "export": files.export,
        "quit": parts.close,
    }


def _roll_handlers(roll: PianoRoll) -> Handlers:
    return {
        "select_all": roll.focused.select_all,
        "select_none": partial(_select_none, roll),
        "duplicate_selection": roll.commands.duplicate,
        "delete_selection": roll.focused.delete,
        "toggle_lock": roll.commands.toggle_locked,
        "transpose_up": partial(roll.focused.climb, 1),
        "transpose_down": partial(roll.focused.climb, -1),
        "octave_up": partial(roll.focused.transpose, 12),
        "octave_down": partial(roll.focused.transpose, -12),
        "nudge_left": partial(roll.focused.nudge, -1),
        "nudge_right": partial(roll.focused.nudge, 1),
        "lengthen": partial(roll.commands.lengthen, 1),
        "shorten": partial(roll.commands.lengthen, -1),
        "louder": partial(roll.commands.make_louder, 5),
        "softer": partial(roll.commands.make_louder, -5),
        "nudge_left_free": partial(roll.commands.nudge_ticks, -1),
        "nudge_right_free": partial(roll.commands.nudge_ticks, 1),
        "shorten_free": partial(roll.commands.lengthen_ticks, -1),
        "lengthen_free": partial(roll.commands.lengthen_ticks, 1),
        "zoom_to_content": roll.looking.zoom_to_content,
    }


def _play_handlers(parts: WindowParts) -> Handlers:
    playing = parts.playing
    return {
        "play_stop": playing.toggle,
        "stop": playing.stop,
        "return_to_start": playing.return_to_start,
        "panic": playing.panic,
        "toggle_loop": parts.loops.toggle,
    }


def _take_handlers(parts: WindowParts) -> Handlers:
    ids = ("export_take", *(command.id for command in commands_in(Scope.TAKES)))
    return {
        "stop_generating": parts.generating.stop,
        "starred_takes": parts.takes.toggle_starred,
        "sort_takes": parts.takes.toggle_order,
        **{id: partial(parts.take_desk.do, id) for id in ids},
    }


def _view_handlers(parts: WindowParts) -> Handlers:
    return {
        "toggle_theme": parts.toggle_theme,
        "larger_text": partial(parts.enlarge_text, 1),
        "smaller_text": partial(parts.enlarge_text, -1),
        "toggle_plugins": parts.toggle_plugins,
        "find_notes": partial(parts.drawer.toggle, parts.find_page),
        "select_overlaps": parts.roll.commands.select_overlaps,
        "history": partial(parts.drawer.toggle, parts.history),
        "listening": partial(parts.drawer.toggle, parts.listening_page),
        "shortcuts": partial(parts.drawer.toggle, parts.shortcuts),
    }


def _select_none(roll: PianoRoll) -> None:
    roll.cancel_gesture()
    roll.focused.select_none()
