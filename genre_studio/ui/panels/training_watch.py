"""A training run as it goes: curves, figures, what it wrote at checkpoints, and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from genre_studio.training.runs import Run, RunState, RunStatus
from genre_studio.ui.panels.training_curves import TrainingCurves
from genre_studio.ui.piano_roll.mini_roll import MiniRoll
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.spoken import genre_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT, Theme
from genre_studio.ui.training_jobs import HeardSample, RunNews

_MOST_SAMPLES = 24
_PLAY_WIDTH_PX = 64  # of Play and of Stop, so that the picture beside it stays as wide
_FIGURES = ("Step", "Loss", "Held out", "Time left", "Learned from", "Device", "Memory")
_NO_RUN = "Nothing has been trained yet. Drop music on the left and press Train."
_WORDS = {
    RunStatus.STARTING: "starting",
    RunStatus.READING: "reading the music",
    RunStatus.RUNNING: "learning",
    RunStatus.PAUSED: "paused",
    RunStatus.INTERRUPTED: "interrupted",
    RunStatus.FAILED: "stopped by trouble",
    RunStatus.STOPPED: "stopped and kept",
    RunStatus.FINISHED: "finished",
}


class TrainingWatch(QWidget):
    """Shows one of the runs; it starts and ends none itself.

    Signals: run_chosen(str): the run of this id is to be shown. asked(str): "pause", "resume", "stop" or
    "remove" for the one shown. play_asked(object), drag_asked(object): a HeardSample.
    """

    run_chosen = Signal(str)
    asked = Signal(str)
    play_asked = Signal(object)
    drag_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.runs = QComboBox()
        self.runs.setAccessibleName("Training run")
        self.runs.setPlaceholderText("No training runs")
        self.sentence = QLabel(_NO_RUN)
        self.sentence.setWordWrap(True)
        self.curves = TrainingCurves(theme)
        self.figures = {name: QLabel("–") for name in _FIGURES}
        titles = {"pause": "Pause", "resume": "Resume", "stop": "Stop and keep", "remove": "Delete run"}
        self.buttons = {word: QPushButton(title) for word, title in titles.items()}
        self.samples: list[SampleRow] = []
        self._rows = QVBoxLayout()
        self._no_samples = QLabel("What it writes at checkpoints appears here, to be heard and dragged.")
        self._arrange()
        self.runs.currentIndexChanged.connect(self._choose)
        for word, button in self.buttons.items():
            button.setProperty("word", word)
            button.clicked.connect(self._ask)
        self.show_state(None)

    @property
    def run_id(self) -> str:
        """Of the run that is shown; empty for none."""
        return str(self.runs.currentData() or "")

    def show_runs(self, runs: Sequence[Run], chosen: str = "") -> None:
        """List them; another one is shown where `chosen` names it or the one shown has gone."""
        before = self.run_id
        wanted = chosen or before
        entries = [(run.id, f"{run.title}: {_WORDS[run.state.status]}") for run in runs]
        shown = [(self.runs.itemData(i), self.runs.itemText(i)) for i in range(self.runs.count())]
        if entries != shown:
            self.runs.blockSignals(True)
            self.runs.clear()
            for id, title in entries:
                self.runs.addItem(title, id)
            self.runs.blockSignals(False)
        self.runs.blockSignals(True)
        self.runs.setCurrentIndex(max(self.runs.findData(wanted), 0 if entries else -1))
        self.runs.blockSignals(False)
        self.runs.setEnabled(bool(entries))
        if self.run_id != before:
            self._choose()

    def show_news(self, news: RunNews) -> None:
        """What a run reported."""
        if news.run.id != self.run_id:
            return
        if news.is_first:
            self.curves.clear()
            self._clear_samples()
        if news.reports or news.is_first:
            self.curves.add(news.reports)
        for sample in news.samples[-_MOST_SAMPLES:]:
            self._add_sample(sample)
        self.show_state(news.run.state)

    def show_state(self, state: RunState | None) -> None:
        """Figures and buttons for how it fares; None for no run."""
        for name, text in (figures_of(state) if state else dict.fromkeys(_FIGURES, "–")).items():
            self.figures[name].setText(text)
        self.sentence.setText(state.sentence if state else _NO_RUN)
        set_role(self.sentence, "error" if state and state.status is RunStatus.FAILED else "caption")
        alive = state is not None and state.status.is_alive
        resumable = state is not None and state.status.can_resume
        self.buttons["pause"].setVisible(alive)
        self.buttons["resume"].setVisible(resumable)
        self.buttons["stop"].setVisible(alive or (resumable and state is not None and not state.model))
        self.buttons["remove"].setVisible(state is not None and not alive)

    def show_playing(self, sample: HeardSample | None) -> None:
        """Which sample sounds."""
        for row in self.samples:
            row.show_playing(playing=row.sample is sample)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.curves.set_theme(theme)
        for row in self.samples:
            row.roll.set_theme(theme)

    def _add_sample(self, sample: HeardSample) -> None:
        row = SampleRow(sample, self._theme)
        row.play_asked.connect(self.play_asked)
        row.drag_asked.connect(self.drag_asked)
        self.samples.insert(0, row)
        self._rows.insertWidget(0, row)
        self._no_samples.hide()
        while len(self.samples) > _MOST_SAMPLES:
            self._drop(self.samples.pop())

    def _clear_samples(self) -> None:
        for row in self.samples:
            self._drop(row)
        self.samples = []
        self._no_samples.show()

    def _drop(self, row: "SampleRow") -> None:
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    @Slot()
    def _choose(self) -> None:
        self.curves.clear()
        self._clear_samples()
        self.run_chosen.emit(self.run_id)

    @Slot()
    def _ask(self) -> None:
        button = self.sender()
        if button is not None:
            self.asked.emit(str(button.property("word")))

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(2)
        for column, (name, value) in enumerate(self.figures.items()):
            title = QLabel(name)
            set_role(title, "caption")
            value.setAccessibleName(name)
            grid.addWidget(title, 0, column)
            grid.addWidget(value, 1, column)
        grid.setColumnStretch(len(self.figures), 1)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.runs, 1)
        for button in self.buttons.values():
            top.addWidget(button)
        set_role(self._no_samples, "caption")
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(UNIT)
        self._rows.setSpacing(UNIT)
        outer.addLayout(self._rows)
        outer.addWidget(self._no_samples)
        outer.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(16 * UNIT)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column_.setSpacing(12)
        column_.addLayout(top)
        column_.addWidget(self.sentence)
        column_.addLayout(grid)
        column_.addWidget(self.curves, 3)
        column_.addWidget(scroll, 2)


class SampleRow(QWidget):
    """One take at a checkpoint. Signals: play_asked(object), drag_asked(object): its HeardSample."""

    play_asked = Signal(object)
    drag_asked = Signal(object)

    def __init__(self, sample: HeardSample, theme: Theme) -> None:
        super().__init__()
        self.sample = sample
        self._pressed: QPoint | None = None
        self.title = QLabel(f"Step {sample.logged.step:,}\n{genre_title(sample.logged.title)}")
        set_role(self.title, "caption")
        self.title.setMinimumWidth(12 * UNIT)
        self.roll = MiniRoll(theme)
        self.roll.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.roll.setFixedHeight(6 * UNIT)
        song = sample.song
        notes = {index: track.notes for index, track in enumerate(song.tracks)}
        self.roll.set_take(song, notes, (0, max(1, song.note_end_tick)))
        self.play = QPushButton("Play")
        self.play.setAccessibleName(f"Play what it wrote at step {sample.logged.step}")
        fix_size(self.play, width=_PLAY_WIDTH_PX)
        self.play.clicked.connect(self._play)
        self.setToolTip("Drag it to a folder, a DAW or the tracks")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(self.title)
        row.addWidget(self.roll, 1)
        row.addWidget(self.play)

    def show_playing(self, *, playing: bool) -> None:
        self.play.setText("Stop" if playing else "Play")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed = None
            self.drag_asked.emit(self.sample)

    @Slot()
    def _play(self) -> None:
        self.play_asked.emit(self.sample)


def figures_of(state: RunState) -> dict[str, str]:
    """A run's figures in words, by their titles."""
    held_out = (state.held_out or {}).get("loss")
    best = state.best_held_out
    marked = f"{best:.3f} at {state.best_step:,}" if best is not None else "–"
    return {
        "Step": f"{state.step:,} of {state.steps:,}",
        "Loss": f"{state.loss:.3f}" if state.loss is not None else "–",
        "Held out": f"{held_out:.3f}, best {marked}" if held_out is not None else "–",
        "Time left": time_text(state.seconds_left) if state.status.is_alive else "–",
        "Learned from": f"{state.notes_per_second:,.0f} notes/s" if state.notes_per_second else "–",
        "Device": (state.device or "–")
        .replace("cpu", "CPU")
        .replace("cuda", "CUDA")
        .replace("mps", "Apple GPU"),
        "Memory": f"{state.memory_bytes / 2**20:,.0f} MB" if state.memory_bytes else "–",
    }


def time_text(seconds: float | None) -> str:
    """A span as a person says it: "40 s", "12 min", "3 h 05 min"."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
