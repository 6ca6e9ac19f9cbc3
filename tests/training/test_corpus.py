"""Held-out pieces: by work and author, never by file."""

from pathlib import Path

import pytest

from genre_studio.training.corpus import HELD_OUT_SHARE, author_of, read_corpus
from tests.helpers.shared_data import shared_data

HEADER = (
    "use genre file title subset source licence programs notes seconds meter drums timing beat_sync "
    "piece_group synthetic_tracks groove"
)


def corpus(folder: Path, rows: list[tuple[str, str, str, str, str]]) -> Path:
    """A manifest of (file, title, subset, beat_sync, group) rows."""
    lines = ["\t".join(HEADER.split())]
    for file, title, subset, beat_sync, group in rows:
        fields = [
            "ship",
            "jazz",
            file,
            title,
            subset,
            "src",
            "CC0",
            "4",
            "900",
            "60",
            "4/4",
            "1",
            "",
            beat_sync,
            group,
            "",
            "",
        ]
        lines.append("\t".join(fields))
    (folder / "MANIFEST.tsv").write_text("\n".join(lines) + "\n")
    return folder


def many(count: int) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"f{i}.mid", f"Player{i // 3} - Tune{i}", "wjd-combo", "0.9", f"g{i // 2}") for i in range(count)
    ]


def test_no_author_and_no_work_is_on_both_sides(tmp_path: Path) -> None:
    pieces = read_corpus(corpus(tmp_path, many(300)), uses=("ship",))
    for key in ("author", "work"):
        learned = {getattr(piece, key) for piece in pieces if not piece.held_out}
        assert not learned & {getattr(piece, key) for piece in pieces if piece.held_out}
    share = sum(piece.held_out for piece in pieces) / len(pieces)
    assert HELD_OUT_SHARE / 2 < share <= HELD_OUT_SHARE


def test_the_choice_does_not_depend_on_the_order_of_the_manifest(tmp_path: Path) -> None:
    rows = many(60)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = read_corpus(corpus(tmp_path / "a", rows), uses=("ship",))
    second = read_corpus(corpus(tmp_path / "b", rows[::-1]), uses=("ship",))
    assert [(p.path.name, p.held_out) for p in first] == [(p.path.name, p.held_out) for p in second]


def test_free_time_performances_are_left_out(tmp_path: Path) -> None:
    rows = [("a.mid", "A - x", "wjd-combo", "0.9", "g1"), ("b.mid", "B - y", "wjd-combo", "0.1", "g2")]
    assert [piece.path.name for piece in read_corpus(corpus(tmp_path, rows), uses=("ship",))] == ["a.mid"]


@pytest.mark.parametrize(
    ("subset", "title", "author"),
    [
        ("openscore-lieder", "Schubert_Franz_4_Lieder_Op_96_2", "schubert"),
        ("openscore-quartets", "scores_Haydn_Joseph_String_Quartet", "haydn"),
        ("piano-midi.de", "Mozart - Sonata_No.13", "mozart"),
        ("wjd-combo", "LeeMorgan - TotemPole", "leemorgan"),
        ("freedoom", "d_e1m1", "work g9"),
    ],
)
def test_authors_are_read_from_titles(subset: str, title: str, author: str) -> None:
    assert author_of(subset, title, "g9") == author


def test_the_real_corpus_has_held_out_pieces_of_every_genre() -> None:
    pieces = read_corpus(shared_data())
    assert {piece.genre for piece in pieces if piece.held_out} == {"classical", "jazz", "rock"}
    assert not {(p.genre, p.author) for p in pieces if p.held_out} & {
        (p.genre, p.author) for p in pieces if not p.held_out
    }
