"""An evaluation of a stand-in generator: from plan to the files of the report."""

import csv
import json
import threading

import numpy as np
import pytest

from genre_studio.evaluation import taking
from genre_studio.evaluation.evaluation_run import Plan, run
from genre_studio.evaluation.figures import TABLES, Figure
from genre_studio.evaluation.intervals import Estimate
from genre_studio.evaluation.passage import passage_of
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.report_files import CSV_NAME, JSON_NAME, write_report
from genre_studio.evaluation.report_page import report_page
from genre_studio.evaluation.report_plots import interval_plot
from genre_studio.evaluation.sample import Sample, piece_number
from genre_studio.evaluation.shipped import load_judge, load_reference
from genre_studio.evaluation.tables import REAL, Of, bar_roll_figures, frechet_figures, nearest_genres
from genre_studio.evaluation.taking import Contender, Errand, carry_out, errands
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import Ability, Cancelled, GenerationError
from tests.helpers.installed_plugins import installed
from tests.helpers.samples import small_reference

BAR = 1920


def a_primer(number=0):
    notes = make_notes(np.arange(32) * 480, np.full(32, 480), 60 + (np.arange(32) * (number + 2)) % 12)
    song = Song(tracks=(Track("Lead", 0, notes),))
    return Primer(song, song, 8, 0, (0,), f"piece {number}", "", "jazz", 0)


@pytest.fixture
def echo(monkeypatch, tmp_path_factory):
    """The stand-in generator that repeats the bars before."""
    (record,) = installed(monkeypatch, tmp_path_factory.mktemp("site"), "echo_generator", "echo")
    return Contender(record, None)


@pytest.fixture
def plan(echo):
    reference = small_reference()
    primers = {genre: [a_primer(n) for n in range(6)] for genre in reference}
    commands = {REAL: "again real", echo.name: "again echo"}
    return Plan((echo,), ["jazz"], primers, reference, load_judge(), 12, 2, 5, commands, "real", 1)


def test_every_figure_says_what_made_it(plan, tmp_path, monkeypatch):
    monkeypatch.setattr("genre_studio.evaluation.tables.PERMUTATIONS", 9)
    heard = []
    figures = run(plan, lambda fraction, words: heard.append(fraction), threading.Event())
    assert heard == sorted(heard) and heard[-1] == 1
    assert {figure.table for figure in figures} <= set(TABLES)
    assert {
        "frechet",
        "bar rolls",
        "judge",
        "told apart",
        "tells",
        "bins",
        "sound",
        "measures",
        "arrived",
    } <= {figure.table for figure in figures}
    assert all(figure.command in ("again real", "again echo") and figure.seed == 5 for figure in figures)
    worst = {f.column: f.estimate.value for f in figures if f.model == "silence"}
    rolls = [f for f in figures if f.table == "bar rolls" and f.model != "silence"]
    assert rolls and all(f.estimate.value < worst[f.column] for f in rolls)
    write_report(
        tmp_path, report_page(figures, about=[("Seed", "5")], summary=["<b>"]), figures, {"Seed": "5"}
    )
    with (tmp_path / CSV_NAME).open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(figures)
    document = json.loads((tmp_path / JSON_NAME).read_text(encoding="utf-8"))
    assert len(document["figures"]) == len(figures)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" in page and "<svg" in page and "again echo" in page


def test_workers_change_nothing(echo):
    asked = errands(echo, "jazz", [a_primer(n) for n in range(3)], takes=12, bars=8, seed=3)
    one = carry_out(asked, workers=1, stop=threading.Event(), tell=lambda done: None)
    two = carry_out(asked, workers=2, stop=threading.Event(), tell=lambda done: None)
    assert len(one) == len(two) == 12
    assert [m.song.tracks[0].notes.tobytes() for m in one] == [m.song.tracks[0].notes.tobytes() for m in two]


