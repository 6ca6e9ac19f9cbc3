"""Evaluating models, as a page of the side drawer: what is compared, how far it is, what came out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from genre_studio.ui.panels.elided_label import ElidedLabel
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role
from genre_studio.ui.theme import UNIT

FigureRow = tuple[str, str, str, str]
"""Whose figure it is, what it is of, the figure, and its whole story for a tool tip."""

_INTRO = "Writes takes, compares them with real music, and says in figures how they differ."
_NO_CORPUS = "The demo song is continued, and compared with numbers of real music."


class EvaluatePage(QWidget):
    """Holds what is asked; it evaluates nothing itself.

    Signals: start_pressed(). stop_pressed(). folder_pressed(): choose the music to compare with.
    report_pressed(): open the page with everything.
    """

    start_pressed = Signal()
    stop_pressed = Signal()
    folder_pressed = Signal()
    report_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data: Path | None = None
        self._models = _Checks("Models")
        self._genres = _Checks("Genres")
        self.takes = QSpinBox()
        self.takes.setRange(10, 1000)
        self.takes.setSingleStep(10)
        self.takes.setValue(100)
        self.takes.setAccessibleName("Takes by model and genre")
        self.takes.setToolTip("Of each model in each genre. 300 make narrow intervals and take minutes.")
        fix_size(self.takes, width=88)
        inset_text(self.takes)
        self.folder = QPushButton("Choose…")
        self.folder.setToolTip("A folder of music with a MANIFEST.tsv, whose held-out pieces are continued")
        self.folder.setAccessibleName("Music to compare with")
        self.data_words = _caption(_NO_CORPUS)
        self.start, self.stop = QPushButton("Evaluate"), QPushButton("Stop")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.words = ElidedLabel()
        set_role(self.words, "caption")
        self.report = QPushButton("Open the report")
        self.figures = QTreeWidget()
        self.figures.setColumnCount(2)
        self.figures.setHeaderLabels(["Figure", "Value"])
        self.figures.headerItem().setToolTip(1, "In brackets the 95% interval, where there is one")
        self.figures.setAccessibleName("Figures")
        self.figures.setUniformRowHeights(True)
        self.figures.setIndentation(12)
        self.figures.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.figures.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.figures.header().setStretchLastSection(False)
        self._arrange()
        self._connect()
        self.show_running(running=False)
        self.report.hide()
        self.figures.hide()
        self.setFocusProxy(self.start)

    @property
    def models(self) -> tuple[str, ...]:
        return self._models.chosen

    @property
    def genres(self) -> tuple[str, ...]:
        return self._genres.chosen

    def offer(self, models: Sequence[tuple[str, str]], genres: Sequence[tuple[str, str]]) -> None:
        """Show (id, title) of what may be chosen; all of it is, at first."""
        self._models.offer(models)
        self._genres.offer(genres)
        self._follow_choice()

    def show_data(self, folder: Path | None) -> None:
        self.data = folder
        self.data_words.setText(f"Held-out pieces of {folder}" if folder is not None else _NO_CORPUS)

    def show_running(self, *, running: bool) -> None:
        for widget in (self.bar, self.words, self.stop):
            widget.setVisible(running)
        self.start.setVisible(not running)
        self._follow_choice()
        if running:
            self.bar.setValue(0)
            self.words.setText("Starting")

    @Slot(float, str)
    def show_progress(self, fraction: float, words: str) -> None:
        self.bar.setValue(round(1000 * fraction))
        self.words.setText(words)

    def show_figures(self, tables: Iterable[tuple[str, Iterable[FigureRow]]]) -> None:
        """Each table with its figures, the first one open."""
        self.figures.clear()
        for title, rows in tables:
            table = QTreeWidgetItem([title])
            table.setToolTip(0, title)
            self.figures.addTopLevelItem(table)
            models: dict[str, QTreeWidgetItem] = {}
            for model, what, figure, story in rows:
                if model not in models:
                    models[model] = QTreeWidgetItem(table, [model])
                    models[model].setToolTip(0, model)
                    models[model].setExpanded(True)
                item = QTreeWidgetItem(models[model], [what, figure])
                for column in (0, 1):
                    item.setToolTip(column, story)
            table.setFirstColumnSpanned(True)
        if (first := self.figures.topLevelItem(0)) is not None:
            first.setExpanded(True)
        self.report.show()
        self.figures.show()

    @Slot()
    def _follow_choice(self) -> None:
        self.start.setEnabled(bool(self.models and self.genres))

    def _connect(self) -> None:
        self.start.clicked.connect(self.start_pressed)
        self.stop.clicked.connect(self.stop_pressed)
        self.folder.clicked.connect(self.folder_pressed)
        self.report.clicked.connect(self.report_pressed)
        for checks in (self._models, self._genres):
            checks.changed.connect(self._follow_choice)

    def _arrange(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(12)
        form.setColumnStretch(1, 1)
        rows = (
            ("Models", self._models),
            ("Genres", self._genres),
            ("Takes", self.takes),
            ("Real music", self.folder),
        )
        for row, (title, field) in enumerate(rows):
            wide = field in (self._models, self._genres)
            form.addWidget(
                QLabel(title), row, 0, Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag.AlignVCenter
            )
            form.addWidget(field, row, 1, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self.data_words, len(rows), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.words, 1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.report)
        buttons.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 12, 2 * UNIT, 2 * UNIT)
        column.setSpacing(2 * UNIT)
        column.addWidget(_caption(_INTRO))
        column.addLayout(form)
        column.addWidget(self.bar)
        column.addLayout(buttons)
        column.addWidget(self.figures, 1)
        column.addStretch(0)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)


class _Checks(QWidget):
    """A column of check boxes. Signals: changed()."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._boxes: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(id for id, box in self._boxes.items() if box.isChecked())

    def offer(self, entries: Sequence[tuple[str, str]]) -> None:
        cleared = {id for id, box in self._boxes.items() if not box.isChecked()}
        for box in self._boxes.values():
            self._column.removeWidget(box)
            box.deleteLater()
        self._boxes = {id: QCheckBox(title) for id, title in entries}
        for id, box in self._boxes.items():
            box.setToolTip(box.text())  # large text may not fit beside the box
            box.setChecked(id not in cleared)
            box.toggled.connect(self.changed)
            self._column.addWidget(box)


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    set_role(label, "caption")
    return label
