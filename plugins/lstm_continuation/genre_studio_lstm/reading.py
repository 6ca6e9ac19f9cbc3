"""Reading a request: what the network remembers when the region begins."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.grid import GridSong, on_grid, part_set, parts_of, step_at
from genre_studio.generation.lengths import heard_lengths
from genre_studio.generation.note_codec import (
    DURATION_STEPS,
    MAX_ADVANCE,
    NO_PART,
    REST_ROW,
    START_ROW,
    Row,
    decode,
    encode,
)
from genre_studio.generation.song_rows import fixed_rows, notes_before
from genre_studio.generation.voicing import largest_chord, single_voiced_parts
from genre_studio.music.notes import starting_within
from genre_studio.plugin_api import Ability, GenerationError, Request
from genre_studio_lstm.calibration import CALIBRATIONS, UNTRIED
from genre_studio_lstm.compass import pitch_biases
from genre_studio_lstm.context import Columns, NoteContext, encode_context
from genre_studio_lstm.network import GENRE_NONE, NoteLstm, State

FEWEST_IN_FULLEST_BAR = 6  # notes: an almost empty song may grow
ROWS_OF_A_GENRE = 192  # enough to tell a genre by, few enough for 50 ms
FEWEST_ROWS_OF_A_GENRE = 24
SAME_GENRE_NATS = 0.02  # a row: closer than this, two genres explain it alike
FOLLOWING_BARS = 2  # of what comes after a region are listened for
MOST_FOLLOWING = 40  # notes of them
AWAY_BARS = 2  # of another genre's music are enough to go on in its key; more would hold the take there
LONGEST_CONTEXT = 1024  # notes: four times what a training window holds


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """All that continuing needs of a request's song. Steps count from the start of the song."""

    context: NoteContext
    last_row: tuple[int, ...]  # to be fed with the first prediction
    state: State | None  # (layers, 2, H) after every row before `last_row`: with the genre, and without
    condition: Tensor  # (2, 64): with the genre, and without
    is_home: bool  # whether the bars before the region already sound like the genre
    single_voiced: frozenset[int]  # parts that never sound two notes at once
    pitch_bias: Mapping[int, NDArray[np.float32]]  # pitch biases by part
    lengths: Mapping[tuple[int, int], list[list[int]]]  # how long notes of a part and class were so far
    most_at_once: Mapping[int, int]  # notes that each written part begins at one step
    most_in_bar: int  # notes: fuller bars are no continuation of these
    fixed: tuple[Row, ...]  # notes of the region that stay, sorted by (step, part, pitch)
    following: tuple[Row, ...]  # the first notes after a region to be filled; none to lead into: empty
    start: int  # steps of the region
    end: int


def read_request(request: Request, network: NoteLstm, genre: int) -> Reading:
    """Run the network over what comes before the region.

    Raises GenerationError for a region too short to hold a note.
    """
    ppq = request.song.ppq
    start, end = step_at(request.region.start, ppq), step_at(request.region.end, ppq)
    if end <= start:
        raise GenerationError("The region is too short to hold a note: make it a 16th or longer.")
    parts = parts_of(request.song)
    past = notes_before(request.song, parts, request.region, LONGEST_CONTEXT)
    heard = {int(part) for part in np.unique(past.notes["part"])} | {parts[i] for i in request.tracks}
    heard_parts = torch.from_numpy(part_set(sorted(heard)))
    condition = network.condition(torch.tensor([genre, GENRE_NONE]), heard_parts.expand(2, -1))
    context, fed, known = _fed(past, start)
    is_home = sounds_like(network, genre, fed, known, heard_parts)
    if not is_home:
        context, fed, known = _fed(_last_bars(past, AWAY_BARS, start), start)
    state = None
    if len(fed) > 1:
        rows_before, facts = torch.tensor([fed[:-1]]), torch.tensor([known])
        _, state = network.read(rows_before.expand(2, -1, -1), facts.expand(2, -1, -1), condition, None)
    written = {parts[i] for i in request.tracks}
    keep_key = not is_home or CALIBRATIONS.get(request.genre, UNTRIED).keep_key
    single, biases = single_voiced_parts(past, written), pitch_biases(past, written, keep_key=keep_key)
    fixed = fixed_rows(request, parts)
    return Reading(
        context,
        tuple(fed[-1]),
        state,
        condition,
        is_home,
        single,
        biases,
        heard_lengths(past) if is_home else {},
        {part: 1 if part in single else largest_chord(past, part) for part in written},
        most_in_bar(past, written, fixed),
        fixed,
        _following_notes(request, parts) if request.ability == Ability.INFILL else (),
        start,
        end,
    )


