"""What every generator is asked in tests."""

from dataclasses import replace

from genre_studio.generation.run_checks import checked_take
from genre_studio.plugin_api import Generator, Request, Take
from tests.helpers.listener import Listener


def checked_takes(generator: Generator, asked: Request, plugin_id: str) -> list[Take]:
    """All takes of a request, each of which keeps every rule of it."""
    return [checked_take(asked, take, plugin_id) for take in generator.generate(asked, Listener())]


def as_bytes(takes: list[Take]) -> list[tuple[tuple[int, bytes], ...]]:
    """Each take as (track, notes), to be compared."""
    return [tuple((track, take.notes[track].tobytes()) for track in sorted(take.notes)) for take in takes]


def require_seeds(generator: Generator, asked: Request, plugin_id: str) -> None:
    """Same seed, same notes, take two of three as take two of two; other takes and other seeds differ."""
    first = as_bytes(checked_takes(generator, asked, plugin_id))
    assert first == as_bytes(checked_takes(generator, replace(asked, takes=3), plugin_id))[:2]
    assert first[0] != first[1]
    assert first != as_bytes(checked_takes(generator, replace(asked, seed=asked.seed + 1), plugin_id))
