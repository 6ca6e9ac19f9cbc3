"""The keyboard shortcuts, as a page of the side drawer: found, changed, and taken from another program."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from genre_studio.ui.commands import COMMANDS, MENUS, PRESETS, Command, Keymap, Scope, command
from genre_studio.ui.panels.key_editor import KeyEditor
from genre_studio.ui.style import set_role

_MARGIN_PX = 16
_ID = Qt.ItemDataRole.UserRole
_MODIFIERS = (
    "Shift goes further: an octave, longer, more selected. Alt leaves the grid or plays notes otherwise. "
    "Ctrl+Shift is for whole tracks and files."
)


class ShortcutsPage(QWidget):
    """Shows a Keymap and emits changed ones.

    Signals:
        keymap_changed(object): the Keymap that is wanted now.
        export_pressed(), import_pressed(): to and from a file.
    """

    keymap_changed = Signal(object)
    export_pressed = Signal()
    import_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = Keymap()
        self.preset = QComboBox()
        self.preset.setAccessibleName("Shortcuts like those of")
        self.preset.addItems(list(PRESETS))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a command or a key")
        self.search.setAccessibleName("Find a command or a key")
        self.search.setClearButtonEnabled(True)
        self.list = _command_list()
        self.editor = KeyEditor()
        self.reset_all = QPushButton("Reset all")
        self.save, self.load = QPushButton("Export…"), QPushButton("Import…")
        self._groups: list[tuple[QTreeWidgetItem, tuple[QTreeWidgetItem, ...]]] = []
        self._items = self._filled()
        self._arrange()
        self._connect()
        self.setFocusProxy(self.search)
        self.show_keys(self._keymap)

    def show_keys(self, keymap: Keymap) -> None:
        self._keymap = keymap
        with QSignalBlocker(self.preset):
            self.preset.setCurrentText(keymap.preset)
        for id, item in self._items.items():
            item.setText(1, keymap.text(id))
            font = item.font(1)
            font.setBold(id in keymap.changes)
            item.setFont(1, font)
        self.reset_all.setEnabled(bool(keymap.changes))
        self._show_chosen()

    def _filled(self) -> dict[str, QTreeWidgetItem]:
        by_id: dict[str, QTreeWidgetItem] = {}
        for menu in MENUS:
            group = QTreeWidgetItem([menu])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            self.list.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
            items = {each.id: _item(each) for each in COMMANDS if each.menu == menu}
            group.addChildren(list(items.values()))
            self._groups.append((group, tuple(items.values())))
            by_id |= items
        self.list.expandAll()
        return by_id

    def _arrange(self) -> None:
        explained = QLabel(_MODIFIERS)
        explained.setWordWrap(True)
        set_role(explained, "caption")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.reset_all, self.save, self.load):
            foot.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(8)
        column.addWidget(self.preset)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.editor)
        column.addWidget(explained)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.preset.textActivated.connect(self._choose_preset)
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.list.itemActivated.connect(self._begin)
        self.editor.keymap_changed.connect(self.keymap_changed)
        self.reset_all.clicked.connect(self._reset_all)
        self.save.clicked.connect(self.export_pressed)
        self.load.clicked.connect(self.import_pressed)

    @Slot(str)
    def _choose_preset(self, preset: str) -> None:
        self.keymap_changed.emit(self._keymap.with_preset(preset))

    @Slot()
    def _reset_all(self) -> None:
        self.keymap_changed.emit(self._keymap.with_preset(self._keymap.preset))

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show what has `text` in its title or its keys; menus without any such are left out."""
        wanted = text.strip().lower()
        for group, items in self._groups:
            for item in items:
                item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".lower())
            group.setHidden(all(item.isHidden() for item in items))

    @Slot()
    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        id = item.data(0, _ID) if item is not None else None
        self.editor.show_command(command(id) if id else None, self._keymap)

    @Slot(QTreeWidgetItem)
    def _begin(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _ID):
            self.editor.field.listen()


def _title(each: Command) -> str:
    where = " (takes)" if each.scope is Scope.TAKES else ""
    return f"{each.title.rstrip('…')}{where}"


def _item(each: Command) -> QTreeWidgetItem:
    item = QTreeWidgetItem([_title(each), ""])
    item.setData(0, _ID, each.id)
    item.setToolTip(0, f"{each.title}, {each.scope.value}")
    return item


def _command_list() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("Commands and their keys")
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setIndentation(0)
    tree.setUniformRowHeights(True)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return tree
