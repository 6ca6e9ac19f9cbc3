"""One run as the studio sees it: frames from the worker go in, checked messages and an end come out."""

import math
from typing import Any

from genre_studio.generation.channel import ChannelError, Frame, notes_from_bytes, take_from_frame
from genre_studio.generation.outcomes import (
    Cancelled,
    Failed,
    FailureKind,
    Message,
    Outcome,
    PartialNotes,
    Place,
    Progress,
    Succeeded,
    TakeReady,
)
from genre_studio.generation.run_checks import TakeRefused, checked_notes, checked_take
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.request import Request
from genre_studio.plugin_api.take import Take

_LONGEST_TEXT = 200
_LONGEST_SENTENCE = 1_000
_DOING = {
    Place.DESCRIBE: "was described",
    Place.IMPORT: "was loaded",
    Place.CONSTRUCT: "started",
    Place.RUN: "wrote",
}


class RunState:
    """The takes so far and where the plugin is. Used by one thread; knows no process and no clock."""

    def __init__(self, run: int, request: Request, info: PluginInfo) -> None:
        self.run = run
        self.place = Place.IMPORT
        self._request = request
        self._info = info
        self._takes: dict[int, Take] = {}

    @property
    def takes(self) -> tuple[Take, ...]:
        return tuple(self._takes[index] for index in sorted(self._takes))

    def accept(self, frame: Frame) -> Message | Outcome | None:
        """What a frame means: a message to pass on, the run's end, or nothing (an earlier run's rest)."""
        if frame.header.get("run") != self.run:
            return None
        try:
            return self._meaning(frame)
        except TakeRefused as refused:
            return self._broke(str(refused))
        except ChannelError as error:
            return self._broke(f"{self._info.title} {error}.")
        except (KeyError, TypeError, ValueError, OverflowError):
            return self._broke(f"{self._info.title} sent a message that cannot be read.")

    def _meaning(self, frame: Frame) -> Message | Outcome | None:
        header = frame.header
        match header["kind"]:
            case "place":
                self.place = Place(header["place"])
                return None
            case "progress":
                return _progress(header["fraction"], header["text"])
            case "notes":
                return self._partial_notes(frame)
            case "take":
                return self._take(take_from_frame(frame))
            case "end":
                return self._end(header)
        raise ValueError("unknown kind")

    def _partial_notes(self, frame: Frame) -> PartialNotes:
        take, track = int(frame.header["take"]), int(frame.header["track"])
        if not 0 <= take < self._request.takes:
            raise TakeRefused(f"Notes of take {take + 1} were sent; {self._request.takes} were asked for.")
        notes = checked_notes(self._request, track, notes_from_bytes(frame.blob), f"Take {take + 1}")
        return PartialNotes(take, track, notes)

    def _take(self, take: Take) -> TakeReady:
        checked = checked_take(self._request, take, self._info.id)
        if checked.index in self._takes:
            raise TakeRefused(f"Take {checked.index + 1} was returned twice.")
        self._takes[checked.index] = checked
        return TakeReady(checked)

    def _end(self, header: Any) -> Outcome:
        sentence = str(header.get("sentence", ""))[:_LONGEST_SENTENCE]
        match header["ending"]:
            case "done":
                return self._done()
            case "cancelled":
                return Cancelled(self.takes)
            case "broke":
                return self._broke(f"{self._info.title} {sentence}.")
            case "refused":
                return Failed(sentence, Place.RUN, FailureKind.REFUSED)
            case "raised":
                trace, place = str(header["traceback"]), Place(header["place"])
                sentence = f"{self._info.title} failed while it {_DOING[place]}: {sentence}."
                return Failed(sentence, place, FailureKind.RAISED, trace)
        raise ValueError("unknown ending")

    def _done(self) -> Outcome:
        asked = self._request.takes
        if len(self._takes) != asked:
            return self._broke(f"{self._info.title} returned {len(self._takes)} of {asked} takes.")
        return Succeeded(self.takes)

    def _broke(self, sentence: str) -> Failed:
        return Failed(sentence, self.place, FailureKind.BROKE_RULES)

    def hung(self, limit_s: float) -> Failed:
        sentence = (
            f"{self._info.title} gave no sign of life for {limit_s:g} s while it {_DOING[self.place]}, "
            "and was stopped; the song is untouched."
        )
        return Failed(sentence, self.place, FailureKind.HUNG)

    def died(self, how: str) -> Failed:
        """`how` as `exit_in_words` says it."""
        sentence = f"{self._info.title} {how} while it {_DOING[self.place]}; the song is untouched."
        return Failed(sentence, self.place, FailureKind.DIED)


def _progress(fraction: object, text: object) -> Progress:
    if not isinstance(fraction, int | float) or not math.isfinite(fraction):
        raise TakeRefused("Its progress is not a number between 0 and 1.")
    return Progress(min(max(float(fraction), 0.0), 1.0), str(text)[:_LONGEST_TEXT])
