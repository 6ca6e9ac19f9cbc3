"""The window of training: what to learn from and how it goes, and the models that came of it."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.layout import line
from genre_studio.ui.panels.model_list import ModelList
from genre_studio.ui.panels.training_music import TrainingMusic
from genre_studio.ui.panels.training_watch import TrainingWatch
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.theme import Theme

_SIZE = (1080, 760)
_MUSIC_WIDTH_PX = 376


class TrainingWindow(QDialog):
    """Beside the studio's window, never in front of what is done there: closing it ends nothing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Train - Genre Studio")
        self.setModal(False)
        self.resize(*_SIZE)
        self.banner = Banner()
        self.music, self.watch, self.models = TrainingMusic(), TrainingWatch(theme), ModelList()
        fix_size(self.music, width=_MUSIC_WIDTH_PX)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Pages")
        self.tabs.addTab("Train")
        self.tabs.addTab("Models")
        train = QWidget()
        row = QHBoxLayout(train)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.music)
        row.addWidget(line(vertical=True))
        row.addWidget(self.watch, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(train)
        self._pages.addWidget(self.models)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(top)
        column.addWidget(line())
        column.addWidget(self._pages, 1)

    def set_theme(self, theme: Theme) -> None:
        self.watch.set_theme(theme)
