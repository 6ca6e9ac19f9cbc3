"""The six things that a generator may be asked for."""

from enum import StrEnum


class Ability(StrEnum):
    """What a generator can be asked for; `request.Request` says what each is handed and must keep to."""

    CONTINUE = "continue"  # write the bars after the last note
    INFILL = "infill"  # refill a region with music on both sides
    GENERATE = "generate"  # write bars from nothing
    ACCOMPANY = "accompany"  # write some tracks to what the others play
    VARY = "vary"  # stay near what is there
    INTERPOLATE = "interpolate"  # a path from one clip to another
