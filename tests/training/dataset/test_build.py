"""Datasets from folders and zips: read, chosen, held out, remembered; hostile files told of."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.music.midi_file import song_bytes, write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from genre_studio.training.dataset import (
    BuildRequest,
    DatasetBuild,
    DatasetError,
    DatasetFilters,
    DatasetReport,
)
from genre_studio.training.dataset.build import build_dataset
from genre_studio.training.music import read_music
from tests.helpers.corpora import scale_song


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Two genres of twenty different pieces each, by ten composers, and what a build must cope with."""
    folder = tmp_path / "music"
    for genre, root in (("Baroque", 40), ("Swing", 60)):
        for number in range(20):
            place = folder / genre / f"Composer {number % 10}"
            place.mkdir(parents=True, exist_ok=True)
            write_song(
                scale_song(root, 64 + number + root), place / f"Piece {'abcdefghijklmnopqrst'[number]}.mid"
            )
    write_song(scale_song(40, 64 + 40), folder / "Baroque" / "copy.mid")
    write_song(scale_song(43, 64 + 40), folder / "Baroque" / "up a third.mid")
    write_song(scale_song(40, 20), folder / "Baroque" / "short.mid")
    (folder / "broken.mid").write_bytes(b"no music at all")
    (folder / "LICENSE.txt").write_text("Free as the wind.")
    return folder


def built(sources: Sequence[Path], out: Path, filters: DatasetFilters | None = None) -> DatasetReport:
    request = BuildRequest(tuple(str(source) for source in sources), str(out), licence="CC0", processes=1)
    *_, report = build_dataset(request, filters or DatasetFilters())
    return report


def test_what_is_read_is_counted_chosen_and_held_out(music: Path, tmp_path: Path) -> None:
    report = built([music], tmp_path / "out")
    assert (report.stage, report.found, report.looked_at, report.broken) == ("done", 44, 44, 1)
    assert (report.kept, report.duplicates, report.transposed) == (40, 1, 1)
    assert report.left_out["fewer than 32 notes"] == 1
    assert dict(report.genres) == {"baroque": 20, "swing": 20}
    assert dict(report.meters) == {"4/4": 40}
    assert dict(report.instruments) == {"Keys": 40}
    assert "broken.mid" in report.broken_files[0]
    assert report.hours > 0
    pieces = read_music(tmp_path / "out")
    assert len(pieces) == 40
    held_out = {piece.author for piece in pieces if piece.held_out}
    assert held_out
    assert held_out.isdisjoint({piece.author for piece in pieces if not piece.held_out})
    assert {piece.licence for piece in pieces} == {"CC0"}
    assert pieces[0].song().note_count == 64 + 40
    assert "Free as the wind" in (tmp_path / "out" / "licences" / "000.txt").read_text()


def test_a_second_build_looks_at_nothing_and_a_new_file_alone(music: Path, tmp_path: Path) -> None:
    first = built([music], tmp_path / "out")
    again = built([music], tmp_path / "out")
    assert again == replace(first, from_cache=44)
    write_song(scale_song(50, 99), music / "Swing" / "new.mid")
    more = built([music], tmp_path / "out")
    assert (more.found, more.from_cache, more.kept) == (45, 44, 41)
    assert len(list((tmp_path / "out" / "shards").glob("*.zip"))) == 1


def test_an_interrupted_build_goes_on(music: Path, tmp_path: Path) -> None:
    request = BuildRequest((str(music),), str(tmp_path / "out"), processes=1)
    stopping = iter([False, True, True, True])
    list(build_dataset(request, DatasetFilters(), lambda: next(stopping)))
    assert not (tmp_path / "out" / "dataset.json").exists()
    assert built([music], tmp_path / "out").from_cache == 32  # a task was read before the stop


def test_filters_have_their_effect(music: Path, tmp_path: Path) -> None:
    waltz = replace(scale_song(55, 90), meters=(Meter(0, 3, 4),))
    write_song(waltz, music / "Swing" / "waltz.mid")
    drift = make_notes(
        [i * 240 + (i * 97) % 211 for i in range(80)], [100] * 80, [60 + i % 7 for i in range(80)], 80
    )
    write_song(Song(tracks=(Track(notes=drift),)), music / "Swing" / "drift.mid")
    looking = BuildRequest((str(music),), str(tmp_path / "a"), processes=1, only_look=True)
    *_, seen = build_dataset(looking, DatasetFilters(meters=("4/4",)))
    assert (seen.stage, seen.left_out["another meter"]) == ("done", 1)
    assert not (tmp_path / "a" / "dataset.json").exists()
    strict = built([music], tmp_path / "a", DatasetFilters(meters=("4/4",), genres=("swing",)))
    assert (strict.left_out["another meter"], strict.left_out["played in free time"]) == (1, 1)
    assert strict.left_out["another genre"] == 20
    wide = DatasetFilters(fewest_notes=1, fewest_bars=1, steadiness=0.0, duplicates=True, transposed=True)
    assert built([music], tmp_path / "b", wide).kept == 45


def test_a_single_composer_is_held_out_by_piece(tmp_path: Path) -> None:
    place = tmp_path / "mine"
    place.mkdir()
    for number in range(12):
        write_song(scale_song(40, 70 + number), place / f"Me - song {'abcdefghijkl'[number]}.mid")
    (place / "licences").mkdir()
    report = built([place], tmp_path / "out")
    assert report.held_out == 1
    assert "too few composers" in report.remark
    with pytest.raises(DatasetError, match="no MIDI file"):
        built([place / "licences"], tmp_path / "again")


def test_zips_are_read_and_never_trusted(tmp_path: Path) -> None:
    archive = tmp_path / "collection.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../etc/jazz/one.mid", song_bytes(scale_song(50, 80)))
        file.writestr("jazz/bomb.mid", b"\0" * (8 << 20))
        file.writestr("jazz/huge.mid", b"\0" * (33 << 20))
        file.writestr("jazz/inner.zip", b"PK")
        file.writestr("jazz/two.mid", song_bytes(scale_song(50, 81)))
    before = set(tmp_path.rglob("*"))
    report = built([archive], tmp_path / "out")
    assert (report.found, report.kept, report.broken) == (5, 2, 3)
    told = " ".join(report.broken_files)
    assert all(words in told for words in ("packed so tightly", "larger than", "a zip inside a zip"))
    beside = {path for path in tmp_path.rglob("*") if tmp_path / "out" not in path.parents}
    assert beside == before | {tmp_path / "out"}
    (tmp_path / "torn.zip").write_bytes(archive.read_bytes()[:5000])
    with pytest.raises(DatasetError, match="cannot be read as a zip"):
        built([tmp_path / "torn.zip"], tmp_path / "out2")


def test_a_build_in_its_own_process_reports_and_fails_in_a_sentence(music: Path, tmp_path: Path) -> None:
    request = BuildRequest((str(music),), str(tmp_path / "out"), processes=1)
    *_, last = DatasetBuild(request).reports()
    assert (last.stage, last.kept) == ("done", 40)
    nowhere = BuildRequest((str(tmp_path / "nowhere"),), str(tmp_path / "out"))
    with pytest.raises(DatasetError, match="neither a folder"):
        list(DatasetBuild(nowhere).reports())
