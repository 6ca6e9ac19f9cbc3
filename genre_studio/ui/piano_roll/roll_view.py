"""What the roll shows at one moment: a frozen value from which every layer is painted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from genre_studio.music.channel_events import EMPTY_CHANNEL_EVENTS, ChannelEvents
from genre_studio.music.controller_lane import Lane
from genre_studio.music.notes import EMPTY_NOTES, Notes, frozen
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.hand_rules import HandRules
from genre_studio.ui.piano_roll.marks.mark import Mark
from genre_studio.ui.piano_roll.note_index import NoteIndex, index_of
from genre_studio.ui.piano_roll.note_look import Labels, NoteLook
from genre_studio.ui.piano_roll.pitch_rows import rows_for, used_pitches
from genre_studio.ui.piano_roll.snapping import Grid, Snapping
from genre_studio.ui.theme import Theme

NO_IDS: NDArray[np.int64] = frozen(np.empty(0, np.int64))
TickRange = tuple[int, int]
"""Ticks [start, end)."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A track's notes as a gesture would leave them, shown until it ends. `selected`: sorted ids."""

    notes: Notes
    selected: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StepCursor:
    """Where step input writes next, and the octave that letters play (4 holds middle C)."""

    tick: int
    octave: int = 4


@dataclass(frozen=True, eq=False)
class RollView:
    """A snapshot of everything that is painted. `track` is -1 where the song has no track to edit."""

    song: Song
    theme: Theme
    coordinates: RollCoordinates
    track: int = 0
    grid: Grid = field(default_factory=Grid)
    selected: NDArray[np.int64] = field(default_factory=lambda: NO_IDS)  # sorted ids
    draft: Draft | None = None
    marquee: QRect | None = None
    region: TickRange | None = None
    loop: TickRange | None = None
    playhead: int | None = None
    proposal: Mapping[int, Notes] | None = None  # by track index
    proposal_quote: Mapping[int, Notes] | None = None  # those of its notes that training music has too
    proposal_region: TickRange | None = None  # in which the song's own notes would make way for it
    scale: Scale | None = None
    look: NoteLook = field(default_factory=NoteLook)
    rules: HandRules = field(default_factory=HandRules)
    step: StepCursor | None = None
    shows_velocities: bool = False  # in place of names, while a tool is about them
    hovered_pitch: int | None = None
    lane: Lane | None = None  # what the lane below the paper shows; None: velocities
    points: NDArray[np.int64] = field(default_factory=lambda: NO_IDS)  # sorted ticks selected in the lane
    lane_draft: ChannelEvents | None = None  # the track's events as a gesture would leave them
    lane_marquee: QRect | None = None
    dragged_mark: tuple[Mark, int] | None = None  # a mark of the ruler, and the tick it is dragged to

    @property
    def edited_track(self) -> Track | None:
        return self.song.tracks[self.track] if 0 <= self.track < len(self.song.tracks) else None

    @property
    def notes(self) -> Notes:
        """The edited track's notes as shown: those of a gesture's draft while there is one."""
        if self.draft is not None:
            return self.draft.notes
        track = self.edited_track
        return track.notes if track is not None else EMPTY_NOTES

    @property
    def events(self) -> ChannelEvents:
        """The edited track's channel events as shown: those of a gesture's draft while there is one."""
        if self.lane_draft is not None:
            return self.lane_draft
        track = self.edited_track
        return track.events if track is not None else EMPTY_CHANNEL_EVENTS

    @property
    def index(self) -> NoteIndex:
        return index_of(self.notes)

    @property
    def shown_selection(self) -> NDArray[np.int64]:
        return self.draft.selected if self.draft is not None else self.selected

    @property
    def is_drums(self) -> bool:
        track = self.edited_track
        return track is not None and track.is_drums

    @property
    def snapping(self) -> Snapping:
        return Snapping(self.song.meter_map, self.ruled_grid)

    @property
    def ruled_grid(self) -> Grid:
        """The grid as it stands at this zoom."""
        return self.grid.at_zoom(self.coordinates.beat_px)

    @property
    def ladder(self) -> NDArray[np.int64]:
        """What notes climb when they are moved: the scale they are held in, or else the rows."""
        if self.held_scale is not None:
            return np.array(self.held_scale.pitches, np.int64)
        return self.coordinates.rows.ladder

    @property
    def held_scale(self) -> Scale | None:
        """The scale that drawn and moved notes must stay in, if any; drums have none."""
        return self.scale if self.rules.keeps_scale and not self.is_drums else None

    @property
    def labels(self) -> Labels:
        return Labels.VELOCITIES if self.shows_velocities else self.look.labels

    @property
    def highlighted_scale(self) -> Scale | None:
        """The scale whose rows are tinted; drums have none."""
        return self.scale if self.look.shows_scale and not self.is_drums else None

    @property
    def colour(self) -> int:
        """The edited track's colour number."""
        return self.colour_of(self.track)

    def colour_of(self, track: int) -> int:
        """A track's colour number; its place in the song where the track is not there (yet)."""
        return self.song.tracks[track].colour if 0 <= track < len(self.song.tracks) else max(track, 0)

    @property
    def end_tick(self) -> int:
        """Where scrolling ends: some bars of empty paper after the last thing shown."""
        ends = [self.song.end_tick, self.region[1] if self.region else 0]
        if self.draft is not None and len(self.draft.notes):
            ends.append(int(self.index.ends.max()))
        meters = self.song.meter_map
        return meters.bar_start(meters.bar_index_at(max(ends)) + 1 + _EMPTY_BARS)


_EMPTY_BARS = 8


def with_its_rows(view: RollView, around_y: float) -> RollView:
    """The view with the rows that its fold, track and scale ask for; the pitch under `around_y` stays there.

    Rows follow the document and not a draft: they must not move under a drag.
    """
    track = view.edited_track
    used = used_pitches(track.notes) if track is not None else []
    rows = rows_for(view.look.fold, used, view.scale, is_drums=view.is_drums)
    if rows == view.coordinates.rows:
        return view
    return replace(view, coordinates=view.coordinates.with_rows(rows, around_y))


def are_in(ids: NDArray[np.int64], selected: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `ids` are among the sorted ids `selected`; both shape (N,), (M,)."""
    if not len(selected):
        return np.zeros(len(ids), bool)
    at = np.minimum(np.searchsorted(selected, ids), len(selected) - 1)
    found: NDArray[np.bool_] = selected[at] == ids
    return found
