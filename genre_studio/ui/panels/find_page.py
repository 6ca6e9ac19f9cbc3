"""Finding notes by rules, as a page of the side drawer: what is found is selected while one types."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from genre_studio.music.edits import Kind, NoteRule, NoteSearch, Place
from genre_studio.ui.panels.choosing import chooser, value_of
from genre_studio.ui.panels.pitch_range import PitchField
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text, set_role
from genre_studio.ui.theme import UNIT

_LENGTHS = (("1/64", 64), ("1/32", 32), ("1/16", 16), ("1/8", 8), ("1/4", 4), ("1/2", 2), ("1/1", 1))
_MOST_EVERY = 32


class FindPage(QWidget):
    """Holds what is asked for; it selects nothing itself.

    Signals: asked(): a rule did change, or the button was pressed; read `search`.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kinds, places = [(k.value, k) for k in Kind], [(p.value, p) for p in Place]
        self.kind = chooser("Which notes", "What else a note must be", kinds, letters=20)
        self.lowest, self.highest = PitchField(0), PitchField(127)
        self.softest, self.loudest = _spin(1, 127, 1), _spin(1, 127, 127)
        lengths: list[tuple[str, object]] = [("Any", None), *_LENGTHS]
        self.shortest = chooser("Shortest", "At least as long as this", lengths)
        self.longest = chooser("Longest", "At most as long as this", lengths)
        self.place = chooser("Where they start", "Beats of a quarter", places, letters=20)
        areas: list[tuple[str, object]] = [(word, word) for word in ("Whole track", "Region", "Loop")]
        self.area = chooser("Within", "Which part of the track", areas, letters=20)
        self.every, self.first = _spin(1, _MOST_EVERY, 1), _spin(1, _MOST_EVERY, 1)
        self.button, self.reset_button = QPushButton("Select"), QPushButton("Reset")
        self.count = QLabel()
        set_role(self.count, "caption")
        self._name_fields()
        self._arrange()
        self._connect()
        self.setFocusProxy(self.kind)

    def search(self, ppq: int, ticks: tuple[int, int] | None) -> NoteSearch:
        """What is asked for, in a song of `ppq` ticks a quarter; `ticks` is the chosen part of the track."""
        shortest, longest = value_of(self.shortest), value_of(self.longest)
        rule = NoteRule(
            self.lowest.value(),
            self.highest.value(),
            self.softest.value(),
            self.loudest.value(),
            ppq * 4 // shortest if isinstance(shortest, int) else 1,
            ppq * 4 // longest if isinstance(longest, int) else None,
        )
        kind, place = value_of(self.kind), value_of(self.place)
        assert isinstance(kind, Kind) and isinstance(place, Place)
        return NoteSearch(rule, kind, place, ticks, self.every.value(), self.first.value() - 1)

    def show_count(self, found: int, of: int) -> None:
        self.count.setText(f"{found:,} of {of:,} notes selected")

    @Slot()
    def reset(self) -> None:
        """Ask for all notes again; what is selected stays until the next rule."""
        for box in self._choosers:
            box.setCurrentIndex(0)
        for field, value in self._defaults.items():
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.count.clear()

    def _name_fields(self) -> None:
        self._choosers = (self.kind, self.shortest, self.longest, self.place, self.area)
        fields = (self.lowest, self.highest, self.softest, self.loudest, self.every, self.first)
        names = ("Lowest note", "Highest note", "Softest", "Loudest", "Every", "From")
        self._defaults = {field: field.value() for field in fields}
        for field, name in zip(fields, names, strict=True):
            field.setAccessibleName(name)
        self.every.setToolTip("2 takes every second one of what is found; chords count as one")
        self.first.setToolTip("Which one to begin with")

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for title, fields in (
            ("Notes", (self.kind,)),
            ("Pitch", (self.lowest, QLabel("to"), self.highest)),
            ("Velocity", (self.softest, QLabel("to"), self.loudest)),
            ("Length", (self.shortest, QLabel("to"), self.longest)),
            ("Start", (self.place,)),
            ("Within", (self.area,)),
            ("Every", (self.every, QLabel("from"), self.first)),
        ):
            form.addRow(title, _row(*fields))
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.reset_button)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, 12, 2 * UNIT, 2 * UNIT)
        column.setSpacing(2 * UNIT)
        column.addLayout(form)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        for box in self._choosers:
            box.activated.connect(self._ask)
        for field in self._defaults:
            field.valueChanged.connect(self._ask)
        self.button.clicked.connect(self.asked)
        self.reset_button.clicked.connect(self.reset)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit()


def _spin(least: int, most: int, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setValue(value)
    fix_size(field, width=72)
    inset_text(field)
    return field


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(UNIT)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder
