"""A plugin's description as JSON and back, checked: the only form in which the window meets a plugin."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.parameters import Choice, Number, Parameter, Switch, WholeNumber

_KINDS: dict[str, type[Number] | type[WholeNumber] | type[Choice] | type[Switch]] = {
    "number": Number,
    "whole": WholeNumber,
    "choice": Choice,
    "switch": Switch,
}
_ID = re.compile(r"[a-z0-9_]{1,64}")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")
_MODELS = re.compile(r"[A-Za-z_][\w.]*:[\w.-][\w./-]*")
_LONGEST_TEXT = 2_000
_MOST_PARAMETERS = 100


class InfoError(ValueError):
    """The description breaks a rule; the message is one sentence that says which."""


def info_to_json(info: object) -> dict[str, Any]:
    """The description as JSON values. Raises InfoError where it is no PluginInfo or breaks a rule."""
    if not isinstance(info, PluginInfo):
        raise InfoError(f"The entry point must name a PluginInfo, not a {type(info).__name__}.")
    _check(info)
    values: dict[str, Any] = {f.name: getattr(info, f.name) for f in fields(info)}
    values["abilities"] = sorted(str(ability) for ability in info.abilities)
    values["genres"] = list(info.genres)
    values["parameters"] = [_parameter_to_json(parameter) for parameter in info.parameters]
    return values


def info_from_json(values: object) -> PluginInfo:
    """The description that `info_to_json` wrote. Raises InfoError for anything else."""
    if not isinstance(values, dict):
        raise InfoError("The description is not a table of values.")
    try:
        abilities = frozenset(Ability(ability) for ability in values["abilities"])
        parameters = tuple(_parameter_from_json(parameter) for parameter in values["parameters"])
        plain = {**values, "abilities": abilities, "parameters": parameters}
        info = PluginInfo(**{**plain, "genres": tuple(values["genres"])})
    except (KeyError, TypeError, ValueError) as error:
        raise InfoError(f"The description cannot be read: {error}.") from error
    _check(info)
    return info


def _parameter_to_json(parameter: Parameter) -> dict[str, Any]:
    kind = next(name for name, cls in _KINDS.items() if type(parameter) is cls)
    return {"kind": kind, **asdict(parameter)}


def _parameter_from_json(values: Mapping[str, Any]) -> Parameter:
    rest = {name: value for name, value in values.items() if name != "kind"}
    if "options" in rest:
        rest["options"] = tuple((option, title) for option, title in rest["options"])
    rest["only_for"] = tuple(Ability(ability) for ability in rest.get("only_for", ()))
    return _KINDS[values["kind"]](**rest)


def _require(rule_holds: bool, sentence: str) -> None:
    if not rule_holds:
        raise InfoError(sentence)


def _check(info: PluginInfo) -> None:
    _require(
        isinstance(info.id, str) and bool(_ID.fullmatch(info.id)), "Its id must be [a-z0-9_], 64 at most."
    )
    for name in ("title", "version", "summary"):
        _check_text(f"Its {name}", getattr(info, name), required=True)
    _require(type(info.api_version) is int, "Its api_version must be a whole number.")
    _check_dotted("generator", info.generator)
    if info.trainer is not None:
        _check_dotted("trainer", info.trainer)
    if info.models is not None:
        _require(
            isinstance(info.models, str) and bool(_MODELS.fullmatch(info.models)) and ".." not in info.models,
            'Its models must be named "package:folder".',
        )
    _check_abilities_and_genres(info)
    _check_parameters(info)


def _check_text(what: str, text: object, *, required: bool = False) -> None:
    _require(isinstance(text, str) and len(text) <= _LONGEST_TEXT, f"{what} must be a short text.")
    _require(bool(text) or not required, f"{what} is empty.")


def _check_dotted(name: str, value: object) -> None:
    _require(
        isinstance(value, str) and bool(_DOTTED.fullmatch(value)),
        f'Its {name} must be named "package.module:Name".',
    )


def _check_abilities_and_genres(info: PluginInfo) -> None:
    known = isinstance(info.abilities, frozenset) and all(isinstance(a, Ability) for a in info.abilities)
    _require(known and bool(info.abilities), "Its abilities must be a frozenset of at least one Ability.")
    _require(
        isinstance(info.genres, tuple) and bool(info.genres), "Its genres must be a tuple of at least one."
    )
    for genre in info.genres:
        _check_text("A genre", genre, required=True)
    _require(len(set(info.genres)) == len(info.genres), "A genre is named twice.")


def _check_parameters(info: PluginInfo) -> None:
    _require(isinstance(info.parameters, tuple), "Its parameters must be a tuple.")
    _require(len(info.parameters) <= _MOST_PARAMETERS, f"It has more than {_MOST_PARAMETERS} parameters.")
    for parameter in info.parameters:
        _require(
            type(parameter) in _KINDS.values(),
            "A parameter must be a Number, WholeNumber, Choice or Switch.",
        )
        _check_parameter(parameter)
        only_for = parameter.only_for
        _require(
            isinstance(only_for, tuple) and all(ability in info.abilities for ability in only_for),
            f"Parameter {parameter.id}: what it is only for must be a tuple of the plugin's own abilities.",
        )
    ids = [parameter.id for parameter in info.parameters]
    _require(len(set(ids)) == len(ids), "Two parameters share an id.")


def _check_parameter(parameter: Parameter) -> None:
    _require(
        isinstance(parameter.id, str) and bool(_ID.fullmatch(parameter.id)),
        "A parameter's id must be of [a-z0-9_], 64 letters at most.",
    )
    what = f"Parameter {parameter.id}"
    _check_text(f"{what}: its title", parameter.title, required=True)
    _check_text(f"{what}: its help", parameter.help)
    if isinstance(parameter, Choice):
        _check_choice(what, parameter)
    elif isinstance(parameter, Switch):
        _require(type(parameter.default) is bool, f"{what}: its default must be True or False.")
    else:
        _check_range(what, parameter)


def _check_choice(what: str, choice: Choice) -> None:
    pairs = isinstance(choice.options, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(word, str) for word in pair)
        for pair in choice.options
    )
    _require(pairs and bool(choice.options), f"{what}: its options must be (id, title) pairs.")
    ids = [option for option, _ in choice.options]
    _require(len(set(ids)) == len(ids), f"{what}: two options share an id.")
    _require(choice.default in ids, f"{what}: its default is not one of its options.")


def _check_range(what: str, number: Number | WholeNumber) -> None:
    values = [number.minimum, number.default, number.maximum]
    if isinstance(number, WholeNumber):
        _require(all(type(v) is int for v in values), f"{what}: its range and default must be whole numbers.")
    else:
        real = all(type(v) in (int, float) and math.isfinite(v) for v in values)
        _require(real, f"{what}: its range and default must be numbers.")
        _require(type(number.step) in (int, float) and number.step > 0, f"{what}: its step must be above 0.")
        _check_text(f"{what}: its low word", number.low)
        _check_text(f"{what}: its high word", number.high)
    _check_text(f"{what}: its unit", number.unit)
    _require(number.minimum < number.maximum, f"{what}: its range must run from a lower to a higher number.")
    _require(
        number.minimum <= number.default <= number.maximum, f"{what}: its default lies outside its range."
    )
