from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll import Follow, PianoRoll
from genre_studio.ui.theme import DARK, LIGHT
from tests.ui.piano_roll.painting import colour_at, is_near
from tests.ui.piano_roll.roll_hand import small_song

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
BAR = 1920


def test_keys_are_those_of_the_window_and_none_of_the_roll(hand) -> None:
    before = hand.notes
    hand.roll.focused.select_all()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Delete, Qt.Key.Key_Q, Qt.Key.Key_Escape):
        hand.key(key)
        hand.key(key, SHIFT)
    hand.key(Qt.Key.Key_D, CTRL)
    assert hand.notes == before and len(hand.roll.selection) == len(before)


def test_commands_transpose_nudge_and_lengthen_the_selection(hand) -> None:
    hand.click(hand.place(240, 60))
    hand.roll.focused.climb(1)
    hand.roll.focused.transpose(12)
    hand.roll.focused.nudge(1)
    hand.roll.commands.lengthen(-1)
    assert (120, 360, 73, 96) in hand.notes
    assert hand.document.undo_name == "Shorten 1 note"


def test_each_command_is_one_undo_step(hand) -> None:
    hand.click(hand.place(240, 60))
    for _ in range(3):
        hand.roll.focused.climb(1)
    for pitch in (62, 61, 60):
        hand.document.undo()
        assert hand.notes[0][2] == pitch


def test_keys_held_down_are_one_undo_step(qtbot: QtBot) -> None:
    roll = PianoRoll(Document(small_song(), clock=lambda: 0.0), DARK)
    qtbot.addWidget(roll)
    before = roll._document.song
    roll.focused.select_all()
    for _ in range(3):
        roll.focused.transpose(1)
    roll.focused.nudge(1)
    roll.focused.nudge(1)
    assert roll._document.done_names == ("Transpose 3 notes", "Nudge 3 notes")
    roll._document.undo()
    roll._document.undo()
    assert roll._document.song.tracks[0].notes.tolist() == before.tracks[0].notes.tolist()


def test_select_all_then_delete_then_undo(hand) -> None:
    hand.roll.focused.select_all()
    hand.roll.focused.delete()
    assert hand.notes == []
    assert hand.document.undo_name == "Delete 3 notes"
    assert hand.roll.selection == frozenset()
    hand.document.undo()
    assert len(hand.notes) == 3


def test_duplicate_appends_behind_the_selection_and_selects_the_copies(hand) -> None:
    hand.roll.focused.select_all()
    hand.roll.commands.duplicate()
    assert [note[0] for note in hand.notes] == [0, 480, 960, 1440, 1920, 2400]
    assert hand.roll.selection == {3, 4, 5}


def test_quantize_draws_starts_to_the_grid(hand) -> None:
    track = hand.document.song.tracks[0]
    played = replace(track, notes=make_notes([10, 475], [480, 480], [60, 64]))
    hand.document.replace(hand.document.song.with_track(0, played))
    hand.roll.commands.quantize()
    assert [note[0] for note in hand.notes] == [0, 480]
    assert hand.document.undo_name == "Quantize 2 notes"


def test_lock_marks_the_selection_and_unlocks_it_again(hand) -> None:
    hand.roll.focused.select_all()
    hand.roll.commands.toggle_locked()
    assert hand.document.song.tracks[0].notes["locked"].all()
    hand.roll.commands.toggle_locked()
    assert not hand.document.song.tracks[0].notes["locked"].any()


def test_another_track_is_edited_after_set_track(hand) -> None:
    hand.click(hand.place(240, 60))
    hand.roll.set_track(1)
    assert hand.roll.selection == frozenset()
    assert hand.notes == [(0, 1920, 72, 96)]
    hand.roll.focused.select_all()
    hand.roll.focused.delete()
    assert len(hand.document.song.tracks[1].notes) == 0
    assert len(hand.document.song.tracks[0].notes) == 3


def test_a_selection_loses_notes_that_undo_takes_away(hand, qtbot: QtBot) -> None:
    hand.roll.focused.select_all()
    hand.roll.commands.duplicate()
    with qtbot.waitSignal(hand.roll.selection_changed) as told:
        hand.document.undo()
    assert told.args == [0]


def test_a_removed_track_leaves_the_roll_on_one_that_exists(hand) -> None:
    hand.roll.set_track(2)
    song = hand.document.song
    hand.document.apply("Remove Drums", replace(song, tracks=song.tracks[:1]))
    assert hand.roll.track == 0


def test_the_region_can_be_set_and_tells(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.region_changed) as told:
        hand.roll.set_region((0, BAR))
    assert told.args == [(0, BAR)]
    with qtbot.assertNotEmitted(hand.roll.region_changed):
        hand.roll.set_region((0, BAR))


def test_the_page_follows_the_playhead_while_playing(hand) -> None:
    hand.roll.set_playhead(40 * 480)
    assert hand.x(0) == 0
    hand.roll.following.choose(Follow.OFF)
    hand.roll.set_playhead(BAR * 4, playing=True)
    assert hand.x(0) == 0
    hand.roll.following.choose(Follow.PAGE)
    hand.roll.set_playhead(BAR * 4, playing=True)
    assert 0 <= hand.x(BAR * 4) < 100