def _fed(past: GridSong, start: int) -> tuple[NoteContext, list[Sequence[int]], list[Sequence[int]]]:
    """The context after `past`, its rows from START_ROW on, and what was known before each but the first.

    Rests lead on to less than MAX_ADVANCE before `start`.
    """
    rows, table = encode_context(past)
    context = NoteContext(past.bar_lines.tolist())
    for advance, part, pitch, duration, level in rows.tolist():
        if part == NO_PART:
            context.pass_time(advance)
        else:
            context.place(context.step + advance, part, pitch, duration, level, DURATION_STEPS[duration])
    fed: list[Sequence[int]] = [START_ROW, *rows.tolist()]
    known: list[Sequence[int]] = table.tolist()
    while start - context.step >= MAX_ADVANCE:
        known.append(blank_columns(context))
        fed.append(REST_ROW)
        context.pass_time(MAX_ADVANCE)
    return context, fed, known


def _last_bars(past: GridSong, bars: int, start: int) -> GridSong:
    """The last few bars before `start`."""
    last = int(np.searchsorted(past.bar_lines, start))
    lines = past.bar_lines[max(0, last - bars) :]
    return GridSong(past.notes[past.notes["step"] >= lines[0]], lines)


def sounds_like(
    network: NoteLstm, genre: int, rows: list[Sequence[int]], known: list[Sequence[int]], parts: Tensor
) -> bool:
    """Whether no other genre explains the last rows better, in nats. True where there is too little."""
    if len(known) < FEWEST_ROWS_OF_A_GENRE:
        return True
    count = len(network.config.genres)
    last = torch.tensor([rows[-ROWS_OF_A_GENRE:]]).expand(count, -1, -1)
    # `known` begins with the second row; the first of a stretch is only read, so its own facts do not matter.
    facts = torch.tensor([[known[0], *known][-ROWS_OF_A_GENRE:]]).expand(count, -1, -1)
    nats, _ = network.nats(last, facts, torch.arange(1, count + 1), parts.expand(count, -1))
    losses = nats.sum((-1, -2))
    return bool(losses[genre - 1] <= losses.min() + SAME_GENRE_NATS * nats.shape[1])


def most_in_bar(past: GridSong, written: Set[int], fixed: Sequence[Row]) -> int:
    """How many notes a bar may hold: twice the fullest one of the `written` parts so far, and then some.

    Of 294 stretches of real music, eight bars after eight bars, four go beyond that.
    Notes that are there already come on top.
    """
    steps = past.notes["step"][np.isin(past.notes["part"], list(written))]
    own = _fullest_bar(past.bar_lines, steps)
    there = _fullest_bar(past.bar_lines, np.array([row.step for row in fixed], np.int64))
    return 2 * max(own, FEWEST_IN_FULLEST_BAR) + 4 + there


def _fullest_bar(lines: NDArray[np.int32], steps: NDArray[Any]) -> int:
    return int(np.bincount(np.searchsorted(lines, steps, side="right")).max(initial=0))


def blank_columns(context: NoteContext) -> list[int]:
    """A context row of which only what is known before the advance is filled in."""
    head, matches = context.before_advance(), context.matches()
    return [*head, *[0] * (Columns.COUNT - len(head) - len(matches)), *matches]


def _following_notes(request: Request, parts: tuple[int, ...]) -> tuple[Row, ...]:
    """The first notes after the region, all tracks', in steps of the song."""
    song, end = request.song, request.region.end
    meters = song.meter_map
    until = meters.bar_start(meters.bar_index_at(end) + FOLLOWING_BARS)
    later = (track.with_notes(starting_within(track.notes, end, until)) for track in song.tracks)
    grid = on_grid(replace(song, tracks=tuple(later)), parts, first_tick=end, end_tick=until)
    start, last = step_at(end, song.ppq), step_at(until, song.ppq)
    notes = grid.notes[(grid.notes["step"] >= start) & (grid.notes["step"] < last)][:MOST_FOLLOWING]
    return tuple(decode(encode(GridSong(notes, np.array([start, last], np.int32))), start))
