"""The keys in force: changed on their page, remembered, and carried to other computers as a file."""

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.ui.commands import Keymap
from genre_studio.ui.file_choosing import choose_file, choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.shortcuts_page import ShortcutsPage

SHORTCUT_FILES = "Shortcuts (*.json);;All files (*)"
_LARGEST_BYTES = 1_000_000


class ShortcutDesk(QObject):
    """Signals: changed(object): another Keymap is in force. said(str): what just happened."""

    changed = Signal(object)
    said = Signal(str)

    def __init__(self, page: ShortcutsPage, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._page, self._banner, self._window = page, banner, window
        self.keymap = Keymap()
        page.keymap_changed.connect(self.set_keymap)
        page.export_pressed.connect(self._export)
        page.import_pressed.connect(self._import)

    @Slot(object)
    def set_keymap(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._page.show_keys(keymap)
        self.changed.emit(keymap)

    def export_to(self, path: Path) -> None:
        path = path if path.suffix else path.with_suffix(".json")
        part = path.with_name(f"{path.name}.part")
        try:
            part.write_text(json.dumps(self.keymap.to_json(), indent=2), "utf-8")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            self._tell(f"The shortcuts could not be written to {path.name}: {error.strerror}.")
        else:
            self.said.emit(f"Exported the shortcuts to {path.name}.")

    def import_from(self, path: Path) -> None:
        try:
            if path.stat().st_size > _LARGEST_BYTES:
                raise ValueError("This is no file of shortcuts.")
            keymap = Keymap.from_json(json.loads(path.read_text("utf-8")))
        except OSError as error:
            self._tell(f"{path.name} could not be read: {error.strerror}. Your shortcuts are as they were.")
        except ValueError:
            self._tell(f"{path.name} is no file of shortcuts. Your shortcuts are as they were.")
        else:
            self.set_keymap(keymap)
            self.said.emit(f"These are the shortcuts of {path.name}.")

    @Slot()
    def _export(self) -> None:
        suggested = Path.home() / "shortcuts.json"
        choose_place(self._window, "Export the shortcuts", suggested, SHORTCUT_FILES, self.export_to)

    @Slot()
    def _import(self) -> None:
        choose_file(self._window, "Import shortcuts", Path.home(), SHORTCUT_FILES, self.import_from)

    def _tell(self, sentence: str) -> None:
        self._banner.show_message(sentence, is_error=True)
