"""Typed parameters: the generator panel and the `--set` option are both built from them.

`only_for` names the abilities that a parameter matters to; empty: to all. Where another one is asked
for, the window does not show it, and its value goes along unread.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from genre_studio.music.provenance import SettingValue
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.errors import GenerationError

ParameterValue: TypeAlias = SettingValue


@dataclass(frozen=True, slots=True)
class Number:
    """A real number within [minimum, maximum]; `low` and `high` are words for the dial's ends."""

    id: str
    title: str
    default: float
    minimum: float
    maximum: float
    step: float = 0.01
    unit: str = ""
    low: str = ""
    high: str = ""
    help: str = ""
    only_for: tuple[Ability, ...] = ()

    def parse(self, value: ParameterValue) -> float:
        return _within(self, _number(self, value))


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number within [minimum, maximum]."""

    id: str
    title: str
    default: int
    minimum: int
    maximum: int
    unit: str = ""
    help: str = ""
    only_for: tuple[Ability, ...] = ()

    def parse(self, value: ParameterValue) -> int:
        number = _within(self, _number(self, value))
        if number != int(number):
            raise GenerationError(f"{self.title} must be a whole number, not {value}.")
        return int(number)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`, each an (id, title) pair."""

    id: str
    title: str
    default: str
    options: tuple[tuple[str, str], ...]
    help: str = ""
    only_for: tuple[Ability, ...] = ()

    def parse(self, value: ParameterValue) -> str:
        known = [option for option, _ in self.options]
        if value not in known:
            raise GenerationError(f"{self.title} must be one of {', '.join(known)}, not {value}.")
        return str(value)


_ON = frozenset({"true", "on", "1", "yes"})
_OFF = frozenset({"false", "off", "0", "no"})


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    id: str
    title: str
    default: bool
    help: str = ""
    only_for: tuple[Ability, ...] = ()

    def parse(self, value: ParameterValue) -> bool:
        word = str(value).lower()
        if word not in _ON | _OFF:
            raise GenerationError(f"{self.title} must be on or off, not {value}.")
        return word in _ON


WILDNESS = Number(
    id="temperature",
    title="Wildness",
    default=1.0,
    minimum=0.5,
    maximum=1.5,
    low="Safe",
    high="Wild",
    help="How far the notes may stray from the likeliest ones.",
)
FOCUS = Number(
    id="top_p",
    title="Focus",
    default=1.0,
    minimum=0.5,
    maximum=1.0,
    low="Narrow",
    high="Open",
    help="Lower keeps to the likeliest notes; at 1 as many as the genre itself uses.",
)
DENSITY = Number(
    id="density",
    title="Density",
    default=0.5,
    minimum=0.0,
    maximum=1.0,
    low="Sparse",
    high="Dense",
    help="How many notes a bar gets. The middle is what the genre itself does.",
)
"""Dials that several generators have: the same dial is called the same everywhere."""

LONGEST_QUOTE = WholeNumber(
    id="longest_quote",
    title="Longest quote",
    default=12,
    minimum=6,
    maximum=64,
    unit="notes",
    help="Takes avoid playing more notes in a row of one piece that the model learned from.",
)
"""A plugin that lists this and ships models with a quotes file has its takes kept to it.

The studio sees to it after the take is made (generation.quote_guard); a plugin that chooses between
drafts does better to choose by it (generation.quotes).
"""

Parameter: TypeAlias = Number | WholeNumber | Choice | Switch


def checked_values(
    parameters: Iterable[Parameter], given: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """Every parameter's value: the given one, parsed and checked, or its default.

    Raises GenerationError for an unknown name or a value outside its range.
    """
    by_id = {parameter.id: parameter for parameter in parameters}
    for name in given:
        if name not in by_id:
            raise GenerationError(f"There is no setting '{name}'; there are: {', '.join(by_id)}.")
    return {id: p.parse(given[id]) if id in given else p.default for id, p in by_id.items()}


def _number(parameter: Number | WholeNumber, value: ParameterValue) -> float:
    try:
        return float(value)
    except ValueError:
        raise GenerationError(f"{parameter.title} must be a number, not '{value}'.") from None


def _within(parameter: Number | WholeNumber, value: float) -> float:
    if not parameter.minimum <= value <= parameter.maximum:
        raise GenerationError(
            f"{parameter.title} must lie within {parameter.minimum} and {parameter.maximum}, not {value}."
        )
    return value
