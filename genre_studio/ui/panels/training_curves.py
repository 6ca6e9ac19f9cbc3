"""The curves of a training run. The one file that imports pyqtgraph; imported when the window opens."""

import math
from collections.abc import Iterable

import pyqtgraph as pg
from PySide6.QtWidgets import QVBoxLayout, QWidget

from genre_studio.training.reports import StepReport
from genre_studio.ui.sizing import scaled
from genre_studio.ui.theme import UNIT, Theme, mix

_AXIS_WIDTH_PX = 80  # at the usual text


class Curve:
    """Points (step, value), in order of steps. One that comes again takes the place of those from it on."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.values: list[float] = []

    def add(self, step: int, value: float) -> None:
        while self.steps and self.steps[-1] >= step:
            self.steps.pop()
            self.values.pop()
        if math.isfinite(value):
            self.steps.append(step)
            self.values.append(value)


class TrainingCurves(QWidget):
    """Loss and held-out loss above, the learning rate below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.loss, self.held_out, self.learning_rate = Curve(), Curve(), Curve()
        self._losses, self._rates = _plot("Loss"), _plot("Rate")
        self._rates.setMaximumHeight(14 * UNIT)
        self._rates.setXLink(self._losses)
        self._rates.getAxis("bottom").setStyle(showValues=False)
        self._legend = self._losses.addLegend(offset=(-8, 8))
        self._loss_line = self._losses.plot(name="training")
        self._held_out_line = self._losses.plot(name="held out", symbolSize=6)
        self._rate_line = self._rates.plot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._losses, 1)
        column.addWidget(self._rates)
        self.setMinimumHeight(26 * UNIT)
        self.set_theme(theme)

    def clear(self) -> None:
        self.loss, self.held_out, self.learning_rate = Curve(), Curve(), Curve()
        self._draw()

    def add(self, reports: Iterable[StepReport]) -> None:
        """Draw what came."""
        for report in reports:
            self.loss.add(report.step, report.loss)
            self.learning_rate.add(report.step, report.learning_rate)
            if report.held_out is not None and "loss" in report.held_out:
                self.held_out.add(report.step, report.held_out["loss"])
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        faint = mix(theme.surface, theme.accent, 0.45)
        for plot in (self._losses, self._rates):
            plot.setBackground(theme.surface)
            plot.getAxis("left").setWidth(
                scaled(_AXIS_WIDTH_PX)
            )  # the same for both: their steps stay aligned
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(theme.line)
                plot.getAxis(side).setTextPen(theme.text_dim)
        self._legend.setLabelTextColor(theme.text)
        for _, label in self._legend.items:
            label.setText(label.text, color=theme.text)
        self._loss_line.setPen(pg.mkPen(faint, width=1))
        self._held_out_line.setPen(pg.mkPen(theme.accent, width=2))
        self._held_out_line.setSymbol("o")
        self._held_out_line.setSymbolBrush(theme.accent)
        self._held_out_line.setSymbolPen(None)
        self._rate_line.setPen(pg.mkPen(theme.accent, width=1))

    def _draw(self) -> None:
        for line, curve in (
            (self._loss_line, self.loss),
            (self._held_out_line, self.held_out),
            (self._rate_line, self.learning_rate),
        ):
            line.setData(curve.steps, curve.values)


def _plot(title: str) -> "pg.PlotWidget":
    plot = pg.PlotWidget()
    plot.setAccessibleName(title)
    plot.setLabel("left", title)
    plot.getAxis("left").enableAutoSIPrefix(False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.setDownsampling(auto=True, mode="peak")
    plot.setClipToView(True)
    plot.showGrid(y=True, alpha=0.12)
    return plot
