"""Asking for files while the music goes on: sheets of the window that never wait for their answer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class _Choice(QObject):
    """Hears one dialog; lives and dies with it."""

    def __init__(self, dialog: QFileDialog, then: Callable[[list[Path]], object]) -> None:
        super().__init__(dialog)
        self._then = then
        dialog.filesSelected.connect(self._choose)

    @Slot(list)
    def _choose(self, files: list[str]) -> None:
        self._then([Path(file) for file in files])


def choose_file(
    window: QWidget, title: str, folder: Path, kinds: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask for one file that exists; `then` gets it, and is not called where the person cancels."""
    return _ask(window, title, folder, kinds, QFileDialog.FileMode.ExistingFile, lambda paths: then(paths[0]))


def choose_files(
    window: QWidget, title: str, folder: Path, kinds: str, then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for any number of files that exist."""
    return _ask(window, title, folder, kinds, QFileDialog.FileMode.ExistingFiles, then)


def choose_place(
    window: QWidget, title: str, suggested: Path, kinds: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file; the dialog itself asks before one that exists is replaced."""
    mode = QFileDialog.FileMode.AnyFile
    dialog = _ask(window, title, suggested.parent, kinds, mode, lambda paths: then(paths[0]))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggested.name)
    return dialog


def choose_folder(window: QWidget, title: str, folder: Path, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder, which may be made in the dialog."""
    mode = QFileDialog.FileMode.Directory
    dialog = _ask(window, title, folder, "", mode, lambda paths: then(paths[0]))
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


def _ask(
    window: QWidget,
    title: str,
    folder: Path,
    kinds: str,
    mode: QFileDialog.FileMode,
    then: Callable[[list[Path]], object],
) -> QFileDialog:
    dialog = QFileDialog(window, title, str(folder), kinds)
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _Choice(dialog, then)
    dialog.open()  # window-modal, and returns at once: exec() would hold up whoever called
    return dialog
