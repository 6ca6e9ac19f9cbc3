"""How the window looks at a song, as a value that a session keeps, so that it comes back as it was left."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genre_studio.music.controller_lane import Lane
from genre_studio.music.curve_shape import CurveShape
from genre_studio.music.scales import Scale
from genre_studio.plugin_api import ParameterValue
from genre_studio.ui.panels.generator_panel import GeneratorPanel
from genre_studio.ui.piano_roll import Grid, HandRules, NoteLook, PianoRoll, Tool
from genre_studio.ui.piano_roll.viewport import Place
from genre_studio.ui.window_parts import WindowParts

_MOST_SELECTED = 2_000  # a larger selection is made again sooner than it is read


@dataclass(frozen=True)
class RollLook:
    """What the roll shows, and with what it is edited."""

    track: int = -1
    place: Place | None = None
    tool: Tool = Tool.PENCIL
    grid: Grid = field(default_factory=Grid)
    look: NoteLook = field(default_factory=NoteLook)
    rules: HandRules = field(default_factory=HandRules)
    selected: tuple[int, ...] = ()  # ids of notes
    lane: Lane | None = None
    lane_shape: CurveShape = CurveShape.FREE
    lane_height: int = 0
    lane_is_folded: bool = False

    @staticmethod
    def of(roll: PianoRoll) -> "RollLook":
        return RollLook(
            track=roll.track,
            place=roll.viewport.place,
            tool=roll.tool,
            grid=roll.display.grid,
            look=roll.display.look,
            rules=roll.display.rules,
            selected=roll.commands.few_selected(_MOST_SELECTED),
            lane=roll.lanes.lane,
            lane_shape=roll.lanes.shape,
            lane_height=roll.lanes.height,
            lane_is_folded=roll.lanes.is_folded,
        )

    def show_in(self, parts: WindowParts) -> None:
        roll = parts.roll
        if 0 <= self.track < len(parts.document.song.tracks):
            roll.set_track(self.track)
            parts.tracks.show_song(parts.document.song, self.track)
        roll.display.set_look(self.look)
        roll.display.set_rules(self.rules)
        roll.display.set_grid(self.grid)
        parts.tools.choose(f"tool_{self.tool.name.lower()}")
        roll.lanes.show_lane(self.lane)
        roll.lanes.set_shape(self.lane_shape)
        roll.lanes.set_height(self.lane_height)
        roll.lanes.set_folded(self.lane_is_folded)
        roll.commands.select(self.selected)
        self.look_in(roll)

    def look_in(self, roll: PianoRoll) -> None:
        if self.place is not None:
            roll.viewport.look_from(self.place)


@dataclass(frozen=True)
class PanelChoices:
    """What the generator panel holds."""

    plugin_id: str = ""
    genre: str = ""
    bars: int = 8
    takes: int = 4
    seed: int = 1
    seed_is_locked: bool = False
    keeps_scale: bool = False
    lowest_pitch: int = 0
    highest_pitch: int = 127
    skipped_tracks: frozenset[int] = frozenset()
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    steps: int = 5  # of a path

    @staticmethod
    def of(panel: GeneratorPanel) -> "PanelChoices":
        choices = panel.choices
        return PanelChoices(
            plugin_id=choices.info.id if choices.info else "",
            genre=choices.genre,
            bars=choices.bars,
            takes=choices.takes,
            seed=choices.seed,
            seed_is_locked=panel.seed.lock_button.isChecked(),
            keeps_scale=choices.keeps_scale,
            lowest_pitch=choices.lowest_pitch,
            highest_pitch=choices.highest_pitch,
            skipped_tracks=choices.skipped_tracks,
            parameters=dict(choices.parameters),
            steps=choices.steps,
        )

    def show_in(self, panel: GeneratorPanel) -> None:
        """The fields refuse what lies outside their ranges by themselves."""
        panel.plugin.setCurrentIndex(max(0, panel.plugin.findData(self.plugin_id)))
        panel.genres.set_value(self.genre)
        panel.show_bars(self.bars)
        panel.takes.setValue(self.takes)
        panel.what.steps.setValue(self.steps)
        panel.seed.field.setValue(self.seed)
        panel.seed.lock_button.setChecked(self.seed_is_locked)
        panel.keeps_scale.setChecked(self.keeps_scale)
        panel.pitch_range.lowest.setValue(self.lowest_pitch)
        panel.pitch_range.highest.setValue(self.highest_pitch)
        panel.track_checks.skip(self.skipped_tracks)
        panel.set_parameters(self.parameters)
        panel.choices_changed.emit()


@dataclass(frozen=True)
class SessionView:
    """All of it. `source` is the name of the MIDI file that the song came from, if it did."""

    roll: RollLook = field(default_factory=RollLook)
    panel: PanelChoices = field(default_factory=PanelChoices)
    scale: Scale = field(default_factory=lambda: Scale(0, "major"))
    region: tuple[int, int] | None = None  # as the person marked it
    loop: tuple[int, int] | None = None
    playhead: int = 0
    take: int | None = None  # the id of the selected one
    source: str = ""

    @staticmethod
    def of(parts: WindowParts, before: "SessionView") -> "SessionView":
        """What the window shows. While it plays, the playhead is `before`'s: it will start there again.

        Until generators are found the panel cannot hold what was chosen: then it is `before`'s too.
        """
        current = parts.shelf.current
        return SessionView(
            roll=RollLook.of(parts.roll),
            panel=PanelChoices.of(parts.panel) if parts.panel.info else before.panel,
            scale=parts.key(),
            region=parts.requests.marked_region,
            loop=parts.roll.loop,
            playhead=before.playhead if parts.playing.is_playing else parts.playing.tick,
            take=current.id if current is not None else None,
            source=parts.files.path.name if parts.files.path else before.source,
        )

    def show_in(self, parts: WindowParts) -> None:
        """Bring the window back to how it was."""
        parts.key.restore(self.scale)
        parts.roll.display.set_scale(self.scale)
        if self.region is None:
            parts.requests.follow_song()
        elif 0 <= self.region[0] < self.region[1]:
            parts.roll.set_region(self.region)
        if self.loop is None or 0 <= self.loop[0] < self.loop[1]:
            parts.roll.set_loop(self.loop)
        parts.playing.locate(max(0, self.playhead))
        self.roll.show_in(parts)
        parts.panel.show_song(parts.document.song, self.scale)
        parts.shelf.select(self.take)
