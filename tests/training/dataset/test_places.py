"""Where the window's datasets lie: a folder for each choice, facts taken along, old choices forgotten."""

from dataclasses import replace
from pathlib import Path

from genre_studio.training.dataset import DatasetFilters
from genre_studio.training.dataset.places import build_request, forget_other_choices

FILTERS = DatasetFilters()


def test_another_choice_lies_elsewhere_and_knows_what_was_read(tmp_path: Path) -> None:
    sources = [Path("/music/a"), Path("/music/b.zip")]
    first = build_request(sources, FILTERS, "", "", tmp_path)
    assert build_request(sources, FILTERS, "", "", tmp_path) == first
    Path(first.out).mkdir(parents=True)
    (Path(first.out) / "facts.jsonl").write_text("known\n")
    second = build_request(sources, replace(FILTERS, fewest_bars=9), "", "", tmp_path)
    assert second.out != first.out
    assert (Path(second.out) / "facts.jsonl").read_text() == "known\n"
    other = build_request(sources[:1], FILTERS, "", "", tmp_path)
    assert not (Path(other.out) / "facts.jsonl").exists()


def test_choices_that_nothing_reads_are_forgotten(tmp_path: Path) -> None:
    old, used, new = (tmp_path / name for name in ("old", "used", "new"))
    for folder in (old, used, new):
        folder.mkdir()
    forget_other_choices(new, [used])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "used"]
