from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song
from genre_studio.ui.piano_roll.mini_roll import MiniRoll
from genre_studio.ui.piano_roll.picture import roll_image, save_roll_picture
from genre_studio.ui.theme import DARK, LIGHT
from tests.ui.piano_roll.painting import is_near
from tests.ui.piano_roll.roll_hand import small_song


def colours_of(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_picture_shows_every_track_in_its_colour(qapp, theme) -> None:
    image = roll_image(small_song(), width=800, height=400, theme=theme)
    assert (image.width(), image.height()) == (800, 400)
    seen = [QColor(name) for name in colours_of(image)]
    for colour in (0, 1, 2):
        assert any(is_near(each, theme.note_colour(colour, 96)) for each in seen)


def test_a_picture_hatches_the_region(qapp) -> None:
    without = roll_image(small_song(), width=400, height=300)
    assert roll_image(small_song(), width=400, height=300, region=(0, 960)) != without


def test_a_picture_of_an_empty_song_is_ruled_paper(qapp) -> None:
    assert not roll_image(Song(), width=400, height=300).isNull()


def test_a_picture_is_saved_and_a_missing_folder_told(qapp, tmp_path: Path) -> None:
    save_roll_picture(small_song(), tmp_path / "roll.png", width=300, height=200)
    assert QImage(str(tmp_path / "roll.png")).width() == 300
    with pytest.raises(OSError, match="could not be written"):
        save_roll_picture(small_song(), tmp_path / "nowhere" / "roll.png")


def test_a_mini_roll_shows_its_notes_on_a_fixed_axis(qtbot: QtBot) -> None:
    mini = MiniRoll(DARK)
    qtbot.addWidget(mini)
    mini.resize(200, 40)
    mini.set_take(small_song(), {0: make_notes([1920], [960], [60])}, (1920, 3840))
    image = mini.grab().toImage()
    assert is_near(QColor(image.pixel(50, 20)), DARK.note_colour(0, 110))
    assert is_near(QColor(image.pixel(150, 20)), DARK.surface)


def test_a_mini_roll_moves_its_playhead(qtbot: QtBot) -> None:
    mini = MiniRoll(LIGHT)
    qtbot.addWidget(mini)
    mini.resize(200, 40)
    mini.set_take(small_song(), {}, (0, 1920))
    mini.set_playhead(960)
    assert QColor(mini.grab().toImage().pixel(100, 20)) == LIGHT.text
    mini.set_playhead(None)
    assert QColor(mini.grab().toImage().pixel(100, 20)) != LIGHT.text
