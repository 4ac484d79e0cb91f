"""Words and dots at points of a plot."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPen
from pytestqt.qtbot import QtBot

from playground.views.plot_marks import Curve, LiveCurve, PlotDot, PlotLabel
from playground.views.plot_style import StyledPlot
from playground.views.theme import Theme
from tests.views.hands import on_screen


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> StyledPlot:
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.plotItem.setRange(xRange=(0.0, 10.0), yRange=(-1e-3, 1e-3), padding=0.0, disableAutoRange=True)
    plot.grab()
    return plot


@pytest.mark.parametrize("anchor", [(0.0, 0.0), (0.5, 1.0), (1.0, 0.5)])
def test_words_keep_their_size_and_stand_at_their_anchor(plot: StyledPlot, theme: Theme, anchor: tuple[float, float]):
    label = PlotLabel("0.1006", anchor)
    label.set_font(theme.font(15, "semibold"))
    plot.addItem(label, ignoreBounds=True)
    label.setPos(4.0, 5e-4)
    there = plot.plotItem.vb.mapViewToScene(QPointF(4.0, 5e-4))
    for text in ("0.1006", "a much longer text"):
        label.set_text(text)
        assert label.text() == text
        box = on_screen(label)
        assert box.size().toTuple() == pytest.approx(label.boundingRect().size().toTuple())
        assert box.left() + anchor[0] * box.width() == pytest.approx(there.x())
        assert box.top() + anchor[1] * box.height() == pytest.approx(there.y())


def test_a_dot_is_round_or_a_cross(plot: StyledPlot):
    dot = PlotDot(11.0)
    dot.setBrush(QColor("red"))
    plot.addItem(dot, ignoreBounds=True)
    dot.hide()
    dot.put(5.0, 0.0)
    assert dot.isVisible()
    middle = plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(5.0, 0.0)))

    def is_red(x: int, y: int) -> bool:
        color = plot.grab().toImage().pixelColor(middle.x() + x, middle.y() + y)
        return bool(color.red() > 200 and color.green() < 100)

    assert is_red(0, 0)
    assert is_red(0, 4)
    assert not is_red(0, 7)
    dot.set_shape(11.0, cross=True)
    assert is_red(0, 0)
    assert is_red(-3, -3)
    assert is_red(3, -3)
    assert not is_red(0, 4)


def test_an_axis_reaches_over_the_plot_also_after_it_was_resized(plot: StyledPlot):
    axis = plot.axis("bottom")
    before = axis.boundingRect()
    plot.resize(600, 300)
    plot.grab()
    assert axis.boundingRect().width() == pytest.approx(before.width() + 200)
    axis.setGrid(False)
    assert axis.boundingRect().height() < before.height()


def test_a_live_curve_looks_like_a_curve_also_when_its_end_moves_alone(plot: StyledPlot):
    live, whole = LiveCurve(antialias=True), Curve(antialias=True, connect="finite")
    pen = QPen(QColor("red"), 3.0)
    pen.setCosmetic(True)
    live.set_pen(pen)
    whole.setPen(pen)
    assert live.pen().color() == QColor("red")
    for curve in (live, whole):
        plot.addItem(curve, ignoreBounds=True)
    x = np.array([1.0, 3.0, 4.0, 7.0, 9.0])
    pictures = []
    for end in (5e-4, -2e-4, np.nan):
        y = np.array([-5e-4, 5e-4, np.nan, 1e-4, end])
        live.redraw(x, y)
        whole.redraw(x, y)
        np.testing.assert_array_equal(live.points()[1], y)
        both = []
        for seen in (live, whole):
            for curve in (live, whole):
                curve.setVisible(curve is seen)
            image = plot.grab().toImage()
            both.append(np.array(image.bits()).reshape(image.height(), -1).astype(int))
        assert np.abs(both[0] - both[1]).max() < 140, "the two parts meet with a joint of their own"
        assert (both[0] != both[1]).mean() < 0.001
        pictures.append(both[0])
    assert (pictures[0] != pictures[1]).any()
    for points in (0, 1, 2):
        live.redraw(x[:points], x[:points])
        plot.grab()
