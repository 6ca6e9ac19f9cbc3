from collections.abc import Callable
from itertools import count

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll import PianoRoll, Tool
from genre_studio.ui.theme import DARK
from tests.ui.piano_roll.roll_hand import RollHand, small_song


@pytest.fixture
def make_hand(qtbot: QtBot) -> Callable[[Song], RollHand]:
    def make(song: Song) -> RollHand:
        # Ten seconds between two gestures: none joins the one before.
        roll = PianoRoll(Document(song, clock=count(0.0, 10.0).__next__), DARK)
        qtbot.addWidget(roll)
        roll.resize(1000, 700)
        roll.show()
        QApplication.processEvents()
        return RollHand(roll)

    return make


@pytest.fixture
def hand(make_hand: Callable[[Song], RollHand]) -> RollHand:
    made = make_hand(small_song())
    made.roll.set_tool(Tool.SELECT)
    return made
