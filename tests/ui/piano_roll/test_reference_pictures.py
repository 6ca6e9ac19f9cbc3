"""How each layer looks, in both themes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.controller_lane import BEND_LANE
from genre_studio.music.controller_names import MODULATION_LANE, PROGRAM_LANE, SUSTAIN_LANE
from genre_studio.music.notes import frozen, make_notes
from genre_studio.music.pedal import pedal_spans
from genre_studio.music.song import Marker, Song, Track
from genre_studio.music.timing import Meter, Tempo
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.lanes.selection_handle import paint_handle
from genre_studio.ui.piano_roll.layers.curve_layer import paint_curve
from genre_studio.ui.piano_roll.layers.ghosts_layer import paint_ghosts
from genre_studio.ui.piano_roll.layers.grid_layer import paint_grid
from genre_studio.ui.piano_roll.layers.keys_layer import KeyLights, paint_keys
from genre_studio.ui.piano_roll.layers.marquee_layer import paint_marquee
from genre_studio.ui.piano_roll.layers.notes_layer import paint_notes
from genre_studio.ui.piano_roll.layers.pedal_layer import paint_pedal
from genre_studio.ui.piano_roll.layers.playhead_layer import paint_playhead
from genre_studio.ui.piano_roll.layers.program_layer import paint_programs
from genre_studio.ui.piano_roll.layers.proposal_layer import paint_proposal
from genre_studio.ui.piano_roll.layers.region_layer import paint_region
from genre_studio.ui.piano_roll.layers.ruler_layer import RULER_HEIGHT, paint_ruler
from genre_studio.ui.piano_roll.layers.stems_layer import VelocityScale, paint_stems
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import DARK, LIGHT, Theme
from tests.ui.piano_roll.reference import PICTURES, difference, differs

WIDTH, HEIGHT, LANE = 320, 160, 88
CONTROL, BEND = ChannelEventKind.CONTROL, ChannelEventKind.BEND
Painting = Callable[[QPainter, RollView, QRect], None]


def song() -> Song:
    """Three tracks that show all there is to draw: soft, loud, locked and short notes, lanes, marks."""
    lead = make_notes(
        [0, 240, 480, 960, 1440, 1900], [230, 240, 470, 120, 450, 400], [67, 69, 71, 72, 64, 66]
    )
    lead = lead.copy()
    lead["velocity"] = [20, 50, 80, 110, 127, 96]
    lead["locked"][4] = True
    wave = [(t, CONTROL, 1, round(64 + 50 * np.sin(t / 250))) for t in range(0, 2500, 60)]
    bend = [(t, BEND, 0, round(7000 * np.sin(t / 300))) for t in range(0, 2500, 40)]
    pedal = [(100, CONTROL, 64, 127), (900, CONTROL, 64, 0), (1000, CONTROL, 64, 80), (1900, CONTROL, 64, 0)]
    programs = [(0, ChannelEventKind.PROGRAM, 0, 40), (1440, ChannelEventKind.PROGRAM, 0, 56)]
    events = make_channel_events([*wave, *bend, *pedal, *programs])
    tracks = (
        Track("Lead", 0, frozen(lead), events, colour=0),
        Track("Keys", 1, make_notes([0, 960], [900, 900], [62, 65]), colour=1),
        Track("Bass", 2, make_notes([480, 1440], [400, 400], [60, 63]), colour=3),
    )
    return Song(
        480,
        tracks,
        markers=(Marker(0, "Intro"), Marker(1920, "Verse")),
        tempos=(Tempo(0, 500_000),),
        meters=(Meter(0, 3, 4),),
    )


def view(theme: Theme) -> RollView:
    coordinates = RollCoordinates(480, beat_px=64, row_px=12, scroll_x=8, scroll_y=(127 - 73) * 12)
    return RollView(song(), theme, coordinates, selected=np.array([2]))


def with_lane(lane, **more) -> Callable[[RollView], RollView]:
    return lambda view: replace(view, lane=lane, **more)


def pedals(painter: QPainter, view: RollView, area: QRect) -> None:
    paint_pedal(painter, view, area, pedal_spans(view.events, SUSTAIN_LANE), area.height())


def curve(painter: QPainter, view: RollView, area: QRect) -> None:
    paint_curve(painter, view, area, area.height())
    paint_handle(painter, view)


def lit_keys(painter: QPainter, view: RollView, area: QRect) -> None:
    paint_keys(painter, view, area, KeyLights(66, frozenset({67}), frozenset({70})))


def crowd(view: RollView) -> RollView:
    rng = np.random.default_rng(1)
    notes = make_notes(
        np.sort(rng.integers(0, 480 * 5, 2000)),
        np.full(2000, 20),
        rng.integers(62, 73, 2000),
        rng.integers(1, 128, 2000),
    )
    track = view.song.tracks[0].with_notes(notes)
    return replace(view, song=view.song.with_track(0, track), selected=np.arange(0, 400))


SAME = with_lane(None)
PAINTINGS: dict[str, tuple[Painting, Callable[[RollView], RollView], int]] = {
    "grid": (paint_grid, SAME, HEIGHT),
    "notes": (paint_notes, SAME, HEIGHT),
    "crowd": (paint_notes, crowd, HEIGHT),
    "ghosts": (paint_ghosts, SAME, HEIGHT),
    "region": (paint_region, with_lane(None, region=(480, 1440)), HEIGHT),
    "proposal": (paint_proposal, with_lane(None, proposal={0: make_notes([600], [700], [68])}), HEIGHT),
    "marquee": (paint_marquee, with_lane(None, marquee=QRect(40, 30, 120, 80)), HEIGHT),
    "playhead": (paint_playhead, with_lane(None, playhead=1000), HEIGHT),
    "keys": (lit_keys, SAME, HEIGHT),
    "ruler": (paint_ruler, with_lane(None, region=(1440, 2160), loop=(0, 1440), playhead=700), RULER_HEIGHT),
    "velocities": (lambda p, v, area: paint_stems(p, v, area, VelocityScale(LANE)), SAME, LANE),
    "velocity_crowd": (lambda p, v, area: paint_stems(p, v, area, VelocityScale(LANE)), crowd, LANE),
    "controller": (curve, with_lane(MODULATION_LANE, points=np.array([600, 660, 720])), LANE),
    "bend": (curve, with_lane(BEND_LANE), LANE),
    "pedal": (pedals, with_lane(SUSTAIN_LANE), LANE),
    "programs": (lambda p, v, area: paint_programs(p, v, area, LANE), with_lane(PROGRAM_LANE), LANE),
}  # fmt: skip


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name.lower())
@pytest.mark.parametrize("name", PAINTINGS)
def test_a_layer_looks_as_it_should(qapp, name, theme) -> None:
    painting, prepared, height = PAINTINGS[name]
    image = QImage(WIDTH, height, QImage.Format.Format_RGB32)
    image.fill(theme.surface)
    painter = QPainter(image)
    painting(painter, prepared(view(theme)), image.rect())
    painter.end()
    assert differs(image, f"{name}_{theme.name.lower()}") == ""


def test_a_wrong_picture_is_noticed(qapp) -> None:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(DARK.surface)
    wanted = QImage(str(PICTURES / "notes_dark.png"))
    assert "off by" in difference(image, wanted)
    assert "and not" in difference(image.scaled(100, 100), wanted)
