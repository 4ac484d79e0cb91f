"""Plots dressed as the rest of the window."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPicture
from pytestqt.qtbot import QtBot

from playground.views.plot_style import (
    SIDES,
    Side,
    StyledAxis,
    StyledPlot,
    linear_ticks,
    log10_clipped,
    log_ticks,
    tick_text,
)
from playground.views.theme import Theme


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.5, 0.5, "0.5"),
        (1.0, 0.5, "1"),
        (-0.25, 0.05, "−0.25"),
        (0.0, 0.1, "0"),
        (-1e-17, 0.1, "0"),
        (4000.0, 1000.0, "4,000"),
        (1e-5, 1e-5, "10⁻⁵"),
        (-2e-5, 1e-5, "−2·10⁻⁵"),
        (2.5e7, 5e6, "2.5·10⁷"),
    ],
)
def test_ticks_are_written_as_people_write_them(value: float, spacing: float, text: str):
    assert tick_text(value, spacing) == text


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_linear_ticks_are_round_few_and_within(low: float, span: float, most: int):
    high = low + span
    spacing, ticks = linear_ticks(low, high, most)
    assert 2 <= len(ticks) <= max(most + 1, 5)
    assert all(low - 1e-6 * span <= tick <= high + 1e-6 * span for tick in ticks)
    digits = spacing / 10.0 ** math.floor(math.log10(spacing) + 1e-9)
    assert min(abs(digits - nice) for nice in (1, 2, 5, 10)) < 1e-6


@given(st.floats(-12, 6), st.floats(0.01, 320), st.integers(2, 12))
def test_logarithmic_ticks_are_within_and_not_too_many(low: float, span: float, most: int):
    ticks = log_ticks(low, low + span, most)
    assert all(low - 1e-9 <= tick <= low + span + 1e-9 for tick in ticks)
    assert 2 <= len(ticks) <= max(most + 1, 12)
    assert len(set(ticks)) == len(ticks)


def test_ranges_that_are_none_have_no_ticks():
    assert linear_ticks(1.0, 1.0, 5)[1] == []
    assert linear_ticks(0.0, math.inf, 5)[1] == []
    assert log_ticks(math.nan, 1.0, 5) == []


def test_decades_are_labelled():
    assert log_ticks(-2.3, 0.1, 6) == [-2.0, -1.0, 0.0]
    assert [round(10**tick, 6) for tick in log_ticks(-1.0, 0.0, 6)] == [0.1, 0.2, 0.5, 1.0]


def test_many_decades_have_round_numbers():
    assert log_ticks(-1.2, 305.0, 6) == [0.0, 100.0, 200.0, 300.0]
    assert log_ticks(-1.2, 105.0, 6) == [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]


def test_in_little_room_there_are_fewer_numbers():
    assert [round(10**tick, 6) for tick in log_ticks(-1.31, 0.0, 2)] == [0.05, 1.0]


def test_what_cannot_be_shown_logarithmically_leaves_a_gap():
    shown = log10_clipped(np.array([100.0, 0.0, -1.0, np.inf, np.nan]))
    assert shown[0] == 2.0
    assert np.isnan(shown[1:]).all()


def test_a_plot_follows_the_theme(qtbot: QtBot, theme: Theme):
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_axis("left", "cost", log=True)
    plot.set_axis("bottom", "step")
    assert plot.axis("left").labelText == "cost"
    light = plot.grab().toImage().pixelColor(1, 1)
    theme.set_mode("dark")
    dark = plot.grab().toImage().pixelColor(1, 1)
    assert light.name() == "#ffffff"
    assert dark.name() == theme.palette.panel


def test_a_name_at_the_end_keeps_its_place_free(qtbot: QtBot, theme: Theme):
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 300)
    plot.set_axis("left", "x₂", at_end=True)
    axis = plot.axis("left")
    (_, ticks), *_ = axis.tickValues(-6.0, 6.0, 280)
    assert ticks[-1] < 5.5
    plot.set_axis("left", "cost")
    (_, ticks), *_ = axis.tickValues(-6.0, 6.0, 280)
    assert ticks[-1] == pytest.approx(6.0)


@pytest.mark.parametrize("size", [60, 120, 300])
@pytest.mark.parametrize("side", SIDES)
def test_numbers_never_touch_the_name_in_line_with_them(qtbot: QtBot, theme: Theme, side: Side, size: int):
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(size + 60, size + 40)
    plot.set_axis(side, "x₂", at_end=True)
    plot.show()
    axis = plot.axis(side)
    for high in np.linspace(4.0, 13.0, 30):
        plot.plotItem.setRange(xRange=(-high, high), yRange=(-high, high), padding=0.0, disableAutoRange=True)
        name = axis.mapRectFromItem(axis._end_name, axis._end_name.boundingRect())
        texts = drawn(axis)
        assert len(texts) >= 2
        assert not any(name.intersects(rect) for rect in texts)


def test_numbers_at_the_ends_of_the_axis_are_written(qtbot: QtBot, theme: Theme):
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.plotItem.layout.setContentsMargins(0, 20, 20, 0)
    plot.show()
    plot.plotItem.setRange(xRange=(0, 10), yRange=(0, 10), padding=0.0, disableAutoRange=True)
    for side in SIDES:
        axis = plot.axis(side)
        ((_, ticks),) = axis.tickValues(0.0, 10.0, 150)
        assert len(drawn(axis)) == len(ticks)


def drawn(axis: StyledAxis) -> list[QRectF]:
    """Where the axis writes numbers."""
    picture = QPicture()
    painter = QPainter(picture)
    specs = axis.generateDrawSpecs(painter)
    painter.end()
    return [rect for rect, _flags, _text in specs[2]]


@pytest.mark.parametrize("width", [150, 230, 400])
@pytest.mark.parametrize("span", [3e-13, 2.5e-5, 1.0, 9e8])
def test_numbers_of_the_lower_axis_never_touch(qtbot, theme, width, span):
    plot = StyledPlot(theme)
    qtbot.addWidget(plot)
    axis = plot.axis("bottom")
    ((spacing, ticks),) = axis.tickValues(-span, span, width)
    metrics = QFontMetricsF(axis.style["tickFont"])
    texts = axis.tickStrings(ticks, 1.0, spacing)
    places = [(tick + span) / (2 * span) * width for tick in ticks]
    if len(ticks) > 2:
        for left, right, one, other in zip(places, places[1:], texts, texts[1:], strict=False):
            assert right - left > (metrics.horizontalAdvance(one) + metrics.horizontalAdvance(other)) / 2
