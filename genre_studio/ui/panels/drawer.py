"""The place at the window's right edge where one page at a time opens: plugins, history, shortcuts."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from genre_studio.ui.icons import icon
from genre_studio.ui.panels.layout import line
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme

NARROWEST_PX = 336
_NARROWEST_CHARACTERS = 44  # so that larger text widens the drawer too


class Drawer(QWidget):
    """A tab for each page, and a button that closes; so does Escape.

    A page may set a focus proxy: where the keyboard goes when it opens.

    Signals: changed(object): the page that is open now, or None.
    """

    changed = Signal(object)

    def __init__(
        self, pages: Sequence[tuple[str, QWidget]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Pages")
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName("Pages")
        self._pages = QStackedWidget()
        for title, page in pages:
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        self.close_button = QToolButton()
        self.close_button.setAccessibleName("Close the pages")
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self.tabs.currentChanged.connect(self._turn)
        self.close_button.clicked.connect(self.close_page)
        self.set_theme(theme)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def page(self) -> QWidget | None:
        """The page that is open."""
        return self._pages.currentWidget() if self.is_open else None

    @property
    def title(self) -> str:
        """The title of the page that is open; empty while none is."""
        return self.tabs.tabText(self.tabs.currentIndex()) if self.is_open else ""

    def toggle(self, page: QWidget) -> None:
        """Open a page in place of another one; close it if it is open."""
        self._show(None if self.page is page else page)

    def open_titled(self, title: str) -> None:
        """Open the page of this title, if there is one; the keyboard stays where it is."""
        titles = [self.tabs.tabText(index) for index in range(self.tabs.count())]
        if title in titles:
            self._show(self._pages.widget(titles.index(title)), takes_focus=False)

    @Slot()
    def close_page(self) -> None:
        self._show(None)

    def set_theme(self, theme: Theme) -> None:
        self.close_button.setIcon(icon("x", theme.text_dim))

    def minimumSizeHint(self) -> QSize:
        characters = self.fontMetrics().averageCharWidth() * _NARROWEST_CHARACTERS
        return QSize(max(NARROWEST_PX, characters), 0)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def _turn(self, index: int) -> None:
        if self.is_open:
            self._show(self._pages.widget(index), takes_focus=not self.tabs.hasFocus())

    def _show(self, page: QWidget | None, *, takes_focus: bool = True) -> None:
        if page is not None:
            self._pages.setCurrentWidget(page)
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex(self._pages.currentIndex())
        self.setVisible(page is not None)
        if page is not None and takes_focus:
            page.setFocus()
        self.changed.emit(page)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.setSpacing(4)
        top.addWidget(self.tabs, 1)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(line())
        column.addWidget(self._pages, 1)