class PaintedAreas(QObject):
    """Notes which rectangles a widget was asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_a_moving_playhead_repaints_two_strips_only(hand) -> None:
    hand.roll.set_playhead(480, playing=True)
    QApplication.processEvents()
    painted = PaintedAreas()
    hand.area.installEventFilter(painted)
    hand.roll.set_playhead(500, playing=True)
    QApplication.processEvents()
    assert painted.areas and all(area.width() < 40 for area in painted.areas)


def test_zoom_to_content_shows_all_of_it(hand) -> None:
    hand.roll.looking.zoom_to_content()
    assert hand.x(0) == 0
    assert hand.area.width() - 5 <= hand.x(4 * BAR) <= hand.area.width() + 5
    hand.roll.focused.select_all()
    hand.roll.looking.zoom_to_selection()
    assert hand.x(BAR) == pytest.approx(hand.area.width(), abs=5)


def test_notes_are_painted_in_their_colours(hand) -> None:
    hand.roll.display.set_scale(None)
    assert is_near(colour_at(hand, 700, 64, down=-4), DARK.note_colour(0, 96))
    ghost, paper = colour_at(hand, 1000, 72), colour_at(hand, 3050, 72)
    assert ghost != paper and not is_near(ghost, DARK.note_colour(1, 96))
    hand.roll.display.set_look(replace(hand.roll.display.look, shows_ghosts=False))
    assert colour_at(hand, 1000, 72) == paper


def test_locked_notes_are_amber_and_selected_ones_bright(hand) -> None:
    plain = colour_at(hand, 700, 64, down=-4)
    hand.click(hand.place(720, 64))
    assert colour_at(hand, 700, 64, down=-4) != plain
    hand.roll.commands.toggle_locked()
    hand.roll.focused.select_none()
    amber = colour_at(hand, 700, 64, down=-4)
    assert amber.hue() == pytest.approx(DARK.locked.hue(), abs=6)


def test_louder_is_lighter_in_the_dark(hand) -> None:
    notes = make_notes([0, 480], [480, 480], [60, 60], [20, 120])
    hand.document.replace(hand.document.song.with_track(0, hand.document.song.tracks[0].with_notes(notes)))
    assert colour_at(hand, 700, 60, down=-4).lightness() > colour_at(hand, 220, 60, down=-4).lightness()


def test_a_proposal_is_translucent_until_it_is_taken_away(hand) -> None:
    paper = colour_at(hand, 2200, 60)
    hand.roll.display.set_proposal({0: make_notes([1920], [960], [60])})
    proposed = colour_at(hand, 2200, 60)
    assert proposed != paper
    assert not is_near(proposed, DARK.note_colour(0, 96))
    hand.roll.display.set_proposal(None)
    assert colour_at(hand, 2200, 60) == paper


def test_the_region_and_the_scale_tint_the_paper(hand) -> None:
    paper = colour_at(hand, 2200, 60)
    hand.roll.set_region((1920, 3840))
    assert colour_at(hand, 2200, 60) != paper
    hand.roll.set_region(None)
    hand.roll.display.set_scale(Scale(0, "major"))
    assert colour_at(hand, 2200, 60) != paper


def test_a_theme_is_changed_at_once(hand) -> None:
    hand.roll.display.set_theme(LIGHT)
    assert is_near(colour_at(hand, 2200, 60), LIGHT.surface)


def test_notes_show_at_every_zoom(hand) -> None:
    for _ in range(14):
        hand.roll.looking.zoom_out()
    assert is_near(colour_at(hand, 200, 60), DARK.note_colour(0, 96), 40)


def test_thousands_of_notes_are_drawn_as_one_picture(make_hand) -> None:
    song = small_song()
    count = 6000
    notes = make_notes([i * 10 for i in range(count)], [10] * count, [60 + i % 2 for i in range(count)])
    hand = make_hand(song.with_track(0, song.tracks[0].with_notes(notes)))
    hand.roll.looking.zoom_to_content()
    assert is_near(colour_at(hand, 30_000, 60), DARK.track_colour(0))
    assert not is_near(colour_at(hand, 30_000, 63), DARK.track_colour(0))
    hand.roll.focused.select_all()
    assert not is_near(colour_at(hand, 30_000, 60), DARK.track_colour(0))


def test_widgets_have_names_for_screen_readers(hand) -> None:
    names = {widget.accessibleName() for widget in hand.roll.findChildren(type(hand.area).__mro__[1])}
    assert {"Notes", "Ruler", "Keyboard", "Velocity"} <= names
    assert hand.roll.accessibleName() == "Piano roll"


def test_a_drum_track_names_its_rows(hand, qtbot: QtBot) -> None:
    hand.roll.set_track(2)
    hand.roll.looking.zoom_to_content()
    with qtbot.waitSignal(hand.roll.hover_described) as told:
        hand.drag_to(hand.place(30, 36), button=Qt.MouseButton.NoButton)
    assert told.args[0].startswith("Kick  bar 1 beat 1")


def test_a_closed_roll_stops_listening(qtbot: QtBot) -> None:
    document = Document(small_song())
    roll = PianoRoll(document, DARK)
    roll.deleteLater()
    QApplication.sendPostedEvents(roll, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    document.apply("Nothing left", replace(document.song, title="Another"))


def test_a_picture_of_what_is_drawn_is_sharp_on_a_hidpi_screen(hand) -> None:
    image = QImage(hand.area.size() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    hand.area.render(image)
    at = hand.place(700, 64) * 2
    assert is_near(QColor(image.pixel(at + QPoint(0, -8))), DARK.note_colour(0, 96))
