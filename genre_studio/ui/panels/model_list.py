"""The models of a person and of the plugins: import, export, rename, delete, compare two."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from genre_studio.plugin_api.models import BrokenModel, ModelInfo
from genre_studio.ui.spoken import genre_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT

_INTRO = "Drop a model (folder or zip) to import it. Double-click the name of your own to change it."
_ID = Qt.ItemDataRole.UserRole


class ModelList(QWidget):
    """Lists models; it changes none itself.

    Signals: import_pressed(). dropped(object): a list of paths. export_pressed(str), delete_pressed(str):
    a model's id. renamed(str, str): id and new title. compare_pressed(str, str): two ids.
    """

    import_pressed = Signal()
    dropped = Signal(object)
    export_pressed = Signal(str)
    delete_pressed = Signal(str)
    renamed = Signal(str, str)
    compare_pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.models: tuple[ModelInfo, ...] = ()
        self.setAcceptDrops(True)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(["Model", "Genres", "Generator", "Held out", "Learned from"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("Models")
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.buttons = {
            word: QPushButton(title)
            for word, title in (
                ("import", "Import…"),
                ("export", "Export…"),
                ("rename", "Rename"),
                ("delete", "Delete"),
            )
        }
        self.old, self.new, self.compare = QComboBox(), QComboBox(), QPushButton("Compare")
        self.old.setAccessibleName("First model")
        self.new.setAccessibleName("Second model")
        self.compare.setToolTip("One take of each for the marked bars, with the same seed and settings")
        self._own: set[str] = set()
        self._arrange()
        self._connect()
        self._follow()

    @property
    def current_id(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def show_models(
        self, models: Sequence[ModelInfo | BrokenModel], own: Sequence[str], titles: dict[str, str]
    ) -> None:
        """List them; those with their id in `own` may be changed. `titles` are the plugins' by id."""
        before = self.current_id
        self.models = tuple(model for model in models if isinstance(model, ModelInfo))
        self._own = set(own)
        self.tree.blockSignals(True)
        self.tree.clear()
        for model in models:
            item = self._item(model, titles)
            self.tree.addTopLevelItem(item)
            if item.data(0, _ID) == before:
                self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        for box in (self.old, self.new):
            chosen = box.currentData()
            box.clear()
            for each in self.models:
                box.addItem(each.title, each.id)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        if self.new.currentIndex() == self.old.currentIndex():
            self.new.setCurrentIndex(len(self.models) - 1)
        self._follow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _item(self, model: ModelInfo | BrokenModel, titles: dict[str, str]) -> QTreeWidgetItem:
        if isinstance(model, BrokenModel):
            item = QTreeWidgetItem([model.path.name, "", "", "", "cannot be used"])
            item.setToolTip(0, model.error)
            item.setToolTip(4, model.error)
            return item
        losses = ", ".join(f"{genre_title(genre)} {loss:.2f}" for genre, loss in model.held_out.items())
        texts = [
            model.title,
            ", ".join(map(genre_title, model.genres)),
            titles.get(model.plugin_id, model.plugin_id),
            losses or "–",
            model.training_data,
        ]
        item = QTreeWidgetItem(texts)
        item.setData(0, _ID, model.id)
        item.setToolTip(
            0, f"{model.title}\n{model.parameter_count:,} parameters\nLicence: {model.licence[:400]}"
        )
        item.setToolTip(4, model.training_data[:400])
        if model.id in self._own:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    @Slot()
    def _follow(self) -> None:
        is_own = self.current_id in self._own
        self.buttons["export"].setEnabled(bool(self.current_id))
        self.buttons["rename"].setEnabled(is_own)
        self.buttons["delete"].setEnabled(is_own)
        self.compare.setEnabled(self.old.currentData() != self.new.currentData())

    @Slot(QTreeWidgetItem, int)
    def _rename(self, item: QTreeWidgetItem, column: int) -> None:
        if column == 0 and item.data(0, _ID):
            self.renamed.emit(str(item.data(0, _ID)), item.text(0))

    @Slot()
    def _edit(self) -> None:
        item = self.tree.currentItem()
        if item is not None and self.current_id in self._own:
            self.tree.editItem(item, 0)

    @Slot()
    def _export(self) -> None:
        self.export_pressed.emit(self.current_id)

    @Slot()
    def _delete(self) -> None:
        self.delete_pressed.emit(self.current_id)

    @Slot()
    def _compare(self) -> None:
        self.compare_pressed.emit(str(self.old.currentData()), str(self.new.currentData()))

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._follow)
        self.tree.itemChanged.connect(self._rename)
        self.tree.itemDoubleClicked.connect(self._edit)
        self.buttons["import"].clicked.connect(self.import_pressed)
        self.buttons["export"].clicked.connect(self._export)
        self.buttons["rename"].clicked.connect(self._edit)
        self.buttons["delete"].clicked.connect(self._delete)
        self.compare.clicked.connect(self._compare)
        for box in (self.old, self.new):
            box.currentIndexChanged.connect(self._follow)

    def _arrange(self) -> None:
        intro = QLabel(_INTRO)
        set_role(intro, "caption")
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        against = QHBoxLayout()
        against.setSpacing(UNIT)
        against.addWidget(QLabel("Hear two on your own clip:"))
        against.addWidget(self.old)
        against.addWidget(QLabel("against"))
        against.addWidget(self.new)
        against.addWidget(self.compare)
        against.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(12)
        column.addWidget(intro)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        column.addLayout(against)
