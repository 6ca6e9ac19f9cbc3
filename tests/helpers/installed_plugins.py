"""Make the test plugins discoverable without installing them: a fabricated .dist-info on sys.path."""

import tomllib
from pathlib import Path

import pytest

from genre_studio.generation.discovery import PluginRecord, discover, find_record

PLUGIN_FOLDERS = Path(__file__).parent.parent / "plugins_for_tests"


def install(
    monkeypatch: pytest.MonkeyPatch,
    site: Path,
    *folders: str,
    only: tuple[str, ...] = (),
    plugins: Path = PLUGIN_FOLDERS,
) -> None:
    """As pip would leave them in `site`, but with the sources where they are.

    `only` keeps the entry points of these names; `plugins` is where the folders lie.
    """
    for folder in folders:
        source = plugins / folder
        project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
        info = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir(parents=True)
        metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
        (info / "METADATA").write_text(metadata)
        lines = ["[genre_studio.generators]"]
        for name, value in project["entry-points"]["genre_studio.generators"].items():
            if not only or name in only:
                lines.append(f"{name} = {value}")
        (info / "entry_points.txt").write_text("\n".join(lines))
        monkeypatch.syspath_prepend(source)
    monkeypatch.syspath_prepend(site)


def installed(monkeypatch: pytest.MonkeyPatch, site: Path, folder: str, *only: str) -> list[PluginRecord]:
    """Install, discover, and return the records of these entry points in this order."""
    install(monkeypatch, site, folder, only=only)
    records = discover(cache_path=site / "cache.json")
    found = [find_record(records, name) for name in only]
    return [record for record in found if record is not None]
