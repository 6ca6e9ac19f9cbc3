"""The checks of `check-plugin`, one function each: a sentence for a pass, NotMet for a fail."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from genre_studio.generation.conformance_abilities import leaves_locks
from genre_studio.generation.conformance_bench import (
    STOP_LIMIT_S,
    Bench,
    NotMet,
    require,
    same_notes,
    takes_of,
)
from genre_studio.generation.conformance_songs import band_song, drums_song, empty_song
from genre_studio.generation.outcomes import Cancelled, Failed, FailureKind, Message, Succeeded
from genre_studio.music.notes import note_ends
from genre_studio.music.song import Song
from genre_studio.music.timing import Meter
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.request import Region

_BARS_TO_STOP, _TAKES_TO_STOP = 16, 64
_C_MAJOR = frozenset({0, 2, 4, 5, 7, 9, 11})

Check = Callable[[Bench], str]
"""Returns the sentence of a pass; raises NotMet with that of a fail."""


def writes_notes(bench: Bench) -> str:
    takes = takes_of(bench.run(bench.request()))
    empty = [take.index + 1 for take in takes if not any(len(notes) for notes in take.notes.values())]
    require(not empty, f"Take {empty[0] if empty else 0} holds no note.")
    return f"{len(takes)} takes hold notes."


def _genres(bench: Bench) -> str:
    for genre in bench.info.genres:
        outcome = bench.run(replace(bench.request(takes=1), genre=genre))
        require(isinstance(outcome, Succeeded), f"In {genre}: {getattr(outcome, 'sentence', 'stopped')}")
    return f"It writes {', '.join(bench.info.genres)}."


def _same_seed(bench: Bench) -> str:
    one, other = (takes_of(bench.run(bench.request())) for _ in range(2))
    require(same_notes(one, other), "The same request twice gave different notes.")
    return "The same request twice gave the same notes."


def _same_seed_afresh(bench: Bench) -> str:
    one = takes_of(bench.run(bench.request()))
    with bench.open_client() as fresh:
        other = takes_of(bench.run(bench.request(), fresh))
    require(same_notes(one, other), "The same request in a fresh process gave different notes.")
    return "The same request in a fresh process gave the same notes."


def _other_seed(bench: Bench) -> str:
    one, other = (takes_of(bench.run(replace(bench.request(), seed=seed))) for seed in (7, 8))
    require(not same_notes(one, other), "Another seed gave the same notes.")
    return "Another seed gave other notes."


def _lengths(bench: Bench) -> str:
    for bars in (1, 3, 5):
        outcome = bench.run(bench.request(bars=bars, takes=1))
        require(isinstance(outcome, Succeeded), f"{bars} bars: {getattr(outcome, 'sentence', 'stopped')}")
    return "It wrote 1, 3 and 5 bars and stayed within them."


def _one_track(bench: Bench) -> str:
    takes_of(bench.run(bench.request(tracks=(1,))))
    return "Asked for one track, it wrote no other."


def _constrained(bench: Bench, constraints: Constraints, sentence: str) -> str:
    takes_of(bench.run(replace(bench.request(), constraints=constraints)))
    return sentence


def _scale(bench: Bench) -> str:
    return _constrained(bench, Constraints(pitch_classes=_C_MAJOR), "Every pitched note is in C major.")


def _range(bench: Bench) -> str:
    limits = Constraints(lowest_pitch=55, highest_pitch=66)
    return _constrained(bench, limits, "Every pitched note is within an octave.")


def _polyphony(bench: Bench) -> str:
    return _constrained(bench, Constraints(polyphony=1), "No track has two notes at once.")


def _locks(bench: Bench) -> str:
    return leaves_locks(bench, bench.abilities[0])


def _overlaps(bench: Bench) -> str:
    for take in takes_of(bench.run(bench.request(bars=4))):
        for notes in take.notes.values():
            by_pitch = notes[np.lexsort((notes["start"], notes["pitch"]))]
            same_pitch = by_pitch["pitch"][1:] == by_pitch["pitch"][:-1]
            struck = same_pitch & (by_pitch["start"][1:] < note_ends(by_pitch)[:-1])
            require(
                not struck.any(), "It strikes a note that still sounds: no MIDI file can tell them apart."
            )
    return "No note is struck while it still sounds."


def _streams(bench: Bench) -> str:
    heard: list[Message] = []
    takes_of(bench.client.run(bench.info.id, bench.request(), heard.append, threading.Event()))
    require(len(heard) > 2, "It told nothing of its progress before its takes were done.")
    return f"It reported {len(heard)} times."


def _stops(bench: Bench) -> str:
    stop = threading.Event()
    stopped_at_s: list[float] = []

    def stop_at_once(_: Message) -> None:
        if not stop.is_set():
            stopped_at_s.append(time.monotonic())
            stop.set()

    request = bench.request(bars=_BARS_TO_STOP, takes=_TAKES_TO_STOP)
    outcome = bench.client.run(bench.info.id, request, stop_at_once, stop)
    if isinstance(outcome, Failed):
        raise NotMet(outcome.sentence)
    require(bool(stopped_at_s), "It reported nothing, so it could not be asked to stop.")
    took_s = time.monotonic() - stopped_at_s[0]
    require(
        isinstance(outcome, Cancelled),
        f"It was done before it could be asked to stop: {request.takes} takes of {_BARS_TO_STOP} bars.",
    )
    killed = isinstance(outcome, Cancelled) and outcome.killed
    require(not killed, f"Asked to stop, it went on for {STOP_LIMIT_S:g} s and had to be killed.")
    return f"It stopped {took_s:.1f} s after it was asked to."


def _survives(bench: Bench, song: Song, what: str, region: Region | None = None) -> str:
    try:
        request = bench.request(song, region=region)
    except GenerationError:
        return f"It is not asked for {what}: there is nothing in it that it could {bench.abilities[0].value}."
    outcome = bench.run(request)
    if isinstance(outcome, Failed) and outcome.kind is FailureKind.REFUSED:
        return f"It refused {what}: {outcome.sentence}"
    takes_of(outcome)
    return f"It wrote to {what}."


def _empty_song(bench: Bench) -> str:
    return _survives(bench, empty_song(), "a song without notes")


def _drums_only(bench: Bench) -> str:
    return _survives(bench, drums_song(), "a song of drums alone")


def _odd_meter(bench: Bench) -> str:
    return _survives(bench, band_song(4, Meter(0, 7, 8)), "a song in 7/8")


def _from_the_start(bench: Bench) -> str:
    song = band_song()
    return _survives(bench, song, "the first bar", Region(0, song.meter_map.bar_start(1)))


CHECKS: tuple[tuple[str, Check], ...] = (
    ("writes notes", writes_notes),
    ("every genre", _genres),
    ("same seed, same notes", _same_seed),
    ("same in a fresh process", _same_seed_afresh),
    ("other seed, other notes", _other_seed),
    ("any length", _lengths),
    ("only the tracks asked for", _one_track),
    ("scale", _scale),
    ("pitch range", _range),
    ("polyphony", _polyphony),
    ("locked notes", _locks),
    ("no note over itself", _overlaps),
    ("reports progress", _streams),
    ("stops when asked", _stops),
    ("empty song", _empty_song),
    ("drums alone", _drums_only),
    ("odd meter", _odd_meter),
    ("region at the start", _from_the_start),
)
