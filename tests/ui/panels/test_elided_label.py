from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from genre_studio.ui.panels.elided_label import ElidedLabel

SENTENCE = "A sentence that is a good deal longer than the label is wide."


def _picture(qtbot: QtBot, text: str, width: int) -> QImage:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(text)
    label.resize(width, 24)
    return label.grab().toImage()


def test_what_does_not_fit_ends_with_an_ellipsis(qtbot: QtBot) -> None:
    label = ElidedLabel()
    metrics = label.fontMetrics()
    width = metrics.horizontalAdvance("A sentence that…") + 2
    assert _picture(qtbot, SENTENCE, width) == _picture(qtbot, "A sentence that…", width)
    assert _picture(qtbot, SENTENCE, 800) != _picture(qtbot, "A sentence that…", 800)
