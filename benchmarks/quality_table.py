"""The music-quality results as Markdown."""

from collections.abc import Mapping
from typing import Any

from genre_studio.evaluation.judge import Verdict
from genre_studio.evaluation.two_sample import ToldApart


def markdown(results: Mapping[str, Any]) -> str:
    """A table by genre, the tells, the judge and the controls."""
    size = "quick" if results["quick"] else "full"
    lines = [
        f"# Music quality: {results['name']} ({size}, seed {results['seed']}, {results['settings']})",
        "",
    ]
    lines += _genre_table(results["genres"])
    for genre, figures in results["genres"].items():
        apart: ToldApart = figures["told apart"]
        lines += ["", f"{genre}, told by (real > generated, AUC alone): {'; '.join(map(str, apart.tells))}"]
    lines += ["", *_judge_lines(results["judge"])]
    if "real against real" in results:
        controls = ", ".join(f"{g} {c['mean']:.2f}" for g, c in results["real against real"].items())
        lines += ["", f"Real against real, halves by author, mean of best model's AUC: {controls}"]
    lines += ["", *_report_table(results["report"])] if results.get("report") else []
    return "\n".join([*lines, "", f"{results['seconds']:.0f} s", ""])


def _genre_table(genres: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = {
        "told apart, AUC (95%)": lambda f: _auc(f["told apart"]),
        "- by model": lambda f: ", ".join(f"{auc:.2f}" for auc in f["told apart"].aucs.values()),
        "- windows real/generated, pieces": lambda f: (
            f"{f['told apart'].real_windows}/{f['told apart'].other_windows}, {f['told apart'].pieces}"
        ),
        "taken for its genre": lambda f: _share(f["taken for its genre"]),
        "- real bars": lambda f: _share(f["taken for its genre, real bars"]),
        "after another genre's primer, last 8 of 16": lambda f: _share(
            f["taken for its genre after another's primer"]["last 8 bars"]
        ),
        "- any 8 of 16": lambda f: _share(f["taken for its genre after another's primer"]["any 8 bars"]),
        "problems": lambda f: _problems(f["problems"]),
        "- under masks": lambda f: _problems(f.get("problems under masks", {})),
        "- in real bars": lambda f: _problems(f["problems of real bars"]),
        "bars copied from the primer (real)": lambda f: _copied(f["bars copied from the primer"]),
        "seconds per 8-bar take": lambda f: f"{f['seconds per 8-bar take']:.2f}",
    }
    table = [f"| | {' | '.join(genres)} |", "|---" * (len(genres) + 1) + "|"]
    for title, cell in rows.items():
        table.append(f"| {title} | {' | '.join(cell(figures) for figures in genres.values())} |")
    return table


def _judge_lines(verdict: Verdict) -> list[str]:
    confusion = "; ".join(
        f"{genre}: {' '.join(map(str, row))}"
        for genre, row in zip(verdict.genres, verdict.confusion, strict=True)
    )
    return [
        f"Judge on real held-out bars: balanced accuracy {verdict.balanced_accuracy:.3f}, "
        f"calibration error {verdict.calibration_error:.3f}; confusion (rows: truth) {confusion}"
    ]


def _report_table(report: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = ["| the report's GAN | told apart | taken for its genre |", "|---|---|---|"]
    for name, figures in report.items():
        lines.append(f"| {name} | {_auc(figures['told apart'])} | {_share(figures['taken for its genre'])} |")
    return lines


def _auc(apart: ToldApart) -> str:
    return f"{apart.auc:.2f} ({apart.low:.2f}-{apart.high:.2f})"


def _share(share: Mapping[str, float]) -> str:
    return f"{share['share']:.0%} ({share['low']:.0%}-{share['high']:.0%})"


def _problems(counts: Mapping[str, int]) -> str:
    found = [f"{count} {name}" for name, count in counts.items() if name not in ("takes", "sound")]
    return f"{', '.join(found) or 'none'} of {counts['takes']}" if counts else "-"


def _copied(shares: Mapping[str, float]) -> str:
    return f"{shares['generated']:.0%} ({shares['real']:.0%})"
