"""What the studio remembers of one person between two starts: a small JSON file."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

MOST_RECENT_FILES = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered choices. `geometry` is Qt's saved window geometry in hexadecimal."""

    theme: str = "Dark"
    text_scale: float = 0.0  # 0: as large as the system's
    last_folder: str = ""
    recent: tuple[str, ...] = ()
    output_id: str = ""
    output_leads_ms: dict[str, Any] = field(default_factory=dict)  # by id; how much earlier it is sent to
    geometry: str = ""
    metronome: bool = False
    click_output_id: str = ""
    count_in_bars: int = 0
    record_mode: str = "overdub"
    record_latency_ms: float = 0.0
    record_quantizes: bool = False
    inputs: str = "*"  # ids, a line each; "*": all there are
    clock_outputs: str = ""  # ids, a line each; an empty line is the main output
    sync_source: str = "internal"
    thru: bool = True
    genre: str = ""
    plugin_id: str = ""
    layout: dict[str, Any] = field(default_factory=dict)  # as WindowLayout.state
    keymap: dict[str, Any] = field(default_factory=dict)  # as Keymap.to_json; empty: our own keys
    session: str = ""  # the path of the one that was open last; the next start goes on with it
    has_started: bool = False  # the demo song opens at the first start only

    def with_recent(self, path: Path) -> "Settings":
        """With `path` as the file opened last."""
        others = tuple(p for p in self.recent if p != str(path))
        return replace(self, recent=(str(path), *others)[:MOST_RECENT_FILES], last_folder=str(path.parent))


class SettingsFile:
    """Loads and saves Settings. A damaged or missing file means the defaults; saving never raises."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or user_config_path("genre-studio", appauthor=False) / "settings.json"

    def load(self) -> Settings:
        try:
            read = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return Settings()
        return _settings_from(read) if isinstance(read, dict) else Settings()

    def save(self, settings: Settings) -> None:
        """Write beside the file, then take its place. A full or read-only disk only forgets."""
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(asdict(settings), indent=2), "utf-8")
            part.replace(self._path)


def _settings_from(read: dict[str, Any]) -> Settings:
    """The entries of the right type; others (an older or newer studio's) are passed over."""
    defaults = asdict(Settings())
    known = {
        k: v for k, v in read.items() if k in defaults and k != "recent" and type(v) is type(defaults[k])
    }
    recent = read.get("recent")
    paths = tuple(p for p in recent if isinstance(p, str)) if isinstance(recent, list) else ()
    return replace(Settings(), **known, recent=paths[:MOST_RECENT_FILES])
