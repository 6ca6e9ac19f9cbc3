"""The place at the window's right edge where one page at a time opens: plugins, history, shortcuts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Drawer(QWidget):
    """Signals: changed(object): the page that is open now, or None."""

    changed = Signal(object)

    def __init__(self, pages: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for page in pages:
            page.hide()
            row.addWidget(page)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def toggle(self, page: QWidget) -> None:
        """Open a page in place of another one; close it if it is open."""
        self._show(None if self.is_open and not page.isHidden() else page)

    def close_page(self) -> None:
        self._show(None)

    def _show(self, page: QWidget | None) -> None:
        for each in self._pages:
            each.setVisible(each is page)
        self.setVisible(page is not None)
        self.changed.emit(page)
