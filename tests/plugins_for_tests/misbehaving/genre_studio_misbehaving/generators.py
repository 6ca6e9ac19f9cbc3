"""Generators that fail, each in its own way."""

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from genre_studio.music.notes import make_notes
from genre_studio.plugin_api import Ability, GenerationError, Provenance, Report, Request, Take


class _Quiet:
    def prepare(self, request: Request) -> None:
        """Nothing to load."""


class Aborting(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        sys.stdout.write("a last word\n")
        sys.stdout.flush()
        os.abort()


class Hanging(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        report.progress(0.1, "Thinking")
        time.sleep(3600)
        yield from ()


class Raising(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        raise ZeroDivisionError("no bars")


class Refusing(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        raise GenerationError("This needs 4 bars before the region.")


class Exiting(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        sys.exit(5)


class NotConstructible(_Quiet):
    def __init__(self) -> None:
        raise FileNotFoundError("weights.safetensors")


class Hungry(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        hoard = [np.ones(1 << 30, np.uint8) for _ in range(64)]
        yield from hoard


class Rubbish(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        yield {"notes": [60, 62, 64]}


class Printing(_Quiet):
    """Behaves well, but talks: through Python and past it."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        for index in range(request.takes):
            sys.stdout.write("la " * 20_000)
            os.write(1, b"\x00\xff" * 1_000 + b"\n")
            yield _take(request, "prints", index, request.region.start)


class TooFew(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        yield _take(request, "too_few", 0, request.region.start)


class TooLate(_Quiet):
    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        for index in range(request.takes):
            yield _take(request, "too_late", index, request.region.end)


class CarelessRefilling(_Quiet):
    """Continues well enough, but refills over locked notes."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        for index in range(request.takes):
            notes = {}
            for track in request.tracks:
                dice = random.Random(f"{request.seed} {index} {track}")
                locked = request.locked_notes(track)
                start, end, beat = request.region.start, request.region.end, request.song.ppq
                beats = [b for b in range(start, end, beat) if not (locked["start"] == b).any()]
                if request.ability is Ability.INFILL:
                    beats = list(range(start, end, beat))
                pitches = [dice.choice((60, 62, 64)) for _ in beats]
                if request.ability is Ability.INFILL and len(locked):
                    pitches[0] = int(locked["pitch"][0])
                notes[track] = make_notes(beats, [beat] * len(beats), pitches)
            yield replace(_take(request, "careless_refill", index, request.region.start), notes=notes)


class Deaf(_Quiet):
    """Writes what it likes, whatever is played to it or asked of it."""

    def generate(self, request: Request, report: Report) -> Iterator[Take]:
        for index in range(request.takes):
            report.progress(index / request.takes)
            notes = {request.tracks[0]: make_notes([request.region.start + request.seed + index], [1], [66])}
            yield replace(_take(request, "deaf", index, request.region.start), notes=notes)


def _take(request: Request, plugin_id: str, index: int, start: int) -> Take:
    notes = make_notes([start], [1], [60])
    provenance = Provenance(plugin_id, "0.1", "", "", request.genre, request.seed, index, {}, "", "")
    return Take(index, {request.tracks[0]: notes}, provenance)
