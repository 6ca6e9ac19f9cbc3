"""Frozen dataclasses of plain values as JSON objects, read back with every type checked."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> dict[str, Any]:
    """A dataclass instance of plain values as a JSON object; mappings are copied."""
    items = ((entry.name, getattr(value, entry.name)) for entry in fields(value))
    return {name: dict(item) if isinstance(item, Mapping) else item for name, item in items}


def from_json(cls: type[T], record: Any) -> T:
    """An instance of `cls` from what `to_json` gave; unknown names are ignored.

    Raises ValueError where a value is missing or of another type.
    """
    if not isinstance(record, dict):
        raise ValueError(f"{cls.__name__} must be a JSON object")
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for entry in fields(cls):  # type: ignore[arg-type]  # T is a dataclass; TypeVar has no such bound
        if entry.name in record:
            values[entry.name] = _checked(hints[entry.name], record[entry.name], entry.name)
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise ValueError(f"{entry.name} is missing")
    return cls(**values)


def _checked(hint: Any, value: Any, name: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(value, list):
        return tuple(_checked(arguments[0], item, name) for item in value)
    if origin is Mapping and isinstance(value, dict):
        return {str(key): _checked(arguments[1], item, name) for key, item in value.items()}
    if origin is UnionType:
        return None if value is None else _checked(arguments[0], value, name)
    if hint is float and type(value) in (int, float):
        return float(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum) and isinstance(value, str):
        return hint(value)  # raises ValueError for an unknown word
    if origin is not None or type(value) is not hint:
        raise ValueError(f"{name} has a value of the wrong kind")
    return value
