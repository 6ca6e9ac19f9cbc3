"""What the network knows of a request's song when the region begins."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.grid import GridSong, part_set, parts_of, step_at
from genre_studio.generation.note_codec import MAX_ADVANCE, REST_ROW, Row
from genre_studio.generation.song_rows import fixed_rows, notes_before
from genre_studio.generation.voicing import largest_chord, single_voiced_parts
from genre_studio.plugin_api import Request
from genre_studio_transformer.lines import NoteLine, line_of, places_of
from genre_studio_transformer.network import Memory, NoteTransformer

LONGEST_CONTEXT = 512  # notes: through its layers, the network hears further than one window


@dataclass(frozen=True, eq=False, slots=True)
class Heard:
    """All that writing needs of a request. Steps count from the start of the song."""

    written: frozenset[int]  # parts to write
    single_voiced: frozenset[int]  # those of them that never sound two notes at once
    most_at_once: Mapping[int, int]  # notes that each of them may begin at one step
    fixed: tuple[Row, ...]  # notes of the region that stay, sorted by (step, part, pitch)
    bar_lines: NDArray[np.int32]
    start: int  # steps of the region
    end: int
    condition: Tensor  # (1, D)
    known: Tensor  # (1, T, D): after every row before the region
    memory: Memory
    row_count: int  # rows read
    step: int  # of the last one
    placed: list[tuple[int, int]]  # part and pitch of the notes that began there, ascending


def listen(request: Request, network: NoteTransformer, genre: int) -> Heard:
    """Run the network over what comes before the region. `genre` is its number in the model's own list."""
    parts = parts_of(request.song)
    written = frozenset(parts[index] for index in request.tracks)
    past = notes_before(request.song, parts, request.region, LONGEST_CONTEXT)
    start = step_at(request.region.start, request.song.ppq)
    end = max(start + 1, step_at(request.region.end, request.song.ppq))
    fixed = fixed_rows(request, parts)
    line = _line_up_to(past, start)
    playing = {*written, *np.unique(past.notes["part"]).tolist(), *(row.part for row in fixed)}
    told = torch.from_numpy(part_set(sorted(playing)))[None]
    condition = network.condition(torch.tensor([1 + genre]), told)
    known, memory = network.read(
        torch.from_numpy(line.rows)[None], torch.from_numpy(line.places)[None], condition
    )
    single = single_voiced_parts(past, written)
    step = int(past.bar_lines[0] + line.rows[:, 0].sum())
    last = past.notes[past.notes["step"] == step]
    return Heard(
        written=written,
        single_voiced=single,
        most_at_once={part: 1 if part in single else largest_chord(past, part) for part in written},
        fixed=fixed,
        bar_lines=past.bar_lines,
        start=start,
        end=end,
        condition=condition,
        known=known,
        memory=memory,
        row_count=len(line),
        step=step,
        placed=list(zip(last["part"].tolist(), last["pitch"].tolist(), strict=True)),
    )


def _line_up_to(past: GridSong, start: int) -> NoteLine:
    """The rows of `past`, and rests that lead to less than MAX_ADVANCE before `start`."""
    line = line_of(past)
    step = int(past.bar_lines[0] + line.rows[:, 0].sum())
    rests = (start - step) // MAX_ADVANCE
    if rests <= 0:
        return line
    steps = step + MAX_ADVANCE * np.arange(1, rests + 1)
    return NoteLine(
        np.concatenate([line.rows, np.tile(REST_ROW, (rests, 1))]),
        np.concatenate([line.places, places_of(steps, past.bar_lines)]),
    )
