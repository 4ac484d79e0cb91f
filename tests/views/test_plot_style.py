"""Plots dressed as the rest of the window."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from playground.views.plot_style import StyledPlot, linear_ticks, log10_clipped, log_ticks, tick_text
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
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 * span <= tick <= high + 1e-6 * span for tick in ticks)
    digits = spacing / 10.0 ** math.floor(math.log10(spacing) + 1e-9)
    assert min(abs(digits - nice) for nice in (1, 2, 5, 10)) < 1e-6


@given(st.floats(-12, 6), st.floats(0.01, 18), st.integers(2, 12))
def test_logarithmic_ticks_are_within_and_not_too_many(low: float, span: float, most: int):
    ticks = log_ticks(low, low + span, most)
    assert all(low - 1e-9 <= tick <= low + span + 1e-9 for tick in ticks)
    assert len(ticks) <= max(most + 1, 12)
    assert len(set(ticks)) == len(ticks)


def test_ranges_that_are_none_have_no_ticks():
    assert linear_ticks(1.0, 1.0, 5)[1] == []
    assert linear_ticks(0.0, math.inf, 5)[1] == []
    assert log_ticks(math.nan, 1.0, 5) == []


def test_decades_are_labelled():
    assert log_ticks(-2.3, 0.1, 6) == [-2.0, -1.0, 0.0]
    assert [round(10**tick, 6) for tick in log_ticks(-1.0, 0.0, 6)] == [0.1, 0.2, 0.5, 1.0]


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
