"""One question of a blind listening test: heard and answered by keys alone."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from genre_studio.evaluation.listening import choices_of, question_of
from genre_studio.evaluation.listening.run import ListeningRun
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT

_LETTERS = "AB"
_TALL_PX = 40  # as a primary button, for what is one for a while or stands beside one
_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class ListeningTrial(QWidget):
    """Shows a run; it plays and answers nothing itself. Keys come to it; a button
    that was reached by Tab takes Space and Return for itself.

    Signals:
        play_asked(int): hear clip 0 or 1.
        toggle_asked(): play or stop.
        chosen(int): the answer of this number, from 0.
        on_asked(), back_asked().
    """

    play_asked = Signal(int)
    toggle_asked = Signal()
    chosen = Signal(int)
    on_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Listening test")
        self.count, self.question, self.state = QLabel(), QLabel(), QLabel()
        set_role(self.count, "caption")
        set_role(self.question, "position")
        set_role(self.state, "caption")
        self.question.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Questions answered")
        self.clips: list[QPushButton] = []
        self.choices: list[QPushButton] = []
        self.back, self.on = _tall_button("Back  ⌫"), _tall_button("Next  ⏎")
        set_role(self.on, "primary")
        self.back.clicked.connect(self.back_asked)
        self.on.clicked.connect(self.on_asked)
        self._arrange()

    def begin(self, run: ListeningRun) -> None:
        """Make the buttons that this test needs."""
        for button in (*self.clips, *self.choices):
            button.hide()  # at once: it is deleted when the event loop comes to it
            button.deleteLater()
        pair = len(run.clips) > 1
        names = [f"Play  {_LETTERS[i]}" if pair else "Play  ␣" for i in range(len(run.clips))]
        self.clips = [_tall_button(name) for name in names]
        for number, button in enumerate(self.clips):
            button.clicked.connect(partial(self._press, self.play_asked, number))
            self._clip_row.addWidget(button, 1)
        self.choices = [_button(f"{i + 1}   {text}") for i, text in enumerate(choices_of(run.test))]
        for number, button in enumerate(self.choices):
            button.setCheckable(True)
            button.clicked.connect(partial(self._press, self.chosen, number))
            self._choice_column.addWidget(button)

    def show_run(self, run: ListeningRun, playing: int | None) -> None:
        """Show where the run is; `playing` is the clip that sounds."""
        total = len(run.test.trials)
        self.count.setText(f"Question {run.at + 1} of {total}")
        self.bar.setRange(0, total)
        self.bar.setValue(len(run.given))
        self.question.setText(question_of(run.test))
        for number, button in enumerate(self.clips):
            set_role(button, "primary" if number == playing else "")
        for number, button in enumerate(self.choices):
            button.setEnabled(run.may_answer)
            button.setChecked(run.answer is not None and run.answer.choice == number)
        self.on.setEnabled(run.answer is not None)
        self.back.setEnabled(run.at > 0)
        self.state.setText(_state(run, playing))

    def event(self, event: QEvent) -> bool:
        """These keys are the test's own while it has the focus, whatever they mean in the window."""
        is_ours = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _MODIFIERS
            and self._meant(event) is not None
        )
        if is_ours:
            event.accept()
        return is_ours or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = None if event.modifiers() & _MODIFIERS else self._meant(event)
        if signal is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            name, number = signal
            getattr(self, name).emit(*([] if number is None else [number]))

    def _meant(self, event: QKeyEvent) -> tuple[str, int | None] | None:
        """The signal that a key stands for, and its number."""
        key, text = event.key(), event.text().upper()
        if key == Qt.Key.Key_Space:
            return "toggle_asked", None
        if key in _ON:
            return "on_asked", None
        if key == Qt.Key.Key_Backspace:
            return "back_asked", None
        if len(self.clips) > 1 and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return "play_asked", int(key == Qt.Key.Key_Right)
        if len(self.clips) > 1 and text and text in _LETTERS:
            return "play_asked", _LETTERS.index(text)
        return ("chosen", int(text) - 1) if text.isdecimal() and text != "0" else None

    def _press(self, signal: SignalInstance, number: int, _checked: bool = False) -> None:
        signal.emit(number)

    def _arrange(self) -> None:
        self._clip_row, self._choice_column = QHBoxLayout(), QVBoxLayout()
        foot = QHBoxLayout()
        for row in (self._clip_row, self._choice_column, foot):
            row.setSpacing(UNIT)
        foot.addWidget(self.back, 1)
        foot.addWidget(self.on, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        column.addWidget(self.count)
        column.addWidget(self.bar)
        column.addSpacing(UNIT)
        column.addWidget(self.question)
        column.addLayout(self._clip_row)
        column.addWidget(self.state)
        column.addSpacing(UNIT)
        column.addLayout(self._choice_column)
        column.addSpacing(UNIT)
        column.addLayout(foot)
        column.addStretch(1)


def _state(run: ListeningRun, playing: int | None) -> str:
    pair = len(run.clips) > 1
    if playing is not None:
        return f"Playing {_LETTERS[playing]}" if pair else "Playing"
    if not run.may_answer:
        return "Listen first: Space plays" + (", A and B choose." if pair else ".")
    return "Stopped. A number answers, Enter goes on."


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the test
    return button


def _tall_button(text: str) -> QPushButton:
    button = _button(text)
    fix_size(button, height=_TALL_PX)
    return button
