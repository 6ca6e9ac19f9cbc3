"""What a run learns from and how: music dropped in, its report, filters, the generator, Train."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from genre_studio.plugin_api import PluginInfo
from genre_studio.plugin_api.models import ModelInfo
from genre_studio.training.dataset import DatasetFilters, DatasetReport
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role
from genre_studio.ui.theme import UNIT

_SETTLED_MS = 400
_LABEL_PX = 88
_DROP = "Drop folders, zips or MIDI files here"
_MOST_NAMED = 8
_NOTHING = "Nothing: learn from the start"


class TrainingMusic(QWidget):
    """Holds what is asked; it reads and trains nothing itself.

    Signals: music_changed(): other music, labels or filters: read it. files_pressed(), folder_pressed(): ask
    for music. train_pressed().
    """

    music_changed = Signal()
    files_pressed = Signal()
    folder_pressed = Signal()
    train_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sources: tuple[Path, ...] = ()
        self._plugins: tuple[tuple[PluginInfo, tuple[ModelInfo, ...]], ...] = ()
        self._is_ready = False
        self.setAcceptDrops(True)
        self.drop = QLabel(_DROP)
        self.drop.setWordWrap(True)
        self.folder, self.files = QPushButton("Add a folder…"), QPushButton("Add files…")
        self.clear = QPushButton("Clear")
        self.genre, self.licence, self.title = QLineEdit(), QLineEdit(), QLineEdit()
        self.genre.setPlaceholderText("each folder's name")
        self.licence.setPlaceholderText("such as: my own, CC BY 4.0")
        self.title.setPlaceholderText("such as: My waltzes")
        self.fewest_bars = _number(0, 64, DatasetFilters().fewest_bars)
        self.only_four = QCheckBox("Only 4/4")
        self.free_time = QCheckBox("Also what is played in free time")
        self.transposed = QCheckBox("Also the same piece in other keys")
        self.report = QLabel()
        self.report.setWordWrap(True)
        self.plugin, self.start_from = QComboBox(), QComboBox()
        self.steps = _number(10, 1_000_000, 2_000)
        self.steps.setSingleStep(500)
        self.train = QPushButton("Train")
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._arrange()
        self._connect()
        self._show()

    @property
    def filters(self) -> DatasetFilters:
        usual = DatasetFilters()
        return DatasetFilters(
            fewest_bars=self.fewest_bars.value(),
            meters=("4/4",) if self.only_four.isChecked() else (),
            steadiness=0.0 if self.free_time.isChecked() else usual.steadiness,
            transposed=self.transposed.isChecked(),
        )

    @property
    def info(self) -> PluginInfo | None:
        """The generator that learns."""
        index = self.plugin.currentIndex()
        return self._plugins[index][0] if 0 <= index < len(self._plugins) else None

    @property
    def base(self) -> Path | None:
        """The folder of the model that it begins with."""
        folder = self.start_from.currentData()
        return Path(folder) if folder else None

    def offer(self, plugins: Sequence[tuple[PluginInfo, tuple[ModelInfo, ...]]]) -> None:
        """The generators that learn, each with its models."""
        chosen = self.plugin.currentData()
        self._plugins = tuple(plugins)
        self.plugin.blockSignals(True)
        self.plugin.clear()
        for info, _ in self._plugins:
            self.plugin.addItem(info.title, info.id)
        self.plugin.setCurrentIndex(max(0, self.plugin.findData(chosen)))
        self.plugin.blockSignals(False)
        self._offer_models()
        self._show()

    def add(self, paths: Sequence[Path]) -> None:
        """Learn from these too."""
        self.sources = tuple(dict.fromkeys((*self.sources, *paths)))
        self._change()

    def show_report(self, report: DatasetReport) -> None:
        self.report.setText(report_text(report))

    def show_ready(self, ready: bool, problem: str = "") -> None:
        """Whether the music has been read to its end; if not, why."""
        self._is_ready = ready
        if problem:
            self.report.setText(problem)
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.add(paths)

    @Slot()
    def _forget(self) -> None:
        self.sources = ()
        self.report.clear()
        self._change()

    @Slot()
    def _change(self) -> None:
        self._is_ready = False
        self._settled.start()
        self._show()

    @Slot()
    def _offer_models(self) -> None:
        index = self.plugin.currentIndex()
        models = self._plugins[index][1] if 0 <= index < len(self._plugins) else ()
        chosen = self.start_from.currentData()
        self.start_from.clear()
        self.start_from.addItem(_NOTHING, "")
        for model in models:
            self.start_from.addItem(model.title, str(model.path))
        self.start_from.setCurrentIndex(max(self.start_from.findData(chosen), min(1, len(models))))

    def _show(self) -> None:
        names = [source.name or str(source) for source in self.sources]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        self.drop.setText(f"{', '.join(names[:_MOST_NAMED])}{more}" if names else _DROP)
        self.clear.setEnabled(bool(names))
        self.train.setEnabled(self._is_ready and self.info is not None)
        self.report.setVisible(bool(self.report.text()))

    def _connect(self) -> None:
        self.folder.clicked.connect(self.folder_pressed)
        self.files.clicked.connect(self.files_pressed)
        self.clear.clicked.connect(self._forget)
        self.train.clicked.connect(self.train_pressed)
        self._settled.timeout.connect(self.music_changed)
        self.plugin.currentIndexChanged.connect(self._offer_models)
        self.fewest_bars.valueChanged.connect(self._change)
        for box in (self.only_four, self.free_time, self.transposed):
            box.toggled.connect(self._change)
        for field in (self.genre, self.licence):
            field.textEdited.connect(self._change)

    def _arrange(self) -> None:
        well = QFrame()
        set_role(well, "well")
        inside = QVBoxLayout(well)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(UNIT)
        inside.addWidget(self.drop)
        buttons = QHBoxLayout()
        for button in (self.folder, self.files, self.clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        set_role(self.report, "caption")
        set_role(self.train, "primary")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, UNIT)
        column.setSpacing(12)
        column.addWidget(_heading("Music"))
        column.addWidget(well)
        column.addLayout(
            _form(("Genre", self.genre), ("Licence", self.licence), ("Bars at least", self.fewest_bars))
        )
        for box in (self.only_four, self.free_time, self.transposed):
            column.addWidget(box)
        column.addWidget(self.report)
        column.addWidget(_heading("Model"))
        rows = (
            ("Generator", self.plugin),
            ("Begin with", self.start_from),
            ("Name", self.title),
            ("Steps", self.steps),
        )
        column.addLayout(_form(*rows))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        foot.addWidget(self.train)
        outer.addLayout(foot)


def report_text(report: DatasetReport) -> str:
    """A report as a few lines."""
    verb = "Read" if report.stage == "done" else "Reading:"
    lines = [f"{verb} {report.looked_at:,} of {report.found:,} files: {report.kept:,} to learn from"]
    if report.kept:
        held_out = f", {report.held_out:,} kept to judge by" if report.held_out else ""
        lines.append(f"{report.hours:.1f} hours, {report.bars:,} bars, {report.notes:,} notes{held_out}")
    for title, counts in (("Genres", report.genres), ("Meters", report.meters), ("Keys", report.keys)):
        if counts:
            most = [f"{name} {count:,}" for name, count in list(counts.items())[:_MOST_NAMED]]
            lines.append(f"{title}: {', '.join(most)}{' …' if len(counts) > _MOST_NAMED else ''}")
    left_out = [f"{count:,} {words}" for words, count in report.left_out.items()]
    if left_out:
        lines.append(f"Left out: {'; '.join(left_out)}")
    if report.broken:
        lines.append(f"Cannot be read: {report.broken:,}")
        lines += [f"    {broken}" for broken in report.broken_files[:_MOST_NAMED]]
    return "\n".join([*lines, report.remark] if report.remark else lines)


def _number(least: int, most: int, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setValue(value)
    field.setGroupSeparatorShown(True)
    inset_text(field)
    return field


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "heading")
    return label


def _form(*rows: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(2 * UNIT)
    form.setVerticalSpacing(UNIT)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for title, field in rows:
        field.setAccessibleName(title)
        label = QLabel(title)
        fix_size(label, width=_LABEL_PX)
        form.addRow(label, field)
    return form
