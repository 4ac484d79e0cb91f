"""Ticks are few, round and within."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.export.axes import log_limits, log_ticks, step_ticks

exponents = st.floats(-305, 305)  # below, doubles lose their digits


@given(exponents, st.floats(0.05, 400))
def test_ticks_of_a_log_axis(low, width):
    ticks = log_ticks(low, low + width)
    places = [tick.place for tick in ticks]
    assert places == sorted(set(places))
    assert all(low - 1e-6 <= place <= low + width + 1e-6 for place in places)
    assert len(ticks) <= 13


@given(st.floats(-10, 10), st.floats(0.05, 30))
def test_a_log_axis_always_has_some(low, width):
    assert len(log_ticks(low, low + width)) >= 2


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_ticks_of_the_steps_are_whole_and_few(first, width):
    ticks = step_ticks(float(first), float(first + width))
    assert 1 <= len(ticks) <= 10
    room = 1e-8 * width  # less than a pixel
    assert all(first - room <= int(tick.text.replace(",", "")) <= first + width + room for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-3.0, 0.0, [("0.001", None), ("0.01", None), ("0.1", None), ("1", None)]),
        (-1.1, 0.1, [("0.1", None), ("0.2", None), ("0.5", None), ("1", None)]),
        (2.1, 3.4, [("200", None), ("500", None), ("1,000", None), ("2·10", 3)]),
        (-4.0, -2.5, [("10", -4), ("2·10", -4), ("5·10", -4), ("0.001", None), ("0.002", None)]),
        (np.log10(0.24), np.log10(0.31), [("0.24", None), ("0.26", None), ("0.28", None), ("0.3", None)]),
        (-1.0, 40.0, [("1", None), *(("10", e) for e in range(5, 41, 5))]),
    ],
)
def test_what_stands_at_the_ticks(low, high, texts):
    assert [(tick.text, tick.exponent) for tick in log_ticks(low, high)] == texts


def test_steps_have_thousands_separators():
    assert [tick.text for tick in step_ticks(0.0, 3000.0)] == ["0", "500", "1,000", "1,500", "2,000", "2,500", "3,000"]
    assert [tick.text for tick in step_ticks(0.0, 1.0)] == ["0", "1"]


def test_limits_hold_all_positive_values():
    low, high = log_limits(np.array([0.0, 0.01, 1.0, np.inf, np.nan, -1.0]))
    assert low < -2
    assert high > 0
    assert log_limits(np.array([0.0])) == (-1.0, 0.0)
    low, high = log_limits(np.array([0.5]))
    assert low < np.log10(0.5) < high
