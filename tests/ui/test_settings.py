"""What is remembered between two starts, and what a damaged file does."""

from pathlib import Path

import pytest

from genre_studio.ui.settings import MOST_RECENT_FILES, Settings, SettingsFile


def test_settings_come_back(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "new" / "settings.json")
    assert file.load() == Settings()
    settings = Settings(theme="Light", genre="jazz").with_recent(tmp_path / "a.mid")
    file.save(settings)
    assert file.load() == settings
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": 3, "recent": [1, "b.mid"], "later": true}'])
def test_what_makes_no_sense_is_passed_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    settings = SettingsFile(path).load()
    assert settings.theme == "Dark"
    assert settings.recent in ((), ("b.mid",))


def test_a_place_that_cannot_be_written_only_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    SettingsFile(tmp_path / "file" / "settings.json").save(Settings())


def test_recent_files_are_few_and_newest_first() -> None:
    settings = Settings()
    for number in (*range(12), 5):
        settings = settings.with_recent(Path(f"/songs/{number}.mid"))
    assert len(settings.recent) == MOST_RECENT_FILES
    assert Path(settings.recent[0]).name == "5.mid"
    assert len(set(settings.recent)) == len(settings.recent)
