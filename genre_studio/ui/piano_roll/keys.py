"""The keys that the roll itself understands while it has the focus; the window's shortcuts come first."""

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt

from genre_studio.ui.piano_roll.commands import SelectionCommands

_Key, _Shift, _Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_None = Qt.KeyboardModifier.NoModifier

Command = Callable[[SelectionCommands], None]

KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Command] = {
    (_Key.Key_Up, _None): lambda commands: commands.climb(1),
    (_Key.Key_Down, _None): lambda commands: commands.climb(-1),
    (_Key.Key_Up, _Shift): lambda commands: commands.transpose(12),
    (_Key.Key_Down, _Shift): lambda commands: commands.transpose(-12),
    (_Key.Key_Left, _None): lambda commands: commands.nudge(-1),
    (_Key.Key_Right, _None): lambda commands: commands.nudge(1),
    (_Key.Key_Left, _Shift): lambda commands: commands.lengthen(-1),
    (_Key.Key_Right, _Shift): lambda commands: commands.lengthen(1),
    (_Key.Key_Delete, _None): lambda commands: commands.delete(),
    (_Key.Key_D, _Ctrl): lambda commands: commands.duplicate(),
    (_Key.Key_A, _Ctrl): lambda commands: commands.select_all(),
    (_Key.Key_Q, _None): lambda commands: commands.quantize(),
}


def command_of(combination: QKeyCombination) -> Command | None:
    """The command of a pressed key, if it has one. Arrow keys may carry the keypad's modifier."""
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return KEYS.get((combination.key(), modifiers))
