"""Frozen values as JSON and arrays, and back under their type hints: the form of everything in a file.

Writing follows the value; reading follows the hints of its class, so a file can only ever make
values of the types that the code declares. A field that the class has gained since is filled by its
default; one that it does not know is an error, never passed over.
"""

import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.difference import SongDifference, TrackDifference
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import GenerationError
from genre_studio.session.checks import check
from genre_studio.session.errors import DamagedRecord

Arrays = list[NDArray[Any]]
_LARGEST_WHOLE = 2**53
_LONGEST_TEXT = 2**20
_VALUES_OF: dict[type, type] = {SongDifference: Song, TrackDifference: Track}
"""Whose fields the `before` and `after` of a difference name."""


def to_plain(value: Any, arrays: Arrays) -> Any:
    """`value` as JSON; its arrays are appended to `arrays` and named by their place there.

    Raises TypeError for a value that has no form in a file.
    """
    if isinstance(value, np.ndarray):
        arrays.append(value)
        plain: Any = len(arrays) - 1
    elif isinstance(value, Mapping):
        plain = [[to_plain(key, arrays), to_plain(each, arrays)] for key, each in value.items()]
    elif isinstance(value, tuple | list):
        plain = [to_plain(each, arrays) for each in value]
    elif isinstance(value, frozenset):
        plain = sorted(to_plain(each, arrays) for each in value)
    elif is_dataclass(value):
        plain = {field.name: to_plain(getattr(value, field.name), arrays) for field in fields(value)}
    else:
        plain = _plain_scalar(value)
    return plain


def _plain_scalar(value: Any) -> Any:
    match value:
        case Enum() if not isinstance(value, int | str):
            return value.name
        case Enum():
            return value.value
        case bytes():
            return value.hex()
        case np.generic():
            return value.item()
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(f"{type(value).__name__} has no form in a session file")


def from_plain(hint: Any, plain: Any, arrays: Arrays) -> Any:
    """The value of type `hint` that `to_plain` wrote. Raises DamagedRecord for anything else."""
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _one_of(get_args(hint), plain, arrays)
    if origin is np.ndarray:
        return _array(plain, arrays)
    if origin is not None:
        return _collection(origin, get_args(hint), plain, arrays)
    if isinstance(hint, type) and issubclass(hint, Enum):
        is_plain = issubclass(hint, int | str)
        return _made(hint if is_plain else lambda name: hint[name], plain)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, plain, arrays)
    return _scalar(hint, plain)


def _scalar(hint: Any, plain: Any) -> Any:
    if hint is bytes and isinstance(plain, str):
        return _made(bytes.fromhex, plain)
    if hint is float and type(plain) in {int, float} and math.isfinite(plain):
        return float(plain)
    if hint is int and type(plain) is int and abs(plain) <= _LARGEST_WHOLE:
        return plain
    if hint is str and type(plain) is str and len(plain) <= _LONGEST_TEXT:
        return plain
    if hint is bool and type(plain) is bool:
        return plain
    raise DamagedRecord(f"expected {hint}")


def _one_of(hints: tuple[Any, ...], plain: Any, arrays: Arrays) -> Any:
    if plain is None and type(None) in hints:
        return None
    if type(plain) in hints:
        return _scalar(type(plain), plain)
    others = [hint for hint in hints if hint is not type(None)]
    if len(others) != 1:
        raise DamagedRecord("none of the types that are possible")
    return from_plain(others[0], plain, arrays)


def _collection(origin: Any, hints: tuple[Any, ...], plain: Any, arrays: Arrays) -> Any:
    if not isinstance(plain, list):
        raise DamagedRecord("expected a list")
    if origin is tuple:
        each = [hints[0]] * len(plain) if len(hints) == 2 and hints[1] is Ellipsis else hints
        if len(each) != len(plain):
            raise DamagedRecord("a tuple of another length")
        return tuple(from_plain(hint, item, arrays) for hint, item in zip(each, plain, strict=True))
    if origin is frozenset:
        return frozenset(from_plain(hints[0], item, arrays) for item in plain)
    if origin in {Mapping, dict}:
        return {from_plain(hints[0], k, arrays): from_plain(hints[1], v, arrays) for k, v in _pairs(plain)}
    raise TypeError(f"{origin} has no form in a session file")


def _record(cls: type, plain: Any, arrays: Arrays) -> Any:
    if not isinstance(plain, dict):
        raise DamagedRecord(f"expected a {cls.__name__}")
    known = _fields(cls)
    if plain.keys() - known.keys():
        raise DamagedRecord(f"a {cls.__name__} with unknown fields")
    if any(name not in plain and not _has_default(field) for name, (_, field) in known.items()):
        raise DamagedRecord(f"a {cls.__name__} with fields missing")
    values = {name: _field(cls, name, known[name][0], plain, arrays) for name in plain}
    value = _made(lambda given: cls(**given), values)
    check(value)
    return value


def _field(cls: type, name: str, hint: Any, plain: Mapping[str, Any], arrays: Arrays) -> Any:
    if cls in _VALUES_OF and name in {"before", "after"}:
        whose = _fields(_VALUES_OF[cls])
        named = dict(_pairs(plain[name]))
        if named.keys() - whose.keys():
            raise DamagedRecord("a difference of unknown fields")
        return {field: from_plain(whose[field][0], value, arrays) for field, value in named.items()}
    return from_plain(hint, plain[name], arrays)


def _pairs(plain: Any) -> list[tuple[Any, Any]]:
    if not isinstance(plain, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and not isinstance(pair[0], list | dict) for pair in plain
    ):
        raise DamagedRecord("expected pairs")
    return [(key, value) for key, value in plain]


def _array(plain: Any, arrays: Arrays) -> NDArray[Any]:
    if type(plain) is not int or not 0 <= plain < len(arrays):
        raise DamagedRecord("an array that is not there")
    return arrays[plain]


def _made(make: Any, plain: Any) -> Any:
    """`make(plain)`: values refuse contradictions when they are made."""
    try:
        return make(plain)
    except (ValueError, TypeError, KeyError, ArithmeticError, GenerationError) as error:
        raise DamagedRecord(str(error)) from error


@cache
def _fields(cls: type) -> dict[str, tuple[Any, Field[Any]]]:
    """Of every field: its type hint and itself, by name."""
    hints = get_type_hints(cls)
    return {field.name: (hints[field.name], field) for field in fields(cls)}


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
