"""Plots of a report as inline SVG: points with intervals on one scale, drawn without a plotting library."""

from collections.abc import Sequence
from html import escape

import numpy as np

from genre_studio.evaluation.figures import Figure

_ROW_PX, _LABEL_PX, _PLOT_PX, _TOP_PX = 24, 300, 420, 28


def interval_plot(
    rows: Sequence[tuple[str, Figure]], *, low: float | None = None, high: float | None = None
) -> str:
    """One row a figure: a dot with its interval. `low` and `high` fix the scale's ends (None: what is there).

    Real music is drawn hollow. Empty where no figure has a value.
    """
    known = [(label, figure) for label, figure in rows if np.isfinite(figure.estimate.value)]
    if not known:
        return ""
    ends = [value for _, f in known for value in (f.estimate.value, f.estimate.low, f.estimate.high)]
    finite = [value for value in ends if np.isfinite(value)]
    low = min(finite) if low is None else low
    high = max(finite) if high is None else high
    if high <= low:
        high = low + 1
    height = _TOP_PX + _ROW_PX * len(known) + 8

    def x(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return _LABEL_PX + 8 + share * (_PLOT_PX - 16)

    parts = [
        f'<svg class="plot" viewBox="0 0 {_LABEL_PX + _PLOT_PX} {height}" role="img" '
        f'width="{_LABEL_PX + _PLOT_PX}" height="{height}">'
    ]
    for value in np.linspace(low, high, 5):
        parts.append(
            _line("rule", x(value), x(value), _TOP_PX - 6, height - 8)
            + f'<text class="tick" x="{x(value):.1f}" y="14" text-anchor="middle">{value:.3g}</text>'
        )
    for number, (label, figure) in enumerate(known):
        y = _TOP_PX + _ROW_PX * number + _ROW_PX / 2
        kind = "real" if figure.model == "real" else "made"
        parts.append(
            f'<text class="label" x="{_LABEL_PX - 8}" y="{y + 4}" text-anchor="end">{escape(label)}</text>'
        )
        estimate = figure.estimate
        if np.isfinite(estimate.low) and np.isfinite(estimate.high):
            parts.append(_line(kind, x(estimate.low), x(estimate.high), y, y))
        parts.append(
            f'<circle class="{kind}" cx="{x(estimate.value):.1f}" cy="{y}" r="5">'
            f"<title>{escape(f'{label}: {estimate}')}</title></circle>"
        )
    return "".join([*parts, "</svg>"])


def _line(kind: str, x1: float, x2: float, y1: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}"/>'
