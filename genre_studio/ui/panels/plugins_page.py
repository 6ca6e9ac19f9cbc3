"""The plugins page of the side drawer: how each generator fares, and why."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from genre_studio.generation.discovery import PluginRecord, PluginState
from genre_studio.ui.style import set_role

_STATE_WORDS = {
    PluginState.READY: "Ready",
    PluginState.DESCRIBE_FAILED: "Cannot be read",
    PluginState.IMPORT_FAILED: "Cannot be loaded",
    PluginState.WRONG_API: "Made for another version of the studio",
    PluginState.DUPLICATE: "Its name is taken",
    PluginState.CONSTRUCT_FAILED: "Could not start",
    PluginState.RUN_FAILED: "Stopped while it wrote",
}


class PluginCard(QFrame):
    """One plugin: title, state, one sentence, and the whole story behind "See why"."""

    def __init__(self, record: PluginRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "well")
        self.record = record
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        title = QLabel(f"{record.title} {record.version}".strip())
        set_role(title, "heading")
        column.addWidget(title)
        is_well = record.state is PluginState.READY
        state = QLabel(_STATE_WORDS[record.state])
        set_role(state, "caption" if is_well else "error")
        column.addWidget(state)
        sentence = record.error or (record.info.summary if record.info else "")
        if sentence:
            column.addWidget(_wrapped(sentence))
        self.details = QPlainTextEdit("\n\n".join(filter(None, (record.traceback, record.log))))
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setFixedHeight(176)
        self.details.hide()
        self.why = QPushButton("See why")
        self.why.setCheckable(True)
        set_role(self.why, "link")
        self.why.setVisible(bool(self.details.toPlainText()))
        self.why.toggled.connect(self.details.setVisible)
        column.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.details)


class PluginsPage(QWidget):
    """Signals: refresh_pressed(): look for plugins anew."""

    refresh_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[PluginCard] = []
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        self.empty = _wrapped("No generator is installed. Install one with pip, then look again.")
        set_role(self.empty, "caption")
        self._column.addWidget(self.empty)
        self.refresh = QPushButton("Look again")
        self.refresh.clicked.connect(self.refresh_pressed)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 16)
        foot.addWidget(self.refresh)
        outer.addLayout(foot)
        self.setFocusProxy(self.refresh)

    @Slot(object)
    def show_records(self, records: Iterable[PluginRecord]) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self.cards = [PluginCard(record) for record in records]
        for place, card in enumerate(self.cards):
            self._column.insertWidget(place, card)
        self.empty.setVisible(not self.cards)


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