def test_takes_are_spread_over_the_primers(echo):
    asked = errands(echo, "jazz", [a_primer(0), a_primer(1)], takes=13, bars=8, seed=3)
    assert [errand.takes for errand in asked] == [5, 5, 3]
    assert [errand.primer.piece for errand in asked] == ["piece 0", "piece 1", "piece 0"]
    assert len({errand.seed for errand in asked}) == 3
    with pytest.raises(GenerationError, match="no music to continue in rock"):
        errands(echo, "rock", [], takes=5, bars=8, seed=0)


def test_a_refused_request_costs_its_own_takes_alone(echo, monkeypatch):
    asked = errands(echo, "jazz", [a_primer(n) for n in range(3)], takes=12, bars=8, seed=3)
    make = taking._made
    refused = {asked[1].seed}

    def made(client, errand, stop):
        if errand.seed in refused:
            raise GenerationError("Not in this meter.")
        return make(client, errand, stop)

    monkeypatch.setattr(taking, "_made", made)
    assert len(carry_out(asked, workers=2, stop=threading.Event(), tell=lambda done: None)) == 7
    refused |= {errand.seed for errand in asked}
    with pytest.raises(GenerationError, match="Not in this meter"):
        carry_out(asked, workers=1, stop=threading.Event(), tell=lambda done: None)


def test_a_stop_is_heard(plan):
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        run(plan, lambda fraction, words: None, stop)


def test_what_only_writes_is_asked_for_bars_from_nothing(echo):
    class Writer(Contender):
        ability = Ability.GENERATE

    errand = Errand(Writer(echo.record, None), "jazz", a_primer(), 8, 2, 1)
    assert errand.request.ability is Ability.GENERATE
    assert (errand.request.region.start, errand.request.region.end) == (0, 8 * BAR)
    assert not len(errand.request.song.tracks[0].notes)


def test_real_music_is_nearest_to_its_own_genre():
    real, judge = load_reference(), load_judge()
    of = Of("itself", 1, "again")
    figures = list(frechet_figures(of, judge, real, real))
    assert nearest_genres(figures, "frechet", "itself") == (3, 3)
    swapped = {"jazz": real["classical"]}
    figures = list(frechet_figures(of, judge, swapped, real))
    assert nearest_genres(figures, "frechet", "itself") == (0, 1)
    own = next(figure for figure in figures if figure.column == "jazz")
    assert own.p is not None and own.p > 0.5


def test_a_diagonal_needs_its_significance():
    sample = Sample.of([passage_of(a_primer(n).song, 0, piece=f"{n}") for n in range(40)])
    near, far = np.full(40, 0.3), np.full(40, 0.7)
    noise = 0.5 + 0.1 * (-1.0) ** np.arange(40)
    of = Of("ours", 1, "again")
    clear = list(bar_roll_figures(of, {"jazz": {"jazz": near, "rock": far}}, {"jazz": sample}))
    assert nearest_genres(clear, "bar rolls", "ours") == (1, 1)
    chance = list(
        bar_roll_figures(of, {"jazz": {"jazz": noise - 0.001, "rock": noise[::-1]}}, {"jazz": sample})
    )
    assert nearest_genres(chance, "bar rolls", "ours") == (0, 1)
    assert piece_number("a") == piece_number("a") != piece_number("b")


def test_plots_draw_intervals_and_real_music_hollow():
    nothing = float("nan")
    ours = Figure("told apart", "ours", "jazz", "AUC", Estimate(0.7, 0.6, 0.8, 9), "", 1, "again")
    real = Figure("told apart", "real", "jazz", "AUC", Estimate(0.5, nothing, nothing, 9), "", 1, "again")
    drawn = interval_plot([("ours, jazz", ours), ("real <jazz>", real)], low=0, high=1)
    assert drawn.count("<circle") == 2 and drawn.count('<line class="made"') == 1
    assert "real &lt;jazz&gt;" in drawn and '<line class="real"' not in drawn
    assert interval_plot([]) == ""
