"""Every command by typing a part of its name."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from genre_studio.ui.commands import COMMANDS, Command, Keymap
from genre_studio.ui.panels.search_list import Entry, SearchList


def matching(text: str, recent: Sequence[str] = ()) -> list[Command]:
    """The commands whose title or menu holds the letters of `text` in this order.

    Those with the letters at the beginnings of words come first, then those used last, then the menus' order.
    """
    letters = "".join(text.lower().split())
    found = []
    for place, command in enumerate(COMMANDS):
        rank = _rank(command.title.lower(), f"{command.menu} {command.title}".lower(), letters)
        if rank is not None:
            used = recent.index(command.id) if command.id in recent else len(recent)
            found.append((rank, used, place, command))
    return [command for *_, command in sorted(found, key=lambda each: each[:3])]


def _rank(title: str, whole: str, letters: str) -> int | None:
    if not letters:
        return 0
    if title.replace(" ", "").startswith(letters):
        return 0
    if any(word.startswith(letters) for word in title.split()):
        return 1
    if letters in whole.replace(" ", ""):
        return 2
    rest = iter(whole)
    return 3 if all(letter in rest for letter in letters) else None


class CommandPalette(SearchList):
    """Commands with their keys, those used last on top."""

    def __init__(self, actions: Mapping[str, QAction], window: QWidget) -> None:
        super().__init__(window, "Type what you want to do", "Command")
        self._actions = actions
        self._recent: list[str] = []
        self._keymap = Keymap()

    def show_keys(self, keymap: Keymap) -> None:
        """Show these keys beside the commands."""
        self._keymap = keymap

    def entries(self, text: str) -> Sequence[Entry]:
        return [self._entry(command) for command in matching(text, self._recent)]

    def take(self, key: str) -> None:
        self._recent = [key, *(each for each in self._recent if each != key)]
        self._actions[key].trigger()

    def _entry(self, command: Command) -> Entry:
        action, key = self._actions[command.id], self._keymap.text(command.id)
        title = action.text().split("\t")[0].replace("&", "")
        return Entry(title, command.id, key, action.isEnabled())
