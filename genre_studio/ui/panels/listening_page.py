"""The listening page of the side drawer: open a test, go through it, see what the answers show."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from genre_studio.evaluation.listening import Kind
from genre_studio.evaluation.listening.results import ALL, Share
from genre_studio.ui.panels.choosing import chooser, value_of
from genre_studio.ui.panels.job_progress import JobProgress
from genre_studio.ui.panels.listening_trial import ListeningTrial
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT

_KINDS: list[tuple[str, object]] = [
    ("Which take is better?", Kind.BETTER),
    ("Which bars did a person write?", Kind.REAL),
    ("How good is a take?", Kind.RATING),
]
_ABOUT = (
    "A blind test of real and generated music: a folder of clips of one length and one loudness, heard here "
    "or sent to others and heard in a browser. “genre-studio listening prepare” makes one of held-out pieces."
)


class ListeningPage(QWidget):
    """Signals:
    prepare_asked(): make a test of the song's takes; read `asked_kind`.
    open_asked(), leave_asked(): open a prepared folder; put the test away.
    read_asked(), save_asked(): answers of others in; the listener's own out.
    results_asked(), csv_asked(): what all answers show; every answer as a line of a file.
    """

    open_asked = Signal()
    prepare_asked = Signal()
    leave_asked = Signal()
    read_asked = Signal()
    save_asked = Signal()
    results_asked = Signal()
    csv_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listener = QLineEdit("Me")
        self.listener.setMaxLength(60)
        self.listener.setAccessibleName("Who listens")
        self.open_button = QPushButton("Open a prepared test…")
        set_role(self.open_button, "primary")
        self.open_button.clicked.connect(self.open_asked)
        self.kind = chooser("What is asked", "What listeners are asked about the takes", _KINDS, letters=20)
        self.prepare_button = QPushButton("Make one of this song's takes…")
        self.prepare_button.clicked.connect(self.prepare_asked)
        self.progress = JobProgress()
        self.trial = ListeningTrial()
        self.title, self.said = QLabel(), _wrapped("")
        set_role(self.title, "heading")
        self.save, self.read, self.show_results, self.csv, self.leave = (
            QPushButton(text)
            for text in (
                "Save my answers to send…",
                "Read answers sent back…",
                "Show results",
                "Save every answer as CSV…",
                "Put the test away",
            )
        )
        self._results = QVBoxLayout()
        self._results.setSpacing(UNIT)
        self._stack = QStackedWidget()
        for page in (self._begin_page(), self.trial, self._end_page()):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.show_begin()

    @property
    def asked_kind(self) -> Kind:
        """What listeners of a new test are asked."""
        return Kind(str(value_of(self.kind)))  # Qt hands back the text alone

    def show_begin(self) -> None:
        self._show(0, self.open_button)

    def show_trial(self) -> None:
        self._show(1, self.trial)

    def show_end(self, answered: int, total: int) -> None:
        """All questions of a test are answered."""
        self.title.setText("Thank you")
        self.said.setText(f"{answered} of {total} questions are answered. The answers are in this session.")
        self.show_shares(())
        self._show(2, self.show_results)

    def show_shares(self, shares: Sequence[Share], about: str = "") -> None:
        """What the answers show, one card for each source with its genres; empty: nothing yet."""
        while (item := self._results.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()  # at once: it is deleted when the event loop comes to it
                old.deleteLater()
        if about:
            self._results.addWidget(_wrapped(about))
        for source in dict.fromkeys(share.source for share in shares):
            self._results.addWidget(_card([share for share in shares if share.source == source]))
        self.csv.setVisible(bool(shares))

    def _show(self, index: int, focus: QWidget) -> None:
        had_focus = self.isAncestorOf(focus.window().focusWidget() or focus)
        self._stack.setCurrentIndex(index)
        self.setFocusProxy(focus)
        if had_focus and self.isVisible():
            focus.setFocus()

    def _begin_page(self) -> QWidget:
        page, column = _column()
        heading = QLabel("Listening test")
        set_role(heading, "heading")
        name = QLabel("Who listens")
        set_role(name, "caption")
        name.setBuddy(self.listener)
        asked = QLabel("Or make one: what is asked")
        set_role(asked, "caption")
        asked.setBuddy(self.kind)
        column.addWidget(heading)
        column.addWidget(_wrapped(_ABOUT))
        column.addSpacing(UNIT)
        for widget in (name, self.listener, self.open_button):
            column.addWidget(widget)
        column.addSpacing(UNIT)
        making: tuple[QWidget, ...] = (asked, self.kind, self.prepare_button, self.progress)
        for each in making:
            column.addWidget(each)
        column.addStretch(1)
        return page

    def _end_page(self) -> QWidget:
        page, column = _column()
        for widget in (self.title, self.said, self.show_results, self.save, self.read, self.leave):
            column.addWidget(widget)
        column.addLayout(self._results)
        column.addWidget(self.csv)
        column.addStretch(1)
        pairs = (
            (self.save, self.save_asked),
            (self.read, self.read_asked),
            (self.show_results, self.results_asked),
            (self.csv, self.csv_asked),
            (self.leave, self.leave_asked),
        )
        for button, signal in pairs:
            button.clicked.connect(signal)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll


def _column() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
    column.setSpacing(UNIT)
    return page, column


def _card(shares: Sequence[Share]) -> QFrame:
    card = QFrame()
    set_role(card, "well")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(4)
    heading = _wrapped(f"{shares[0].source}: {shares[0].what}")
    set_role(heading, "heading")
    column.addWidget(heading)
    for share in shares:
        mean = f", mean {share.mean:.1f}" if share.mean is not None else ""
        genre = "All" if share.genre == ALL else share.genre.capitalize()
        interval = f"{share.share:.0%} ({share.low:.0%} to {share.high:.0%})"
        column.addWidget(_wrapped(f"{genre}: {interval}, {share.hits} of {share.count}{mean}"))
    overall = shares[0]
    if overall.chance is not None and overall.p is not None:
        guess = _wrapped(
            f"Guessing brings {overall.chance:.0%}; so far from it by chance: p = {overall.p:.2g}."
        )
        set_role(guess, "caption")
        column.addWidget(guess)
    return card


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
