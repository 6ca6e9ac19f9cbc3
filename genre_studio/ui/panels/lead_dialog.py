"""How much earlier each output is sent to: a number for each, heard as it is turned."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from genre_studio.ui.style import inset_text, set_role

MOST_LEAD_MS = 300.0
_STEP_MS = 0.5
_WIDTH_PX = 440
_MOST_ROWS_PX = 320
_WORDS = (
    "An instrument that sounds late is sent to earlier, until it sounds with the others. "
    "Less than nothing sends later. It holds for all songs on this computer."
)


class LeadDialog(QDialog):
    """Signals: lead_set(str, float): an output's id, and by how many milliseconds earlier."""

    lead_set = Signal(str, float)

    def __init__(
        self, outputs: Sequence[tuple[str, str]], leads_ms: Mapping[str, float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Send earlier or later")
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        self.fields: dict[str, QDoubleSpinBox] = {}
        rows = QWidget()
        form = QFormLayout(rows)
        form.setContentsMargins(0, 0, 8, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        caption = QLabel("Send earlier by")
        set_role(caption, "caption")
        form.addRow("", caption)
        for id, title in outputs:
            self.fields[id] = field = self._field(id, title, leads_ms.get(id, 0.0))
            form.addRow(title, field)
        scroll = QScrollArea()
        scroll.setWidget(rows)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setMinimumHeight(min(rows.sizeHint().height(), _MOST_ROWS_PX))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        for part in (words, scroll, close):
            column.addWidget(part)
        self.setMinimumWidth(_WIDTH_PX)

    def _field(self, id: str, title: str, lead_ms: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setRange(-MOST_LEAD_MS, MOST_LEAD_MS)
        field.setDecimals(1)
        field.setSingleStep(_STEP_MS)
        field.setSuffix(" ms")
        field.setValue(lead_ms)
        field.setObjectName(id)
        field.setAccessibleName(f"Send to {title} earlier by, in milliseconds")
        field.setKeyboardTracking(False)
        field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        inset_text(field)
        field.valueChanged.connect(self._say)
        return field

    @Slot(float)
    def _say(self, lead_ms: float) -> None:
        self.lead_set.emit(self.sender().objectName(), lead_ms)
