"""Which key asks for which command: a preset, and a person's own changes over it. A value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from PySide6.QtGui import QKeySequence

from genre_studio.ui.commands.command import Command, Scope
from genre_studio.ui.commands.presets import OURS, PRESETS
from genre_studio.ui.commands.table import COMMANDS, command

_SHARED = (Scope.WINDOW, Scope.ROLL)
"""Scopes of which both may be heard at once; a key of any other is heard by its own part alone."""


@dataclass(frozen=True, eq=False)
class Keymap:
    """Keys by command id, as QKeySequence's portable text; an empty text is no key.

    A key means one thing: what a person has changed goes before the preset, and the preset before our
    own keys, which it leaves as they are wherever they do not clash.
    """

    preset: str = OURS
    changes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise ValueError(f"There is no preset of shortcuts named {self.preset}.")

    def key(self, id: str) -> str:
        """The key of a command in portable text; empty where it has none."""
        return self._keys[id]

    def text(self, id: str) -> str:
        """The key of a command as this computer writes it."""
        return QKeySequence(self.key(id)).toString(QKeySequence.SequenceFormat.NativeText)

    def hint(self, id: str, title: str = "") -> str:
        """Title and key, as a tooltip says them."""
        said = title or command(id).title
        return f"{said} ({self.text(id)})" if self.key(id) else said

    def meant(self, scope: Scope, key: QKeySequence) -> Command | None:
        """The command of this scope that a pressed key asks for."""
        pressed = key.toString(QKeySequence.SequenceFormat.PortableText)
        return next((c for c in COMMANDS if c.scope is scope and pressed and self.key(c.id) == pressed), None)

    def clashing(self, id: str, key: str) -> tuple[Command, ...]:
        """The other commands that could not be told apart from `id` if it had this key."""
        return tuple(
            other
            for other in COMMANDS
            if other.id != id and _meet(other, command(id)) and _clash(self.key(other.id), key)
        )

    def with_key(self, id: str, key: str) -> "Keymap":
        """With this key for a command; whatever it clashes with has none any more."""
        freed = {other.id: "" for other in self.clashing(id, key)} if key else {}
        return replace(self, changes={**self.changes, **freed, id: _portable(key)})

    def with_swapped(self, id: str, key: str) -> "Keymap":
        """With this key for a command, whose own goes to the first command that had it."""
        others = self.clashing(id, key)
        swapped = {others[0].id: self.key(id)} if others else {}
        changed = self.with_key(id, key)
        return replace(changed, changes={**changed.changes, **swapped})

    def with_reset(self, id: str) -> "Keymap":
        """With the preset's key for a command again."""
        return replace(self, changes={other: key for other, key in self.changes.items() if other != id})

    def with_preset(self, preset: str) -> "Keymap":
        """Another preset, without any change of one's own."""
        return Keymap(preset)

    def to_json(self) -> dict[str, Any]:
        return {"preset": self.preset, "keys": dict(self.changes)}

    @classmethod
    def from_json(cls, read: object) -> "Keymap":
        """What `to_json` wrote. Commands and presets that this studio does not know are passed over.

        Raises ValueError, with a sentence for a person, for what is no map of shortcuts.
        """
        keys = read.get("keys") if isinstance(read, dict) else None
        if not isinstance(read, dict) or not isinstance(keys, dict):
            raise ValueError("This is no file of shortcuts.")
        preset = read.get("preset")
        known = {each.id for each in COMMANDS}
        changes = {id: _portable(key) for id, key in keys.items() if id in known and isinstance(key, str)}
        return cls(preset if isinstance(preset, str) and preset in PRESETS else OURS, changes)

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return _keys_of(self.preset, tuple(sorted(self.changes.items())))


@lru_cache(maxsize=8)  # every part of the window asks for the same one
def _keys_of(preset: str, changes: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Each command's key, the strongest wish first; a key that is taken is nobody else's."""
    keys: dict[str, str] = {}
    holders: dict[str, list[str]] = {}  # by the first stroke: only those can clash
    for id, key in _wanted(PRESETS[preset], dict(changes)):
        alike = holders.setdefault(key.split(", ")[0], [])
        taken = any(_meet(command(id), command(other)) and _clash(key, keys[other]) for other in alike)
        keys[id] = "" if taken else key
        if keys[id]:
            alike.append(id)
    return MappingProxyType(keys)


def _wanted(preset: Mapping[str, str], changes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each command and the key that is wished for it, the strongest wish first."""
    for each in COMMANDS:
        if each.id in changes:
            yield each.id, changes[each.id]
    for each in COMMANDS:
        if each.id in preset and each.id not in changes:
            yield each.id, _portable(preset[each.id])
    for each in COMMANDS:
        if each.id not in preset and each.id not in changes:
            yield each.id, _portable(each.shortcut)


def _meet(a: Command, b: Command) -> bool:
    """Whether one key could ask for either of two commands."""
    return a.scope is b.scope or (a.scope in _SHARED and b.scope in _SHARED)


def _clash(a: str, b: str) -> bool:
    """Equal keys, or one the beginning of the other: "G" would hide "G, N"."""
    return bool(a and b) and (a == b or a.startswith(f"{b}, ") or b.startswith(f"{a}, "))


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
