"""A bar that scrolls sideways where a narrow window, or large text, leaves it too little room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class ScrollStrip(QScrollArea):
    """As high as the bar that it holds, and as its scroll bar where there is one. Hidden while the bar is.

    Qt brings a control that gets the keyboard into sight.
    """

    def __init__(self, bar: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        # A bar that has no parent yet counts as hidden; only one that was told to hide shall stay so.
        is_shown = not (bar.isHidden() and bar.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        self.setWidget(bar)
        bar.setVisible(is_shown)
        bar.installEventFilter(self)
        self.setVisible(is_shown)

    def sizeHint(self) -> QSize:
        bar = self._bar
        height = max(bar.minimumHeight(), bar.minimumSizeHint().height())
        return QSize(bar.sizeHint().width(), height + self._scroll_bar_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._bar.isHidden())
        elif event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def _scroll_bar_height(self) -> int:
        needs = self._bar.minimumSizeHint().width() > self.width()
        return self.horizontalScrollBar().sizeHint().height() if needs and self.isVisible() else 0
