"""The critic: what it reads, what it learns, and what choosing by it does."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from genre_studio_lstm import critic_training
from genre_studio_lstm.critic import CRITIC_NAME, Critic, Described, bars_of, heard_parts
from genre_studio_lstm.critic_features import WIDTH, Bars, described, returns
from genre_studio_lstm.critic_samples import Sample, samples_of, spots
from genre_studio_lstm.critic_training import fit_critic, held_out_auc, read_samples

from genre_studio.generation.grid import GRID_DTYPE, SLOTS_PER_FAMILY, GridSong
from genre_studio.music.instruments import Family
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from genre_studio.training.checkpoint import save_tensors
from genre_studio.training.corpus import Piece

GENRES = ("classical", "jazz")
LINES = (np.arange(17) * 48).astype(np.int32)
LEAD, BASS, KEYS, DRUMS = (
    SLOTS_PER_FAMILY * family for family in (Family.LEAD, Family.BASS, Family.KEYS, Family.DRUMS)
)


def melody(rng: np.random.Generator, *, leaps: bool, start: int = 0, bars: int = 16) -> list[tuple[int, ...]]:
    """A note a beat, by step or by wild leaps."""
    pitch, rows = 60, []
    for step in range(start * 48, (start + bars) * 48, 12):
        pitch = int(rng.integers(30, 90)) if leaps else 60 + (pitch - 60 + int(rng.integers(-2, 3))) % 12
        rows.append((step, LEAD, pitch, 12, 80, 0))
    return rows


def sample(number: int, *, real: bool) -> Sample:
    rng = np.random.default_rng([number, real])
    rows = melody(rng, leaps=False, bars=8) + melody(rng, leaps=not real, start=8, bars=8)
    return Sample(GridSong(np.array(rows, GRID_DTYPE), LINES), GENRES[number % 2], number, real)


@pytest.fixture(autouse=True)
def small_and_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Networks this small lose everything at the barrier between two threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(critic_training, "MEMBERS", 2)
    monkeypatch.setattr(critic_training, "EPOCHS", 12)
    monkeypatch.setattr(critic_training, "BATCH", 16)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [sample(number, real=real) for number in range(24) for real in (True, False)]


def bars(rows: list[tuple[int, ...]], first: int, count: int) -> Described:
    table = np.array([(step, part, pitch, 7) for step, part, pitch, *_ in rows])
    lines = LINES[first : first + count + 1].tolist()
    return Described.of(bars_of(table, lines, {LEAD}, set()))


def test_what_was_learned_comes_back_from_the_file(samples: list[Sample], tmp_path: Path) -> None:
    reads = read_samples(samples, GENRES)
    save_tensors(tmp_path / CRITIC_NAME, fit_critic(reads, reads, GENRES, 7), {})
    critic = Critic.load(tmp_path, GENRES)
    assert critic is not None
    rng = np.random.default_rng(99)
    primer = bars(melody(rng, leaps=False), 0, 8)
    smooth, wild = bars(melody(rng, leaps=False), 8, 4), bars(melody(rng, leaps=True), 8, 4)
    reality = critic.reality("jazz", [primer, primer], [smooth, wild])
    assert reality[0] > 0 > reality[1]
    shares = sum(np.exp(critic.genre(genre, [smooth, wild])) for genre in GENRES)
    assert shares == pytest.approx(1.0)


def test_pieces_not_learned_from_are_told_too(samples: list[Sample]) -> None:
    measured = held_out_auc(read_samples(samples, GENRES), GENRES, 7)
    assert set(measured) == {f"{genre} {length}" for genre in GENRES for length in (2, 4, 8)}
    assert min(measured.values()) > 0.9


def test_a_model_without_a_critic_has_none(tmp_path: Path) -> None:
    assert Critic.load(tmp_path, GENRES) is None


def test_numbers_are_finite_for_silence_and_for_one_note() -> None:
    empty = Bars(*(np.zeros(0, np.int64) for _ in range(3)), np.array([0, 48, 96]))
    one = Bars(np.array([50]), np.array([60]), np.array([3]), np.array([0, 48, 96]))
    for made in (empty, one):
        assert described(made).shape == (WIDTH,)
        assert np.isfinite(described(made)).all()
        assert np.isfinite(returns(one, made)).all()


def test_bars_that_come_back_are_seen() -> None:
    rng = np.random.default_rng(1)
    rows = melody(rng, leaps=True, bars=8)
    table = np.array([(step, part, pitch, 7) for step, part, pitch, *_ in rows])
    primer = bars_of(table, LINES[:9].tolist(), {LEAD}, set())
    fresh = np.array([(s, p, k, 7) for s, p, k, *_ in melody(rng, leaps=True, start=8, bars=8)])
    other = bars_of(fresh, LINES[8:17].tolist(), {LEAD}, set())
    assert returns(primer, primer)[3] == 1.0  # eight bars ago
    assert returns(primer, other)[3] < 0.3


def test_the_piano_of_a_jazz_combo_is_not_heard() -> None:
    combo = [LEAD, BASS, KEYS, DRUMS]
    assert heard_parts("jazz", combo) == {LEAD, BASS}
    assert heard_parts("rock", combo) == {LEAD, BASS, KEYS}
    assert heard_parts("jazz", [BASS, KEYS, DRUMS]) == {BASS, KEYS}
    assert heard_parts("jazz", [KEYS, KEYS + 1]) == {KEYS, KEYS + 1}


def test_a_single_voice_does_not_overlap() -> None:
    table = np.array([(0, LEAD, 60, 16), (12, LEAD, 62, 16), (0, KEYS, 50, 16)])
    made = bars_of(table, [0, 48], {LEAD, KEYS}, {LEAD})
    assert made.lengths.tolist() == [48, 12, 36]  # keys, then the two of the lead


def test_samples_are_spread_and_never_of_held_out_pieces() -> None:
    beats = list(range(0, 40 * 1920, 480))
    song = Song(
        tracks=(Track(notes=make_notes(beats, [480] * len(beats), [60] * len(beats))),),
        meters=(Meter(0, 4, 4),),
    )
    assert spots(song, 2) == [0, 24]
    assert spots(Song(), 2) == []
    piece = Piece(Path("none.mid"), "A", "jazz", "s", "l", "u", "a", "w", held_out=True)
    with pytest.raises(ValueError, match="held out"):
        list(samples_of(piece, 0, None, "m", 7))  # type: ignore[arg-type]
