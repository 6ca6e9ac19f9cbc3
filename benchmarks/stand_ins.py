"""Continuers that are no plugin: the ends of the scale on which a generator is read.

`real` is the piece itself (the test should not tell), `copy` says the primer again (a two-sample
test cannot tell, which is why copying is counted beside it), `trigram` samples an n-gram model,
`shuffled` draws notes of the primer in random order and `noise` draws them from nowhere.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.continuing import Continuer, with_take
from genre_studio.evaluation.ngram import WittenBell
from genre_studio.evaluation.primers import Primer
from genre_studio.generation.grid import PART_COUNT, STEPS_PER_QUARTER, GridSong, on_grid, parts_of, tick_at
from genre_studio.music.midi_file import read_song
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.song import Song
from genre_studio.training.corpus import Piece

TRIGRAM_PIECES = 60  # per genre: enough for a floor, read in a second or two
LONGEST = 48  # steps of advance and duration that a token can say
_SIZES = (LONGEST + 1, PART_COUNT, 128, LONGEST + 1)  # advance, part, pitch, duration
_OFFSETS = np.cumsum([0, *_SIZES])


def continue_with_real(primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
    """The piece as it went on, every take the same."""
    return [primer.real] * takes


def continue_with_copy(primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
    """The primer again, from its start."""

    def again(notes: Notes, generator: np.random.Generator) -> Notes:
        shift = primer.end_tick
        starts = np.concatenate([notes["start"] + shift * (1 + i) for i in range(-(-bars // primer.bars))])
        inside = starts < primer.song.meter_map.bar_start(primer.bars + bars)
        repeats = len(starts) // max(1, len(notes))
        return make_notes(
            starts[inside],
            np.tile(notes["duration"], repeats)[inside],
            np.tile(notes["pitch"], repeats)[inside],
        )

    return _rewritten(primer, takes, seed, again)


def continue_with_shuffle(primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
    """The primer's pitches and lengths at its onsets, each column in random order."""

    def shuffled(notes: Notes, generator: np.random.Generator) -> Notes:
        return make_notes(
            generator.permutation(notes["start"]) + primer.end_tick,
            generator.permutation(notes["duration"]),
            generator.permutation(notes["pitch"]),
        )

    return _rewritten(primer, takes, seed, shuffled)


def continue_with_noise(primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
    """As many notes as the primer has, anywhere on the grid, at any pitch within its range."""

    def noise(notes: Notes, generator: np.random.Generator) -> Notes:
        steps = generator.integers(0, primer.end_tick * STEPS_PER_QUARTER // primer.song.ppq, len(notes))
        return make_notes(
            primer.end_tick + steps * primer.song.ppq // STEPS_PER_QUARTER,
            generator.integers(1, primer.song.ppq, len(notes)),
            generator.integers(notes["pitch"].min(), notes["pitch"].max() + 1, len(notes)),
        )

    return _rewritten(primer, takes, seed, noise)


def _rewritten(
    primer: Primer, takes: int, seed: int, rewrite: Callable[[Notes, np.random.Generator], Notes]
) -> list[Song]:
    songs = []
    for take in range(takes):
        generator = np.random.default_rng([seed, take])
        notes = {i: rewrite(track.notes, generator) for i, track in enumerate(primer.song.tracks)}
        songs.append(with_take(primer.song, notes))
    return songs


def train_trigrams(pieces: Sequence[Piece]) -> Continuer:
    """A continuer that samples a Witten-Bell model of each genre, four tokens a note.

    Of order 5: the token and all four before it, so that it sees one note back.
    """
    models: dict[str, WittenBell] = {}
    for genre in sorted({piece.genre for piece in pieces}):
        own = [piece for piece in pieces if piece.genre == genre and not piece.held_out]
        order = np.random.default_rng(0).permutation(len(own))[:TRIGRAM_PIECES]
        streams = [_tokens(on_grid(read_song(own[i].path).song)) for i in order]
        models[genre] = WittenBell.fit(streams, vocabulary_size=int(_OFFSETS[-1]), order=5)

    def sample(primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
        return [_sampled(models[genre], primer, bars, np.random.default_rng([seed, i])) for i in range(takes)]

    return sample


def _tokens(grid: GridSong) -> NDArray[np.int64]:
    notes = grid.notes
    advance = np.minimum(np.diff(notes["step"], prepend=notes["step"][:1]), LONGEST)
    duration = np.minimum(notes["duration"], LONGEST)
    columns = [column.astype(np.int64) for column in (advance, notes["part"], notes["pitch"], duration)]
    return (np.stack(columns, 1) + _OFFSETS[:-1]).ravel()


def _sampled(model: WittenBell, primer: Primer, bars: int, generator: np.random.Generator) -> Song:
    parts = parts_of(primer.song)
    grid = on_grid(primer.song)
    history = _tokens(grid).tolist()
    step = int(grid.notes["step"][-1])
    meters, ppq = primer.song.meter_map, primer.song.ppq
    end = meters.bar_start(primer.bars + bars)
    rows: dict[int, list[tuple[int, int, int]]] = {i: [] for i in range(len(parts))}
    while True:
        drawn = []
        for field in range(len(_SIZES)):
            low, high = _OFFSETS[field], _OFFSETS[field + 1]
            weights = model.probabilities(history[-4:])[low:high]
            drawn.append(int(generator.choice(high - low, p=weights / weights.sum())))
            history.append(drawn[-1] + int(low))
        step += drawn[0]
        tick = tick_at(step, ppq)
        if tick >= end:
            break
        track = parts.index(drawn[1]) if drawn[1] in parts else int(generator.integers(len(parts)))
        if tick >= primer.end_tick:
            rows[track].append((tick, max(1, tick_at(drawn[3], ppq)), drawn[2]))
    notes = {i: make_notes(*zip(*own, strict=True)) for i, own in rows.items() if own}
    return with_take(primer.song, notes)
