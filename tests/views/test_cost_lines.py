"""The lines of the cost plot: they lose nothing, and its axes stay put. Without a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.cost_history import CostHistory
from playground.views.cost_lines import MOST_POINTS, cost_lines, cost_range, moment_at, plotted, step_range


def history(costs):
    noted = CostHistory()
    noted.append(0, np.asarray(costs, dtype=float))
    return noted


@given(st.integers(1, 30_000), st.integers(0, 29_999), st.floats(2.0, 1e6))
def test_no_spike_is_lost_and_lines_stay_short(n_steps, place, spike):
    costs = np.linspace(1.0, 0.5, n_steps)
    costs[place % n_steps] = spike
    lines = cost_lines(history(costs).curve(), n_steps, 0.5, None)
    assert lines.costs.max() == spike
    assert len(lines.steps) <= 2 * MOST_POINTS + 1
    noted = history(costs)
    noted.note_full(0, 1.0)
    lines = cost_lines(noted.curve(), n_steps, 0.5, None)
    assert lines.band_costs.max() == spike
    assert len(lines.band_steps) <= 2 * MOST_POINTS


@given(st.integers(2, 50_000), st.floats(1e-5, 1.0), st.booleans())
def test_a_line_that_only_falls_or_rises_is_drawn_where_it_was(n_steps, rate, rising):
    costs = 0.01 + np.exp(-rate * np.arange(n_steps + 1))
    if rising:
        costs = costs[::-1]
    lines = cost_lines(history(costs[:-1]).curve(), n_steps, costs[-1], None)
    assert (lines.steps[0], lines.costs[0]) == (0.0, costs[0])
    assert lines.costs.tolist() == costs[lines.steps.astype(int)].tolist()


def test_a_divergence_is_drawn_as_high_as_it_was():
    costs = np.array([1e3, 1e150, 8e303, np.inf])
    assert plotted(costs, log=True)[:3] == pytest.approx(np.log10(costs[:3]))
    assert cost_range(1e3, 1e308, log=True)[1] >= 308
    assert 10.0 ** cost_range(1e3, np.inf, log=True)[1] < np.inf


@given(st.integers(1, 5_000))
def test_the_line_ends_at_the_present_step_and_cost(n_steps):
    lines = cost_lines(history(np.linspace(1.0, 0.5, n_steps)).curve(), n_steps, 0.25, 0.75)
    assert (lines.steps[-1], lines.costs[-1]) == (n_steps, 0.25)
    assert (lines.test_steps[-1], lines.test_costs[-1]) == (n_steps, 0.75)
    assert (np.diff(lines.steps) > 0).all()


def test_with_mini_batches_the_line_is_the_cost_over_all_samples():
    noted = history([1.0, 3.0, 0.5, 2.0])
    noted.note_full(0, 1.5)
    noted.note_full(2, 1.25)
    lines = cost_lines(noted.curve(), 4, 1.0, None)
    assert lines.steps.tolist() == [0, 2, 4]
    assert lines.costs.tolist() == [1.5, 1.25, 1.0]
    assert lines.band_costs.max() == 3.0


def test_steps_before_and_after_mini_batches_are_not_lost():
    noted = history(np.arange(10.0, 0.0, -1.0))
    noted.note_full(4, 6.0)
    noted.note_full(5, 5.0)
    lines = cost_lines(noted.curve(), 10, 0.5, None)
    assert lines.steps.tolist() == [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]


@given(st.lists(st.floats(0, 1e308) | st.just(np.inf) | st.just(np.nan), min_size=1, max_size=50), st.booleans())
def test_what_is_plotted_is_finite_or_a_gap(costs, log):
    shown = plotted(np.array(costs), log)
    assert (np.isfinite(shown) | np.isnan(costs)).all()
    assert np.abs(shown[np.isfinite(shown)]).max(initial=0) <= 1e15


@given(st.floats(0, 1e308), st.floats(0, 1e308), st.booleans())
def test_the_axis_of_costs_holds_all_costs(one, other, log):
    low, high = sorted((one, other))
    bottom, top = cost_range(low, high, log)
    shown = plotted(np.array([low, high]), log)
    assert bottom <= shown[0] <= shown[1] <= top
    assert bottom < top


@given(st.integers(0, 10**9))
def test_the_axis_of_steps_holds_all_steps_without_much_waste(step):
    start, end = step_range(0.0, float(step))
    assert start == 0.0
    assert step <= end <= max(10, 1.7 * step)


def test_the_axis_of_steps_jumps_only_now_and_then():
    ends = {step_range(0.0, float(step))[1] for step in range(1, 100_001)}
    assert len(ends) <= 30


@given(st.integers(2, 20_000), st.floats(0, 1))
def test_reading_tells_the_costs_of_the_steps_under_the_mouse(n_steps, share):
    costs = np.cos(np.arange(n_steps)) + 2.0
    at = share * (n_steps - 1)
    moment = moment_at(history(costs).curve(), at, n_steps, 0.1, None)
    assert moment.first <= round(at) <= moment.last
    assert moment.low == costs[moment.first : moment.last + 1].min()
    assert moment.high == costs[moment.first : moment.last + 1].max()


def test_reading_outside_the_curve_tells_nothing():
    curve = history(np.ones(100)).curve()
    assert moment_at(curve, -3.0, 100, 1.0, None) is None
    assert moment_at(curve, 150.0, 100, 1.0, None) is None
    assert moment_at(curve, 100.4, 100, 0.5, 0.7).test == 0.7
