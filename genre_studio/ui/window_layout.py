"""Where the window's parts stand, which of them are folded, and how the keyboard steps between them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from genre_studio.ui.panels.layout import below, beside, line
from genre_studio.ui.scroll_strip import ScrollStrip
from genre_studio.ui.sizing import scaled
from genre_studio.ui.window_parts import WindowParts

_WIDE_PX = 1280  # room for the roll, the generator and a drawer beside each other


class WindowLayout(QObject):
    """Arranges the parts of a window as its central widget.

    What a person folds stays folded, at the next start too. The drawer may take the generator's place in
    a narrow window, which is no folding.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._parts = parts
        self._folded: set[str] = set()
        self._foldable: dict[str, QWidget] = {
            "tracks": parts.tracks,
            "takes": parts.takes,
            "generator": parts.panel,
        }
        self._ticks: dict[str, QAction] = {}
        names = ("tracks", "generator", "drawer")
        self._seams = {name: line(vertical=True) for name in names}  # each goes where its part goes
        self._settled = QTimer(self)  # once the layout has settled, the takes share the roll's axis anew
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(parts.takes.lanes.share_axis)
        self._arrange()
        parts.roll.installEventFilter(self)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            **{f"fold_{name}": partial(self.toggle_fold, name) for name in self._foldable},
            "next_part": partial(self.step_part, 1),
            "previous_part": partial(self.step_part, -1),
        }

    def carry_ticks(self, actions: Mapping[str, QAction]) -> None:
        """From now on the actions that fold parts show which of them are there."""
        self._ticks = {name: actions[f"fold_{name}"] for name in self._foldable}
        for action in self._ticks.values():
            action.setCheckable(True)
        self._show_folds()

    def toggle_fold(self, name: str) -> None:
        """Fold a part away, or bring it back; the keyboard never stays in what has gone."""
        self._folded ^= {name}
        focus = QApplication.focusWidget()
        part = self._foldable[name]
        if name in self._folded and focus is not None and part.isAncestorOf(focus):
            self._parts.roll.setFocus()
        self._show_folds()

    def step_part(self, steps: int) -> None:
        """Give the keyboard to the next part of the window that shows; to the one before where negative."""
        stops = [(part, stop) for part, stop in self._stops() if part.isVisible()]
        focus = QApplication.focusWidget()
        at = next((i for i, (part, _) in enumerate(stops) if _holds(part, focus)), -1 if steps > 0 else 0)
        part, stop = stops[(at + steps) % len(stops)]
        stop()
        self._parts.status.say(part.accessibleName())

    def make_room_for_takes(self) -> None:
        """Give the takes the height they ask for, unless the person has given them more or none are left."""
        wanted = self._parts.takes.sizeHint().height()
        above, below_it = self.splitter.sizes()
        if below_it < wanted or not self._parts.shelf.takes:
            self.splitter.setSizes([above + below_it - wanted, wanted])

    def make_room_for_drawer(self) -> None:
        """In a narrow window the drawer takes the generator's place, so that the roll keeps its own."""
        parts = self._parts
        has_room = not parts.drawer.is_open or parts.width() >= scaled(_WIDE_PX)
        shows_generator = has_room and "generator" not in self._folded
        parts.panel.setVisible(shows_generator)
        self._seams["generator"].setVisible(shows_generator)
        self._seams["drawer"].setVisible(parts.drawer.is_open)

    def state(self) -> dict[str, Any]:
        """What `restore` takes: folded parts, the open page, the heights of takes and lane."""
        return {
            "folded": sorted(self._folded),
            "page": self._parts.drawer.title,
            "splitter": bytes(self.splitter.saveState().toHex().data()).decode(),
            "lane": self._parts.roll.lanes.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """As it stood at an earlier time. What is missing or of the wrong kind stays as it is."""
        folded, page, splitter = (state.get(name) for name in ("folded", "page", "splitter"))
        if isinstance(folded, list):
            self._folded = {name for name in folded if name in self._foldable}
        if isinstance(page, str):
            self._parts.drawer.open_titled(page)
        if isinstance(splitter, str):
            self.splitter.restoreState(bytes.fromhex(splitter) if _is_hex(splitter) else b"")
        self._parts.roll.lanes.restore(state.get("lane"))
        self._show_folds()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._settled.start()
        return False

    def _show_folds(self) -> None:
        for name, part in self._foldable.items():
            part.setVisible(name not in self._folded)
        for name, action in self._ticks.items():
            action.setChecked(name not in self._folded)
        self._seams["tracks"].setVisible("tracks" not in self._folded)
        self.make_room_for_drawer()

    def _stops(self) -> tuple[tuple[QWidget, Callable[[], object]], ...]:
        """The parts in the order in which one reads them, each with how it gets the keyboard."""
        parts = self._parts
        return (
            (parts.transport, parts.transport.buttons["return_to_start"].setFocus),
            (parts.tracks, parts.tracks.focus_row),
            (parts.roll, parts.roll.setFocus),
            (parts.takes, parts.takes.setFocus),
            (parts.panel, partial(_focus_first, parts.panel)),
            (parts.drawer, parts.drawer.tabs.setFocus),
        )

    def _arrange(self) -> None:
        parts = self._parts
        bars = (ScrollStrip(parts.roll_bar), line(), ScrollStrip(parts.amount_strip))
        paper = below(*bars, parts.roll, tall=parts.roll)
        upper = beside(parts.tracks, self._seams["tracks"], paper, wide=paper)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(parts.takes)
        self.splitter.setStretchFactor(0, 1)
        right = (self._seams["generator"], parts.panel, self._seams["drawer"], parts.drawer)
        middle = beside(self.splitter, *right, wide=self.splitter)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (line(), ScrollStrip(parts.transport), line(), parts.banner):
            column.addWidget(widget)
        column.addWidget(middle, 1)
        column.addWidget(line())
        column.addWidget(ScrollStrip(parts.status))
        parts.setCentralWidget(central)


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def _focus_first(part: QWidget) -> None:
    """Give the keyboard to the first control of a part that takes it by Tab."""
    for child in part.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(letter in "0123456789abcdef" for letter in text)
