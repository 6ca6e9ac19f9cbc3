"""The menu of one track: instrument, output, channel, colour, and the commands for whole tracks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.music.general_midi import INSTRUMENT_GROUPS, INSTRUMENT_NAMES
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.song import Track
from genre_studio.ui.theme import HUE_NAMES, Theme
from genre_studio.ui.track_desk import TrackDesk


def track_menu(
    desk: TrackDesk,
    track: Track,
    outputs: Sequence[tuple[str, str]],
    commands: Sequence[QAction],
    theme: Theme,
    window: QWidget,
) -> QMenu:
    """The menu of the shown track, not yet opened. `outputs` are ids and titles."""
    menu = QMenu(window)
    _add_instruments(menu.addMenu("Instrument"), desk, track)
    out = menu.addMenu("Output")
    for id, title in outputs:
        _add(out, title, partial(desk.set_output, id), is_now=id == track.output_id)
    channels = menu.addMenu("Channel")
    for channel in range(16):
        title = f"{channel + 1}{' (drums)' if channel == DRUM_CHANNEL else ''}"
        _add(channels, title, partial(desk.set_channel, channel), is_now=channel == track.channel)
    _add_colours(menu.addMenu("Colour"), desk, track, theme)
    menu.addSeparator()
    menu.addActions(list(commands))
    return menu


def _add_instruments(menu: QMenu, desk: TrackDesk, track: Track) -> None:
    menu.setEnabled(not track.is_drums)
    for group, title in enumerate(INSTRUMENT_GROUPS):
        programs = menu.addMenu(title)
        for program in range(8 * group, 8 * group + 8):
            act = partial(desk.set_instrument, program)
            _add(programs, INSTRUMENT_NAMES[program], act, is_now=program == track.program)


def _add_colours(menu: QMenu, desk: TrackDesk, track: Track, theme: Theme) -> None:
    for colour, name in enumerate(HUE_NAMES):
        swatch = QPixmap(14, 14)
        swatch.fill(theme.track_colour(colour))
        is_now = colour == track.colour % len(HUE_NAMES)
        _add(menu, name, partial(desk.set_colour, colour), is_now=is_now).setIcon(QIcon(swatch))


def _add(menu: QMenu, text: str, act: Callable[[], object], *, is_now: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_now)
    action.triggered.connect(lambda _checked=False: act())
    return action
