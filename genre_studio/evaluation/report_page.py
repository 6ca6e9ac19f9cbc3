"""A report as one HTML page: no script, no file beside it, readable in both themes and on paper."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from genre_studio.evaluation.figures import TABLES, Figure, TableInfo
from genre_studio.evaluation.measures import MEASURES
from genre_studio.evaluation.report_plots import interval_plot

_SHADED = ("frechet", "bar rolls", "judge")
_TURNED = ("measures", "tells")
_PLOTTED: Mapping[str, tuple[float | None, float | None]] = {
    "told apart": (0.25, 1.0),
    "bins": (0.0, 1.0),
    "quotes": (0.0, None),
    "arrived": (0.0, 1.0),
}


def report_page(
    figures: Sequence[Figure], *, about: Sequence[tuple[str, str]], summary: Sequence[str]
) -> str:
    """The page. `about` are facts of the run, `summary` sentences for the top."""
    parts = [_HEAD, "<h1>Genre Studio: evaluation</h1>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in summary]
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in about)
    parts.append(f'<table class="about">{rows}</table>')
    for id, info in TABLES.items():
        own = [figure for figure in figures if figure.table == id]
        if own:
            parts.append(_section(id, info, own))
    return "\n".join([*parts, "</main></body></html>\n"])


def _section(id: str, info: TableInfo, figures: Sequence[Figure]) -> str:
    direction = {True: "Lower is better.", False: "Higher is better.", None: ""}[info.lower_is_better]
    table = _turned_table(figures) if id in _TURNED else _table(figures, shaded=id in _SHADED)
    parts = [
        f"<section><h2>{escape(info.title)}</h2>",
        f"<p>{escape(info.meaning)} {direction} <small>{escape(info.source)}</small></p>",
        f'<div class="wide">{table}</div>',
    ]
    if id in _PLOTTED:
        first = figures[0].column
        low, high = _PLOTTED[id]
        shown = [(f"{f.model}, {f.genre}", f) for f in figures if f.column == first]
        parts.append(interval_plot(shown, low=low, high=high))
    if id == "measures":
        parts.append(_definitions())
    commands = dict.fromkeys(figure.command for figure in figures)
    lines = "\n".join(escape(command) for command in commands)
    parts.append(f"<details><summary>Make these again</summary><pre>{lines}</pre></details></section>")
    return "\n".join(parts)


def _table(figures: Sequence[Figure], *, shaded: bool) -> str:
    """A row for each model and genre, a column for each column."""
    columns = list(dict.fromkeys(figure.column for figure in figures))
    rows: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault((figure.model, figure.genre), {})[figure.column] = figure
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th>{escape(model)}</th><th>{escape(genre)}</th>{_cells(cells, columns, shaded=shaded)}</tr>"
        for (model, genre), cells in rows.items()
    )
    return f"<table><tr><th>Model</th><th>Genre</th>{head}</tr>{body}</table>"


def _cells(cells: Mapping[str, Figure], columns: Sequence[str], *, shaded: bool) -> str:
    values = [cells[c].estimate.value for c in columns if c in cells]
    smallest, largest = (min(values), max(values)) if values else (0.0, 1.0)
    parts = []
    for column in columns:
        figure = cells.get(column)
        share = 0.0
        if figure is not None and shaded and largest > smallest:
            share = (figure.estimate.value - smallest) / (largest - smallest)
            share = share if figure.table == "judge" else 1 - share  # dark: likest
        parts.append(_cell(figure, share))
    return "".join(parts)


def _cell(figure: Figure | None, share: float = 0.0) -> str:
    if figure is None:
        return "<td></td>"
    estimate = figure.estimate
    ends = np.isfinite(estimate.low) and np.isfinite(estimate.high)
    interval = f" <small>{estimate.low:.3g} to {estimate.high:.3g}</small>" if ends else ""
    chance = f" <small>p {figure.p:.3f}</small>" if figure.p is not None else ""
    note = f" <small>{escape(figure.note)}</small>" if figure.note else ""
    count = f"{estimate.count} windows or takes, {estimate.pieces or 'no'} groups, seed {figure.seed}"
    title = escape(f"{count}\n{figure.command}", quote=True)
    style = f' style="--share:{share:.2f}"' if share else ""
    mark = " class=shaded" if share else ""
    return f'<td{mark}{style} title="{title}">{estimate.value:.3g}{interval}{chance}{note}</td>'


def _turned_table(figures: Sequence[Figure]) -> str:
    """A row for each genre and column, a column for each model."""
    models = list(dict.fromkeys(figure.model for figure in figures))
    models.sort(key=lambda model: model != "real")
    rows: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault((figure.genre, figure.column), {}).setdefault(figure.model, figure)
    head = "".join(f"<th>{escape(model)}</th>" for model in models)
    body = "".join(
        f"<tr><th>{escape(genre)}</th><th>{escape(column)} <small>{escape(_unit(cells))}</small></th>"
        f"{''.join(_cell(cells.get(model)) for model in models)}</tr>"
        for (genre, column), cells in sorted(rows.items(), key=lambda row: row[0][0])
    )
    return f"<table><tr><th>Genre</th><th></th>{head}</tr>{body}</table>"


def _unit(cells: Mapping[str, Figure]) -> str:
    return next(iter(cells.values())).unit


def _definitions() -> str:
    """What each measure is, once for all families."""
    said = dict.fromkeys((m.name.split(",")[0], m.definition) for m in MEASURES)
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in said)
    return f"<details><summary>What each measure is</summary><dl>{rows}</dl></details>"


_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Genre Studio: evaluation</title>
<style>
:root { color-scheme: light dark; --ink: #1d1f24; --paper: #fbfaf7; --dim: #5d6270; --line: #d9d6cd;
  --accent: #2f6db5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #1b1d21; --dim: #a0a4ae;
  --line: #3a3d45; --accent: #7db3f0; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; margin: 0 0 16px; } h2 { font-size: 19px; margin: 40px 0 8px; }
p { max-width: 75ch; margin: 0 0 12px; } small { color: var(--dim); font-size: 12px; white-space: nowrap; }
p small { white-space: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 8px 0 16px; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 6px 16px 6px 0; text-align: left;
  vertical-align: top; font-weight: 400; }
tr:first-child > th { color: var(--dim); font-size: 13px; }
td.shaded { background: color-mix(in srgb, var(--accent) calc(var(--share) * 34%), transparent);
  padding-left: 8px; }
.about th { color: var(--dim); } details { margin: 8px 0; } summary { cursor: pointer; color: var(--dim); }
pre { white-space: pre-wrap; background: color-mix(in srgb, var(--ink) 6%, transparent); padding: 12px; }
dt { font-weight: 600; } dd { margin: 0 0 8px; }
.plot { max-width: 100%; height: auto; display: block; }
.plot .rule { stroke: var(--line); } .plot .tick { fill: var(--dim); font-size: 11px; }
.plot .label { fill: var(--ink); font-size: 13px; }
.plot line.made { stroke: var(--accent); stroke-width: 2; } .plot circle.made { fill: var(--accent); }
.plot line.real { stroke: var(--dim); stroke-width: 2; }
.plot circle.real { fill: var(--paper); stroke: var(--dim); stroke-width: 2; }
</style></head><body><main>"""
